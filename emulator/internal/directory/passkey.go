package directory

import (
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// MaxPasskeys is how many passkeys a user can have.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const MaxPasskeys = 20

// Passkey is a WebAuthn credential of a user. How it comes about and what it proves is in package factor.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnCredentialDescription.html
type Passkey struct {
	ID             []byte
	Name           string // friendly
	RelyingPartyID string
	PublicKey      []byte // COSE
	SignCount      uint32 `json:",omitempty"`
	Synced         bool   `json:",omitempty"` // backup eligible: the key leaves the device that made it
	Attachment     string `json:",omitempty"` // platform or cross-platform
	Transports     []string
	Created        time.Time
}

// CredentialID is the id as texts have it: base64url without padding.
func (p Passkey) CredentialID() string { return base64.RawURLEncoding.EncodeToString(p.ID) }

// PasskeyRegistration is one that StartWebAuthnRegistration began. Each user has one at most: the newest.
type PasskeyRegistration struct {
	PoolID, Sub, ClientID string
	Challenge             string
	Expires               time.Time
}

// PasskeyRegistrations holds the registrations by user.
var PasskeyRegistrations = store.Table[PasskeyRegistration]{
	Kind: "passkey registration",
	Key:  func(r PasskeyRegistration) string { return r.PoolID + "/" + r.Sub },
}

// EndPasskeyRegistration forgets the registration that a user began, if there is one.
func EndPasskeyRegistration(tx *store.Tx, poolID, sub string) error {
	if err := PasskeyRegistrations.Delete(tx, poolID+"/"+sub); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return nil
}

// RelyingPartyID is whom passkeys of the pool are for: what SetUserPoolMfaConfig says, else the prefix domain, else the
// custom one. It is empty if there is neither.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
func (p Pool) RelyingPartyID() string {
	switch {
	case p.MFA.WebAuthn != nil && p.MFA.WebAuthn.RelyingPartyId != "":
		return p.MFA.WebAuthn.RelyingPartyId
	case p.Domain != "":
		return p.Domain + ".auth." + p.Region() + ".amazoncognito.com"
	}
	return p.CustomDomain
}

// AllowsPasskeys reports whether passkeys are among the first factors of the pool.
func (p Pool) AllowsPasskeys() bool {
	return slices.Contains(p.AllowedFirstFactors(), api.AuthFactorTypeWebAuthn)
}

// PasskeysAreMFA reports whether a passkey stands for both factors. Authenticators then have to verify their users.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
func (p Pool) PasskeysAreMFA() bool {
	return p.MFA.WebAuthn != nil && p.MFA.WebAuthn.FactorConfiguration == api.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
}

// VerifiesPasskeyUsers reports whether authenticators have to verify their users, with a PIN or a fingerprint.
func (p Pool) VerifiesPasskeyUsers() bool {
	return p.PasskeysAreMFA() || p.MFA.WebAuthn != nil && p.MFA.WebAuthn.UserVerification == api.UserVerificationTypeRequired
}

// PasskeysOf are those of a user's passkeys that are for the relying party that the pool has now.
func (p Pool) PasskeysOf(user User) []Passkey {
	return slices.DeleteFunc(slices.Clone(user.Passkeys), func(k Passkey) bool { return k.RelyingPartyID != p.RelyingPartyID() })
}

// OffersPasskey reports whether a user can begin a sign-in with a passkey. Users who are asked for a second factor can
// only where passkeys stand for both factors, and have to switch that on for themselves (observed; documented for pools
// with MFA ON).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
func (p Pool) OffersPasskey(user User) bool {
	if !p.AllowsPasskeys() || p.RelyingPartyID() == "" || len(p.PasskeysOf(user)) == 0 {
		return false
	}
	_, asked := p.SecondFactor(user)
	return !asked || p.PasskeysAreMFA() && slices.Contains(user.MFA.Enabled, api.ChallengeNameTypeWebAuthn)
}

// AddPasskey gives a user one more passkey, if there is room and it is new.
func AddPasskey(user *User, passkey Passkey) error {
	if err := CheckPasskeyRoom(*user); err != nil {
		return err
	}
	if _, known := FindPasskey(user.Passkeys, passkey.ID); known {
		return rule.PasskeyKnown.Refuse().Because("%s has registered the passkey %s before", user.Username, passkey.CredentialID())
	}
	user.Passkeys = append(slices.Clone(user.Passkeys), passkey)
	return nil
}

// CheckPasskeyRoom refuses a passkey more than a user can have.
func CheckPasskeyRoom(user User) error {
	if n := len(user.Passkeys); n >= MaxPasskeys {
		return rule.PasskeyTooMany.Refuse().Because("%s has %d passkeys", user.Username, n)
	}
	return nil
}

// FindPasskey finds a passkey by its id.
func FindPasskey(passkeys []Passkey, id []byte) (Passkey, bool) {
	for _, p := range passkeys {
		if slices.Equal(p.ID, id) {
			return p, true
		}
	}
	return Passkey{}, false
}

// RemovePasskey takes a passkey from a user; false if there is no such one. With the last one goes what the user said
// about passkeys as second factor (assumed).
func RemovePasskey(user *User, credentialID string) bool {
	left := slices.DeleteFunc(slices.Clone(user.Passkeys), func(p Passkey) bool { return p.CredentialID() == credentialID })
	removed := len(left) < len(user.Passkeys)
	user.Passkeys = left
	if len(left) == 0 {
		user.MFA.Enabled = slices.DeleteFunc(slices.Clone(user.MFA.Enabled), func(f api.ChallengeNameType) bool { return f == api.ChallengeNameTypeWebAuthn })
	}
	return removed
}
