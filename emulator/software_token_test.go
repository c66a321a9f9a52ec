package emulator_test

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// startWithApps is a pool that wants a second factor of everybody. Alice has an authenticator app, bob an app and a phone
// and prefers none, carol nothing.
func startWithApps(t *testing.T) (*emulatortest.Server, *customAuth) {
	t.Helper()
	functions := &customAuth{}
	seed := strings.NewReplacer(
		"PoolName: app", `PoolName: app
    MfaConfiguration: "ON"
    SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: "arn:aws:iam::000000000000:role/sms"}}
    SoftwareTokenMfaConfiguration: {Enabled: true}`,
		"ALLOW_USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_USER_AUTH",
		`- {Username: alice, Password: "Passw0rd!"}`, `- {Username: alice, Password: "Passw0rd!", Totp: `+seededSecret+`}
      - {Username: bob, Password: "Passw0rd!", Totp: `+seededSecret+`, UserMFASettingList: [], Attributes: {phone_number: "+12065550100"}}`,
		"TemporaryPassword", "Password",
	).Replace(customAuthSeed)
	return emulatortest.New(t, emulatortest.Options{
		Seed: seed, Functions: functions, FixedCode: "123456", Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC),
	}), functions
}

const seededSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// appReply is the answer to a call of a sign-in.
type appReply struct {
	ChallengeName, Session, SecretCode string
	ChallengeParameters                map[string]string
	AuthenticationResult               *struct{ AccessToken string }
}

func readApp(t *testing.T, a emulatortest.Answer) (in appReply) {
	t.Helper()
	if a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	a.Into(t, &in)
	return in
}

// appStarts are all ways to prove a password.
var appStarts = map[string]func(*testing.T, *emulatortest.Server, string) emulatortest.Answer{
	"password": func(_ *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		return s.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": user, "PASSWORD": "Passw0rd!"}})
	},
	"administrators": func(_ *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		return s.Call("AdminInitiateAuth", fields{
			"UserPoolId": "us-east-1_App000001", "ClientId": "web", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
			"AuthParameters": fields{"USERNAME": user, "PASSWORD": "Passw0rd!"},
		})
	},
	"SRP": func(t *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		return s.Call("RespondToAuthChallenge", customSRP(t, s, "USER_SRP_AUTH", user, "Passw0rd!"))
	},
	"custom": func(t *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		return s.Call("RespondToAuthChallenge", customSRP(t, s, "CUSTOM_AUTH", user, "Passw0rd!"))
	},
	"choice": func(_ *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		return s.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{
			"USERNAME": user, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Passw0rd!",
		}})
	},
	"choice in two steps": func(t *testing.T, s *emulatortest.Server, user string) emulatortest.Answer {
		choose := readApp(t, s.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "USER_AUTH", "AuthParameters": fields{"USERNAME": user}}))
		return respondApp(s, false, "SELECT_CHALLENGE", choose.Session, user, fields{"ANSWER": "PASSWORD", "PASSWORD": "Passw0rd!"})
	},
}

// respondApp answers a challenge, as an administrator or not.
func respondApp(s *emulatortest.Server, admin bool, challenge, session, user string, responses fields) emulatortest.Answer {
	all := fields{"USERNAME": user}
	for name, value := range responses {
		all[name] = value
	}
	body := fields{"ClientId": "web", "ChallengeName": challenge, "Session": session, "ChallengeResponses": all}
	if !admin {
		return s.Call("RespondToAuthChallenge", body)
	}
	body["UserPoolId"] = "us-east-1_App000001"
	return s.Call("AdminRespondToAuthChallenge", body)
}

