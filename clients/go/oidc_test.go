package clients_test

import (
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
)

func provider(t *testing.T, id string) *oidc.Provider {
	t.Helper()
	return must(oidc.NewProvider(t.Context(), endpoint(t)+"/"+id))(t)
}

func TestIDTokenIsVerified(t *testing.T) {
	tokens := must(signIn(t, alice, web))(t).AuthenticationResult
	verifier := provider(t, pool).Verifier(&oidc.Config{ClientID: web})
	token := must(verifier.Verify(t.Context(), *tokens.IdToken))(t)
	var profile struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
		Name     string `json:"cognito:username"`
	}
	if err := token.Claims(&profile); err != nil {
		t.Fatal(err)
	}
	if profile.Email != alice.email || !profile.Verified || profile.Name != alice.name || token.Subject == "" {
		t.Errorf("got %+v of %q", profile, token.Subject)
	}
}

// An access token of Cognito has no audience: that it is for this client is said by client_id.
func TestAccessTokenIsVerified(t *testing.T) {
	tokens := must(signIn(t, alice, web))(t).AuthenticationResult
	verifier := provider(t, pool).Verifier(&oidc.Config{SkipClientIDCheck: true})
	token := must(verifier.Verify(t.Context(), *tokens.AccessToken))(t)
	var got struct {
		Client string `json:"client_id"`
		Use    string `json:"token_use"`
	}
	if err := token.Claims(&got); err != nil || got.Client != web || got.Use != "access" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestForeignTokensAreRefused(t *testing.T) {
	ofAlice := must(signIn(t, alice, web))(t).AuthenticationResult
	ofBob := must(signIn(t, bob, mail))(t).AuthenticationResult
	app := provider(t, pool).Verifier(&oidc.Config{ClientID: web})
	for name, foreign := range map[string]struct {
		verifier *oidc.IDTokenVerifier
		token    string
	}{
		"of another pool":              {app, *ofBob.IdToken},
		"for another client":           {provider(t, pool).Verifier(&oidc.Config{ClientID: hidden}), *ofAlice.IdToken},
		"with another pool's keys":     {provider(t, poolByEmail).Verifier(&oidc.Config{SkipClientIDCheck: true, SkipIssuerCheck: true}), *ofAlice.IdToken},
		"with a signature that is cut": {app, (*ofAlice.IdToken)[:len(*ofAlice.IdToken)-8]},
	} {
		if _, err := foreign.verifier.Verify(t.Context(), foreign.token); err == nil {
			t.Errorf("a token %s was accepted", name)
		}
	}
}
