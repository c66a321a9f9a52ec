package directory

// SoftwareToken is an authenticator app of a user (RFC 6238).
type SoftwareToken struct {
	Secret       []byte
	FriendlyName string `json:",omitempty"`
	Verified     bool   `json:",omitempty"`
	LastStep     int64  `json:",omitempty"` // the time step of the newest code that was taken; it and older ones are replays
}