func codeOfApp(t *testing.T, s *emulatortest.Server, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// appProofs are the ways through the second factor of each user, from its first challenge to what follows the last.
var appProofs = map[string]func(*testing.T, *emulatortest.Server, appReply, bool) emulatortest.Answer{
	"alice": func(t *testing.T, s *emulatortest.Server, first appReply, admin bool) emulatortest.Answer {
		wants(t, "SOFTWARE_TOKEN_MFA", first)
		return respondApp(s, admin, "SOFTWARE_TOKEN_MFA", first.Session, "alice", fields{"SOFTWARE_TOKEN_MFA_CODE": codeOfApp(t, s, seededSecret)})
	},
	"bob": func(t *testing.T, s *emulatortest.Server, first appReply, admin bool) emulatortest.Answer {
		wants(t, "SELECT_MFA_TYPE", first)
		second := readApp(t, respondApp(s, admin, "SELECT_MFA_TYPE", first.Session, "bob", fields{"ANSWER": "SOFTWARE_TOKEN_MFA"}))
		wants(t, "SOFTWARE_TOKEN_MFA", second)
		return respondApp(s, admin, "SOFTWARE_TOKEN_MFA", second.Session, "bob", fields{"SOFTWARE_TOKEN_MFA_CODE": codeOfApp(t, s, seededSecret)})
	},
	"carol": func(t *testing.T, s *emulatortest.Server, first appReply, admin bool) emulatortest.Answer {
		wants(t, "MFA_SETUP", first)
		associated := readApp(t, s.Call("AssociateSoftwareToken", fields{"Session": first.Session}))
		verified := readApp(t, s.Call("VerifySoftwareToken", fields{"Session": associated.Session, "UserCode": codeOfApp(t, s, associated.SecretCode)}))
		return respondApp(s, admin, "MFA_SETUP", verified.Session, "carol", nil)
	},
}

func wants(t *testing.T, challenge string, got appReply) {
	t.Helper()
	if got.ChallengeName != challenge || got.Session == "" || got.AuthenticationResult != nil || got.ChallengeParameters["USER_ID_FOR_SRP"] == "" {
		t.Fatalf("want %s, got %+v", challenge, got)
	}
}

// TestSecondFactorsFromEveryStart: however the password is proven, the same second factors are asked for, and each is
// answered by the public operation and by that of administrators. In CUSTOM_AUTH the pool's challenge follows.
func TestSecondFactorsFromEveryStart(t *testing.T) {
	for start, begin := range appStarts {
		t.Run(start, func(t *testing.T) {
			t.Parallel()
			s, functions := startWithApps(t)
			for user, prove := range appProofs {
				for _, admin := range []bool{false, true} {
					s.Clock.Advance(time.Minute) // codes work once
					s.Must("AdminDeleteSoftwareToken", fields{"UserPoolId": "us-east-1_App000001", "Username": "carol"})
					done := readApp(t, prove(t, s, readApp(t, begin(t, s, user)), admin))
					if start == "custom" {
						done = endOfCustomAuth(t, s, functions, user, done)
					}
					if done.AuthenticationResult == nil {
						t.Errorf("%s has no tokens: %+v", user, done)
					}
				}
			}
		})
	}
}

func endOfCustomAuth(t *testing.T, s *emulatortest.Server, functions *customAuth, user string, done appReply) appReply {
	t.Helper()
	if done.ChallengeName != "CUSTOM_CHALLENGE" {
		t.Fatalf("after the second factor: %+v", done)
	}
	done = readApp(t, answerCustom(s, done.Session, user, "42"))
	factors := map[string]string{"alice": "SOFTWARE_TOKEN_MFA", "bob": "SELECT_MFA_TYPE SOFTWARE_TOKEN_MFA", "carol": "MFA_SETUP"}[user]
	if diff := gocmp.Diff("SRP_A PASSWORD_VERIFIER "+factors+" CUSTOM_CHALLENGE", functions.histories[len(functions.histories)-1]); diff != "" {
		t.Errorf("what DefineAuthChallenge was told of %s (-want +got):\n%s", user, diff)
	}
	return done
}

// TestNobodySetsUpForAPhantom: a client that hides users never asks a missing one for a second factor, nor takes a session
// of another's set-up for it.
func TestNobodySetsUpForAPhantom(t *testing.T) {
	s, _ := startWithApps(t)
	s.Must("UpdateUserPoolClient", fields{
		"UserPoolId": "us-east-1_App000001", "ClientId": "web", "PreventUserExistenceErrors": "ENABLED",
		"ExplicitAuthFlows": []string{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"},
	})
	for start, begin := range appStarts {
		if start == "administrators" || start == "choice in two steps" {
			continue
		}
		if got := begin(t, s, "nobody"); got.Status == 200 && start != "custom" {
			t.Errorf("%s: %d %s", start, got.Status, got.Body)
		} else if strings.Contains(string(got.Body), "MFA") {
			t.Errorf("%s: %d %s", start, got.Status, got.Body)
		}
	}
	carol := readApp(t, appStarts["password"](t, s, "carol"))
	got := respondApp(s, false, "MFA_SETUP", carol.Session, "nobody", fields{"EMAIL": "nobody@example.com"})
	if got.Rule() != "sign-in.session-invalid" {
		t.Errorf("with carol's session: %d %s", got.Status, got.Body)
	}
}
