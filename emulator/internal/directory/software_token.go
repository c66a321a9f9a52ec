package directory

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// SoftwareToken is an authenticator app of a user (RFC 6238).
//
// A secret that was given out waits until a code proves that the user's app has it. Until then a former one stays in
// force (documented: it is disassociated by the verification of the new one).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
type SoftwareToken struct {
	Secret       []byte `json:",omitempty"`
	FriendlyName string `json:",omitempty"`
	Verified     bool   `json:",omitempty"`
	LastStep     int64  `json:",omitempty"` // the time step of the newest code that was taken; it and older ones are replays
	Pending      []byte `json:",omitempty"` // the secret that AssociateSoftwareToken gave out last, as long as it is not verified
}

// HasSoftwareToken reports whether the user can prove a code of an authenticator app.
func (u User) HasSoftwareToken() bool { return u.SoftwareToken != nil && u.SoftwareToken.Verified }

// PendingToken is the token that the user is setting up; false if there is none.
func (u User) PendingToken() (SoftwareToken, bool) {
	if u.SoftwareToken == nil || len(u.SoftwareToken.Pending) == 0 {
		return SoftwareToken{}, false
	}
	return SoftwareToken{Secret: u.SoftwareToken.Pending}, true
}

// Associate lets a secret wait for its verification. One that waited before is forgotten.
func (u *User) Associate(secret []byte) {
	var token SoftwareToken
	if u.SoftwareToken != nil {
		token = *u.SoftwareToken
	}
	token.Pending = secret
	u.SoftwareToken = &token
}

// Enrol gives the user a verified token, in place of a former one and of one that waited. The preference stays as it is:
// nothing is switched on by it (observed).
func (u *User) Enrol(token SoftwareToken) {
	token.Verified, token.Pending = true, nil
	u.SoftwareToken = &token
}

// ForgetSoftwareToken takes the token away, and every preference for it (documented).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
func (u *User) ForgetSoftwareToken() {
	u.SoftwareToken = nil
	u.MFA.Enabled = slices.DeleteFunc(slices.Clone(u.MFA.Enabled), func(factor api.ChallengeNameType) bool {
		return factor == api.ChallengeNameTypeSoftwareTokenMfa
	})
	if u.MFA.Preferred == api.ChallengeNameTypeSoftwareTokenMfa {
		u.MFA.Preferred = ""
	}
}

// UseSoftwareToken records the time step of a code that was taken. It is no change of the user that anybody is shown.
func UseSoftwareToken(tx *store.Tx, user *User, step int64) error {
	token := *user.SoftwareToken
	token.LastStep = step
	user.SoftwareToken = &token
	return Users.Put(tx, *user)
}
