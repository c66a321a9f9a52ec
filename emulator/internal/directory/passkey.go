package directory

import "time"

// Passkey is a WebAuthn credential of a user. What is in it besides its id is package passkey's part.
type Passkey struct {
	ID             string // base64url without padding
	Name           string // friendly
	RelyingPartyID string
	Created        time.Time
	Credential     []byte // as package passkey encodes it
}
