package directory

// SessionTracking is what a pool remembers of its users' sessions, as SetUserPoolSessionConfiguration sets it.
type SessionTracking struct {
	Enabled    bool `json:",omitempty"`
	MaxPerUser int  `json:",omitempty"` // 0: the default
}
