package emulator_test

import (
	"encoding/json"
	"strings"

	"github.com/descope/virtualwebauthn"
)

// passkey is what a user's authenticator keeps.
type passkey struct {
	authenticator virtualwebauthn.Authenticator
	credential    virtualwebauthn.Credential
}

var relyingParty = virtualwebauthn.RelyingParty{Name: "localhost", ID: "localhost", Origin: "http://localhost:3000"}

// register gives the user a passkey.
func (m *machine) register(p *person, accessToken string) {
	m.Helper()
	var started struct{ CredentialCreationOptions json.RawMessage }
	m.read(m.must("StartWebAuthnRegistration", fields{"AccessToken": accessToken}).Answer, &started)
	options, err := virtualwebauthn.ParseAttestationOptions(string(started.CredentialCreationOptions))
	if err != nil {
		m.Fatalf("%s: %v", started.CredentialCreationOptions, err)
	}
	p.passkey = &passkey{virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(options.UserID)}), newPasskey()}
	p.passkey.authenticator.AddCredential(p.passkey.credential)
	response := virtualwebauthn.CreateAttestationResponse(relyingParty, p.passkey.authenticator, p.passkey.credential, *options)
	response = strings.Replace(response, `"attestationObject"`, `"transports":["internal"],"attestationObject"`, 1) // as browsers say
	m.must("CompleteWebAuthnRegistration", fields{"AccessToken": accessToken, "Credential": json.RawMessage(response)})
}

// assertion answers CREDENTIAL_REQUEST_OPTIONS; a wrong one is made for another site.
func (m *machine) assertion(p *person, options string, right bool) string {
	m.Helper()
	parsed, err := virtualwebauthn.ParseAssertionOptions(options)
	if err != nil {
		m.Fatalf("%s: %v", options, err)
	}
	site := relyingParty
	if !right {
		site.Origin = "https://example.org"
	}
	p.passkey.credential.Counter++
	return virtualwebauthn.CreateAssertionResponse(site, p.passkey.authenticator, p.passkey.credential, *parsed)
}
