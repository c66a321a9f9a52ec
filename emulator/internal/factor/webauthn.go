package factor

import (
	"encoding/base64"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// challengeSize is that of what authenticators sign, in bytes. WebAuthn wants 16 at least.
const challengeSize = 32

// NewChallenge makes what an authenticator has to sign: base64url without padding.
//
// https://www.w3.org/TR/webauthn-3/#sctn-cryptographic-challenges
func NewChallenge(random io.Reader) (string, error) {
	challenge := make([]byte, challengeSize)
	if _, err := io.ReadFull(random, challenge); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(challenge), nil
}

// parameters are the keys that authenticators can make: ES256 and RS256 (documented: the example of
// StartWebAuthnRegistration in AWS's command-line reference).
var parameters = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// verification is the pool's wish for user verification, as options have it.
func verification(pool directory.Pool) protocol.UserVerificationRequirement {
	if pool.VerifiesPasskeyUsers() {
		return protocol.VerificationRequired
	}
	return protocol.VerificationPreferred
}

// userHandle is how authenticators know a user: by the text of the sub (documented by example).
func userHandle(user directory.User) []byte { return []byte(user.Sub) }

// CheckRelyingParty reports what is wrong with the id of a relying party: it has to be a domain, without scheme and port.
//
// https://www.w3.org/TR/webauthn-3/#relying-party-identifier
func CheckRelyingParty(id string) error { return protocol.ValidateRPID(id) }

// androidApp is the origin of an Android app: the hash of the key that signed it.
var androidApp = regexp.MustCompile(`^android:apk-key-hash(-sha256)?:[\w-]{27,43}=?$`)

// allows reports whether pages or apps of an origin may ask for passkeys of a relying party. WebAuthn has browsers check
// that the relying party is the page's domain or a part of its end; authenticators sign the origin, and this is the check
// that servers have to make again. Pages have to come by https, or by http from localhost and below it, at any port.
//
// Of AWS only the exception is documented. That apps on Android are let in, whose system checks that they belong to the
// relying party, is assumed.
//
// https://www.w3.org/TR/webauthn-3/#sctn-validating-origin
func allows(relyingPartyID, origin string) bool {
	if androidApp.MatchString(origin) {
		return true
	}
	page, err := url.Parse(origin)
	if err != nil || page.Host == "" || page.User != nil || strings.TrimSuffix(page.Path, "/")+page.RawQuery+page.Fragment != "" {
		return false
	}
	host := page.Hostname()
	secure := page.Scheme == "https" || page.Scheme == "http" && below("localhost", host)
	return secure && below(relyingPartyID, host)
}

func below(domain, host string) bool {
	return strings.EqualFold(domain, host) || strings.HasSuffix(strings.ToLower(host), "."+strings.ToLower(domain))
}

// checkClient checks what the browser says about a ceremony: its kind and the page. The challenge is checked elsewhere.
func checkClient(relyingPartyID string, data protocol.CollectedClientData, kind protocol.CeremonyType) *rule.Refusal {
	switch {
	case data.Type != kind:
		return rule.PasskeyMalformed.Refuse().Because("clientDataJSON has the type %q, not %q", data.Type, kind)
	case !allows(relyingPartyID, data.Origin):
		return rule.PasskeyOriginNotAllowed.Refuse().Because("the origin is %q, the relying party is %q", data.Origin, relyingPartyID)
	case data.CrossOrigin:
		return rule.PasskeyOriginNotAllowed.Refuse().Because("the page %q is a frame in a page of another origin, %q", data.Origin, data.TopOrigin)
	}
	return nil
}
