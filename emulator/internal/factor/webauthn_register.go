package factor

import (
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// registrationTimeout is what browsers are told, in milliseconds (documented by example).
const registrationTimeout = 60_000

// creationOptions are CredentialCreationOptions: PublicKeyCredentialCreationOptionsJSON in the order of the names. There is
// no attestation, so that browsers convey none.
//
// https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
type creationOptions struct {
	AuthenticatorSelection authenticatorSelection `json:"authenticatorSelection"`
	Challenge              string                 `json:"challenge"`
	ExcludeCredentials     []descriptor           `json:"excludeCredentials"`
	PubKeyCredParams       []keyParameter         `json:"pubKeyCredParams"`
	RP                     entity                 `json:"rp"`
	Timeout                int                    `json:"timeout"`
	User                   userEntity             `json:"user"`
}

type authenticatorSelection struct {
	RequireResidentKey bool                                 `json:"requireResidentKey"`
	ResidentKey        string                               `json:"residentKey"`
	UserVerification   protocol.UserVerificationRequirement `json:"userVerification"`
}

type keyParameter struct {
	Alg  webauthncose.COSEAlgorithmIdentifier `json:"alg"`
	Type protocol.CredentialType              `json:"type"`
}

type entity struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type userEntity struct {
	DisplayName string                    `json:"displayName"`
	ID          protocol.URLEncodedBase64 `json:"id"`
	Name        string                    `json:"name"`
}

type descriptor struct {
	ID   string                  `json:"id"`
	Type protocol.CredentialType `json:"type"`
}

// BeginRegistration gives the options with which a user's browser makes a passkey.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
func BeginRegistration(pool directory.Pool, user directory.User, challenge string) (api.Document, error) {
	relyingParty := pool.RelyingPartyID()
	options := creationOptions{
		AuthenticatorSelection: authenticatorSelection{RequireResidentKey: true, ResidentKey: "required", UserVerification: verification(pool)},
		Challenge:              challenge, ExcludeCredentials: []descriptor{},
		RP: entity{relyingParty, relyingParty}, Timeout: registrationTimeout,
		User: userEntity{user.Username, userHandle(user), user.Username},
	}
	for _, p := range parameters {
		options.PubKeyCredParams = append(options.PubKeyCredParams, keyParameter{p.Algorithm, p.Type})
	}
	for _, passkey := range pool.PasskeysOf(user) {
		options.ExcludeCredentials = append(options.ExcludeCredentials, descriptor{passkey.CredentialID(), protocol.PublicKeyCredentialType})
	}
	return json.Marshal(options)
}

// FinishRegistration reads what a browser made of the options, and gives the passkey. Attestation is checked as far as it
// goes by itself; whose device it is does not matter.
//
// https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
func FinishRegistration(pool directory.Pool, challenge string, credential api.Document) (directory.Passkey, error) {
	made, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return directory.Passkey{}, rule.PasskeyMalformed.Refuse().Because("%s", explain(err))
	}
	relyingParty, client := pool.RelyingPartyID(), made.Response.CollectedClientData
	if refusal := checkClient(relyingParty, client, protocol.CreateCeremony); refusal != nil {
		return directory.Passkey{}, refusal
	}
	hash, data := sha256.Sum256([]byte(relyingParty)), made.Response.AttestationObject.AuthData
	switch {
	case client.Challenge != challenge:
		return directory.Passkey{}, rule.PasskeyChallengeMissing.Refuse().Because("the credential answers another challenge than the newest one")
	case !slices.Equal(data.RPIDHash, hash[:]):
		return directory.Passkey{}, rule.PasskeyRelyingPartyMismatch.Refuse().Because("the authenticator's relying party is not %q", relyingParty)
	case !slices.Equal(data.AttData.CredentialID, made.RawID):
		return directory.Passkey{}, rule.PasskeyMalformed.Refuse().Because("rawId is not the id that the authenticator made")
	}
	_, err = made.Verify(challenge, relyingParty, []string{client.Origin}, []string{client.Origin}, nil, protocol.TopOriginExplicitVerificationMode,
		false, pool.VerifiesPasskeyUsers(), true, nil, parameters, protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	if err != nil {
		return directory.Passkey{}, rule.PasskeyNotSupported.Refuse().Because("%s", explain(err))
	}
	if !isKey(made.Response.AttestationObject.AuthData.AttData.CredentialPublicKey) {
		return directory.Passkey{}, rule.PasskeyNotSupported.Refuse().Because("the public key is none of its algorithm")
	}
	return passkeyOf(relyingParty, made), nil
}

// shortestModulus is that of RFC 8230 §2, in bytes.
const shortestModulus = 2048 / 8

// isKey reports whether a COSE key is one of ES256 or RS256. Without an attestation nobody else looks at it before it has to
// prove something.
func isKey(encoded []byte) bool {
	key, err := webauthncose.ParsePublicKey(encoded)
	if err != nil {
		return false
	}
	switch key := key.(type) {
	case webauthncose.EC2PublicKeyData:
		return key.Algorithm == int64(webauthncose.AlgES256) && key.Curve == int64(webauthncose.P256)
	case webauthncose.RSAPublicKeyData:
		e := new(big.Int).SetBytes(key.Exponent)
		return key.Algorithm == int64(webauthncose.AlgRS256) && len(key.Modulus) >= shortestModulus && e.Bit(0) == 1 && e.BitLen() > 1
	}
	return false
}

func passkeyOf(relyingParty string, made *protocol.ParsedCredentialCreationData) directory.Passkey {
	data := made.Response.AttestationObject.AuthData
	passkey := directory.Passkey{
		ID: made.RawID, RelyingPartyID: relyingParty, PublicKey: data.AttData.CredentialPublicKey, SignCount: data.Counter,
		Synced: data.Flags.HasBackupEligible(), Attachment: string(made.AuthenticatorAttachment), Transports: []string{},
		Name: friendlyName(made.AuthenticatorAttachment),
	}
	for _, transport := range made.Response.Transports {
		passkey.Transports = append(passkey.Transports, string(transport))
	}
	return passkey
}

// friendlyName names a passkey. AWS derives it from the authenticator: that of a roaming one is documented by example, the
// other is assumed.
func friendlyName(attachment protocol.AuthenticatorAttachment) string {
	if attachment == protocol.CrossPlatform {
		return "Roaming passkey"
	}
	return "Platform passkey"
}
