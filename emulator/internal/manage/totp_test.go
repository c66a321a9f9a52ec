package manage_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

const appSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    AliasAttributes: [email]
    MfaConfiguration: OPTIONAL
    SoftwareTokenMfaConfiguration: {Enabled: true}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users:
      - Username: alice
        Sub: 00000000-0000-4000-8000-000000000001
        Password: Passw0rd!
        Attributes: {email: alice@example.com, email_verified: true}
`

// shownApp is what an app shows.
type shownApp struct {
	Code, Next, Secret, FriendlyName string
	ExpiresIn                        int
	Used, Verified                   bool
	Pending                          *shownApp
}

func app(t *testing.T, s *emulatortest.Server, pool, user string) (shown shownApp) {
	t.Helper()
	answer := s.Get("/_emulator/pools/" + pool + "/users/" + user + "/totp")
	if answer.Status != http.StatusOK {
		t.Fatalf("%s of %s: %d %s", user, pool, answer.Status, answer.Body)
	}
	answer.Into(t, &shown)
	return shown
}

// An app is shown from its association on, by whatever name its user is asked for. What it shows is taken.
func TestTOTP(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{Seed: appSeed, Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)})
	var signedIn struct {
		AuthenticationResult struct{ AccessToken string }
	}
	s.Must("InitiateAuth", `{"ClientId":"web","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &signedIn)
	token := signedIn.AuthenticationResult.AccessToken
	if none := s.Get("/_emulator/pools/app/users/alice/totp"); none.Status != http.StatusNotFound {
		t.Fatalf("without an app: %d %s", none.Status, none.Body)
	}

	var associated struct{ SecretCode string }
	s.Must("AssociateSoftwareToken", map[string]string{"AccessToken": token}).Into(t, &associated)
	now := s.Clock.Now()
	code, err := totp.GenerateCode(associated.SecretCode, now)
	if err != nil {
		t.Fatal(err)
	}
	next, err := totp.GenerateCode(associated.SecretCode, now.Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	waiting := shownApp{Code: code, Next: next, Secret: associated.SecretCode, ExpiresIn: 15}
	for _, name := range []string{"alice", "alice@example.com", "00000000-0000-4000-8000-000000000001"} {
		if got := app(t, s, "us-east-1_App000001", name); got != waiting {
			t.Errorf("asked for %s: got %+v, want %+v", name, got, waiting)
		}
	}

	s.Must("VerifySoftwareToken", map[string]string{"AccessToken": token, "UserCode": code, "FriendlyDeviceName": "my phone"})
	verified := shownApp{Code: code, Next: next, Secret: associated.SecretCode, ExpiresIn: 15, Used: true, Verified: true, FriendlyName: "my phone"}
	if got := app(t, s, "app", "alice"); got != verified {
		t.Errorf("verified: got %+v, want %+v", got, verified)
	}
	s.Clock.Advance(16 * time.Second)
	if got := app(t, s, "app", "alice"); got.Code != next || got.Used || got.ExpiresIn != 29 {
		t.Errorf("a moment later: %+v", got)
	}

	s.Must("AssociateSoftwareToken", map[string]string{"AccessToken": token}).Into(t, &associated)
	both := app(t, s, "app", "alice")
	if both.Pending == nil || both.Pending.Secret != associated.SecretCode || both.Pending.Verified || both.Secret != verified.Secret {
		t.Fatalf("both: %+v", both)
	}
	s.Must("VerifySoftwareToken", map[string]string{"AccessToken": token, "UserCode": both.Pending.Code})
	if got := app(t, s, "app", "alice"); got.Secret != associated.SecretCode || got.Pending != nil {
		t.Errorf("replaced: %+v", got)
	}
}

func TestTOTPOfNobody(t *testing.T) {
	s := emulatortest.New(t, emulatortest.Options{Seed: appSeed})
	for _, path := range []string{"pools/app/users/nobody/totp", "pools/other/users/alice/totp", "pools/app/users/alice/totp"} {
		var got struct{ Error, Because, Fix string }
		answer := s.Get("/_emulator/" + path)
		answer.Into(t, &got)
		if answer.Status != http.StatusNotFound || got.Error == "" || got.Because == "" || got.Fix == "" {
			t.Errorf("%s: %d %s", path, answer.Status, answer.Body)
		}
	}
}
