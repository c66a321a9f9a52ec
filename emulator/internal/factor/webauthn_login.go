package factor

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// requestOptions are CREDENTIAL_REQUEST_OPTIONS: PublicKeyCredentialRequestOptionsJSON in the documented order.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
type requestOptions struct {
	Challenge        string                               `json:"challenge"`
	Timeout          int64                                `json:"timeout"`
	RPID             string                               `json:"rpId"`
	AllowCredentials []allowed                            `json:"allowCredentials"`
	UserVerification protocol.UserVerificationRequirement `json:"userVerification"`
}

type allowed struct {
	Type       protocol.CredentialType `json:"type"`
	ID         string                  `json:"id"`
	Transports []string                `json:"transports"`
}

// BeginLogin gives the options with which a browser proves one of the passkeys. They last as long as the session: the
// documented example has the default of AuthSessionValidity.
func BeginLogin(pool directory.Pool, passkeys []directory.Passkey, challenge string, life time.Duration) (string, error) {
	options := requestOptions{
		Challenge: challenge, Timeout: life.Milliseconds(), RPID: pool.RelyingPartyID(),
		AllowCredentials: []allowed{}, UserVerification: verification(pool),
	}
	for _, passkey := range passkeys {
		options.AllowCredentials = append(options.AllowCredentials, allowed{
			protocol.PublicKeyCredentialType, passkey.CredentialID(), append([]string{}, passkey.Transports...),
		})
	}
	text, err := json.Marshal(options)
	return string(text), err
}

// Login is what a passkey proved.
type Login struct {
	Passkey  directory.Passkey // with the new count of signatures
	Verified bool              // the authenticator verified its user
}

// FinishLogin checks a proof of one of a user's passkeys. The error says what is wrong with it, for the journal: callers
// get one answer for all that can be wrong.
//
// https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
func FinishLogin(pool directory.Pool, user directory.User, passkeys []directory.Passkey, challenge, credential string) (Login, error) {
	proof, err := ParseAssertion(credential)
	if err != nil {
		return Login{}, err
	}
	passkey, known := directory.FindPasskey(passkeys, proof.parsed.RawID)
	if !known {
		return Login{}, fmt.Errorf("%s has no passkey %s for the relying party %q", user.Username, proof.parsed.ID, pool.RelyingPartyID())
	}
	if handle := proof.parsed.Response.UserHandle; len(handle) > 0 && !slices.Equal(handle, userHandle(user)) {
		return Login{}, errors.New("userHandle is another user's")
	}
	if err := verify(pool, proof.parsed, passkey, challenge); err != nil {
		return Login{}, err
	}
	data := proof.parsed.Response.AuthenticatorData
	if err := checkCount(passkey, data.Counter); err != nil {
		return Login{}, err
	}
	passkey.SignCount = data.Counter
	return Login{passkey, data.Flags.UserVerified()}, nil
}

// Assertion is a proof that is well formed.
type Assertion struct {
	parsed *protocol.ParsedCredentialAssertionData
}

// ParseAssertion reads the JSON text that CREDENTIAL is.
//
// https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson
func ParseAssertion(credential string) (Assertion, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(credential))
	if err != nil {
		return Assertion{}, errors.New(explain(err))
	}
	return Assertion{parsed}, nil
}

func verify(pool directory.Pool, proof *protocol.ParsedCredentialAssertionData, passkey directory.Passkey, challenge string) error {
	client := proof.Response.CollectedClientData
	if refusal := checkClient(pool.RelyingPartyID(), client, protocol.AssertCeremony); refusal != nil {
		return errors.New(refusal.Reason)
	}
	if subtle.ConstantTimeCompare([]byte(client.Challenge), []byte(challenge)) != 1 {
		return errors.New("the credential answers another challenge than the session's")
	}
	err := proof.Verify(challenge, pool.RelyingPartyID(), "", []string{client.Origin}, []string{client.Origin}, nil,
		protocol.TopOriginExplicitVerificationMode, false, pool.VerifiesPasskeyUsers(), true, passkey.PublicKey, protocol.SignaturePolicy{})
	if err != nil {
		return errors.New(explain(err))
	}
	if flags := proof.Response.AuthenticatorData.Flags; flags.HasBackupEligible() != passkey.Synced || flags.HasBackupState() && !passkey.Synced {
		return errors.New("whether the passkey can be backed up is not what it was at its registration")
	}
	return nil
}

// checkCount refuses a count of signatures that does not grow: somebody may have cloned the authenticator. Those that do
// not count give 0 always. That AWS refuses it is assumed; WebAuthn leaves it to the relying party.
//
// https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
func checkCount(passkey directory.Passkey, count uint32) error {
	if (count != 0 || passkey.SignCount != 0) && count <= passkey.SignCount {
		return fmt.Errorf("the authenticator has signed %d times by its count, and before it was %d: it may be cloned", count, passkey.SignCount)
	}
	return nil
}

// explain gives all that the library says about an error.
func explain(err error) string {
	var e *protocol.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.DevInfo == "" {
		return e.Details
	}
	return e.Details + ": " + e.DevInfo
}
