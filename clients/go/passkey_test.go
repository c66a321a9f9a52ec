package clients_test

import (
	"encoding/json"
	"slices"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/descope/virtualwebauthn"
)

// relyingParty is the site that the passkeys are for.
var relyingParty = virtualwebauthn.RelyingParty{Name: "site", ID: "site.example.com", Origin: "https://site.example.com"}

// withPasskeys makes a pool for that site.
func withPasskeys(t *testing.T) factored {
	t.Helper()
	f := choosing(t)
	must(administrator(t).SetUserPoolMfaConfig(t.Context(), &cognito.SetUserPoolMfaConfigInput{
		UserPoolId: &f.pool, WebAuthnConfiguration: &types.WebAuthnConfigurationType{
			RelyingPartyId: &relyingParty.ID, UserVerification: types.UserVerificationTypePreferred,
		},
	}))(t)
	return f
}

// register makes a passkey as a browser at the given site does, and answers with it.
func register(t *testing.T, access *string, site virtualwebauthn.RelyingParty) (virtualwebauthn.Authenticator, error) {
	t.Helper()
	idp, key := app(t), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	started := must(idp.StartWebAuthnRegistration(t.Context(), &cognito.StartWebAuthnRegistrationInput{AccessToken: access}))(t)
	var options map[string]any
	if err := started.CredentialCreationOptions.UnmarshalSmithyDocument(&options); err != nil {
		t.Fatal(err)
	}
	asked := must(virtualwebauthn.ParseAttestationOptions(string(must(json.Marshal(options))(t))))(t)
	authenticator := virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(asked.UserID)})
	authenticator.AddCredential(key)
	var credential map[string]any
	if err := json.Unmarshal([]byte(virtualwebauthn.CreateAttestationResponse(site, authenticator, key, *asked)), &credential); err != nil {
		t.Fatal(err)
	}
	_, err := idp.CompleteWebAuthnRegistration(t.Context(), &cognito.CompleteWebAuthnRegistrationInput{
		AccessToken: access, Credential: document.NewLazyDocument(credential),
	})
	return authenticator, err
}

func TestPasskey(t *testing.T) {
	f := withPasskeys(t)
	m, idp := f.newMember(t), app(t)
	access := f.accessToken(t, m)
	authenticator := must(register(t, access, relyingParty))(t)
	list := func() []types.WebAuthnCredentialDescription {
		return must(idp.ListWebAuthnCredentials(t.Context(), &cognito.ListWebAuthnCredentialsInput{AccessToken: access}))(t).Credentials
	}
	keys := list()
	if len(keys) != 1 || *keys[0].RelyingPartyId != relyingParty.ID {
		t.Fatalf("got %+v", keys)
	}
	requireRecent(t, keys[0].CreatedAt)

	asked := f.choose(t, m, types.ChallengeNameTypeWebAuthn)
	if asked.ChallengeName != types.ChallengeNameTypeWebAuthn {
		t.Fatalf("got %+v", asked)
	}
	options := must(virtualwebauthn.ParseAssertionOptions(asked.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]))(t)
	key := authenticator.FindAllowedCredential(*options)
	if key == nil {
		t.Fatalf("%v has not the user's key", options.AllowCredentials)
	}
	credential := virtualwebauthn.CreateAssertionResponse(relyingParty, authenticator, *key, *options)
	answer := must(f.respond(t, m, asked.ChallengeName, asked.Session, "CREDENTIAL", credential))(t)
	if answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
	_, err := f.respond(t, m, asked.ChallengeName, f.choose(t, m, asked.ChallengeName).Session, "CREDENTIAL", credential)
	refused[*types.NotAuthorizedException](t, err, "")

	must(idp.DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{
		AccessToken: access, CredentialId: keys[0].CredentialId,
	}))(t)
	if left := list(); len(left) != 0 {
		t.Errorf("%+v is left", left)
	}
	if offered := f.choose(t, m, "").AvailableChallenges; slices.Contains(offered, types.ChallengeNameTypeWebAuthn) {
		t.Errorf("%v is offered", offered)
	}
}

func TestPasskeyIsRefused(t *testing.T) {
	f := withPasskeys(t)
	access := f.accessToken(t, f.newMember(t))
	other := virtualwebauthn.RelyingParty{Name: "other", ID: "other.example.com", Origin: "https://other.example.com"}
	_, err := register(t, access, virtualwebauthn.RelyingParty{Name: "site", ID: relyingParty.ID, Origin: other.Origin})
	refused[*types.WebAuthnOriginNotAllowedException](t, err, "")
	_, err = register(t, access, virtualwebauthn.RelyingParty{Name: "other", ID: other.ID, Origin: relyingParty.Origin})
	refused[*types.WebAuthnRelyingPartyMismatchException](t, err, "")
	_, err = app(t).DeleteWebAuthnCredential(t.Context(), &cognito.DeleteWebAuthnCredentialInput{
		AccessToken: access, CredentialId: new("bm90LWEta2V5"),
	})
	refused[*types.ResourceNotFoundException](t, err, "")
}

func TestPasskeysArePartOfThePool(t *testing.T) {
	start := func(f factored) error {
		access := f.accessToken(t, f.newMember(t))
		_, err := app(t).StartWebAuthnRegistration(t.Context(), &cognito.StartWebAuthnRegistrationInput{AccessToken: access})
		return err
	}
	refused[*types.WebAuthnConfigurationMissingException](t, start(choosing(t)), "")
	refused[*types.WebAuthnNotEnabledException](t, start(newFactored(t, cognito.CreateUserPoolInput{}, nil)), "")
}
