package authflow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// TestOrderOfFunctions is who is called when, and what the disputed points change about it.
func TestOrderOfFunctions(t *testing.T) {
	for _, c := range []struct {
		name                      string
		choices                   trigger.Choices
		password, unknown, custom string
	}{
		{
			"usual",
			trigger.Choices{},
			"PreAuthentication PostAuthentication TokenGeneration",
			"UserMigration PreAuthentication(unknown)",
			"PreAuthentication DefineAuthChallenge CreateAuthChallenge",
		},
		{
			"tokens before PostAuthentication",
			trigger.Choices{TokensBeforePostAuthentication: true},
			"PreAuthentication TokenGeneration PostAuthentication",
			"UserMigration PreAuthentication(unknown)",
			"PreAuthentication DefineAuthChallenge CreateAuthChallenge",
		},
		{
			"PreAuthentication before migration",
			trigger.Choices{PreAuthenticationBeforeMigrate: true},
			"PreAuthentication PostAuthentication TokenGeneration",
			"PreAuthentication(unknown) UserMigration",
			"PreAuthentication DefineAuthChallenge CreateAuthChallenge",
		},
		{
			"no PreAuthentication in CUSTOM_AUTH",
			trigger.Choices{NoPreAuthenticationInCustomAuth: true},
			"PreAuthentication PostAuthentication TokenGeneration",
			"UserMigration PreAuthentication(unknown)",
			"DefineAuthChallenge CreateAuthChallenge",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, f := newWorldWithFunctions(t, c.choices)
			password := authflow.Params{"PASSWORD": "Passw0rd!"}
			signedIn := must(t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", password))
			equal(t, "password", c.password, f.sources())
			if _, err := w.initiate(api.AuthFlowTypeUserPasswordAuth, "nancy", password); !rule.Is(err, rule.PasswordWrong) {
				t.Errorf("an unknown user: %v", err)
			}
			equal(t, "unknown", c.unknown, f.sources())
			asked := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "alice", nil))
			equal(t, "CUSTOM_AUTH", c.custom, f.sources())
			f.responses["DefineAuthChallenge_Authentication"] = map[string]any{"issueTokens": true}
			must(t)(w.respond(api.ChallengeNameTypeCustomChallenge, asked.Session, "alice", authflow.Params{"ANSWER": "x"}))
			_, phases, _ := strings.Cut(c.password, " ")
			equal(t, "its answer", "VerifyAuthChallengeResponse DefineAuthChallenge "+phases, f.sources())

			refresh := authflow.Params{"REFRESH_TOKEN": string(signedIn.Tokens.RefreshToken)}
			must(t)(w.initiate(api.AuthFlowTypeRefreshTokenAuth, "", refresh))
			equal(t, "refresh", "TokenGeneration_RefreshTokens", f.sources())
			if _, err := w.Renew(t.Context(), clientID, "", signedIn.Tokens.RefreshToken, "", nil); err != nil {
				t.Error(err)
			}
			equal(t, "renewal", "TokenGeneration_RefreshTokens", f.sources())
		})
	}
}

func equal(t *testing.T, what, want, got string) {
	t.Helper()
	if want != got {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// TestMetadata is which functions get the ClientMetadata of which call, and under which name.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
func TestMetadata(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	asked := must(t)(w.initiate(api.AuthFlowTypeCustomAuth, "alice", nil))
	f.responses["DefineAuthChallenge_Authentication"] = map[string]any{"issueTokens": true}
	done := must(t)(w.respond(api.ChallengeNameTypeCustomChallenge, asked.Session, "alice", authflow.Params{"ANSWER": "x"}))
	if _, err := w.initiate(api.AuthFlowTypeUserPasswordAuth, "nancy", authflow.Params{"PASSWORD": "x"}); err == nil {
		t.Error("nancy is let in")
	}
	must(t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", authflow.Params{"PASSWORD": "Passw0rd!"}))
	if _, err := w.Renew(t.Context(), clientID, "", done.Tokens.RefreshToken, "", map[string]string{"from": "renew"}); err != nil {
		t.Error(err)
	}
	must(t)(w.initiate(api.AuthFlowTypeRefreshTokenAuth, "", authflow.Params{"REFRESH_TOKEN": string(done.Tokens.RefreshToken)}))
	from := func(v any) string {
		m, _ := v.(map[string]any)
		text, _ := m["from"].(string)
		return text
	}
	var got []string
	for _, c := range f.calls {
		got = append(got, strings.TrimSuffix(c.Source, "_Authentication")+": "+from(c.Request["validationData"])+"/"+from(c.Request["clientMetadata"]))
	}
	want := []string{
		"PreAuthentication: initiate/", "DefineAuthChallenge: /", "CreateAuthChallenge: /",
		"VerifyAuthChallengeResponse: /respond", "DefineAuthChallenge: /respond", "PostAuthentication: /respond", "TokenGeneration: /respond",
		"UserMigration: initiate/", "PreAuthentication: initiate/",
		"PreAuthentication: initiate/", "PostAuthentication: /", "TokenGeneration: /",
		"TokenGeneration_RefreshTokens: /renew", "TokenGeneration_RefreshTokens: /",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNewPasswordHasASourceOfItsOwn: PreTokenGeneration is told when the tokens come from NEW_PASSWORD_REQUIRED.
func TestNewPasswordHasASourceOfItsOwn(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	w.addUser("carol", api.UserStatusTypeForceChangePassword)
	asked := must(t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "carol", authflow.Params{"PASSWORD": "Passw0rd!"}))
	must(t)(w.respond(api.ChallengeNameTypeNewPasswordRequired, asked.Session, "carol", authflow.Params{"NEW_PASSWORD": "N3w-passw0rd!"}))
	equal(t, "functions", "PreAuthentication PostAuthentication TokenGeneration_NewPasswordChallenge", f.sources())
}

// TestGroupsInTheRequest: PreTokenGeneration gets the groups, their roles and the preferred one.
func TestGroupsInTheRequest(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, "alice")
		if err != nil {
			return err
		}
		for i, name := range []string{"staff", "admins"} {
			group := directory.Group{GroupType: api.GroupType{GroupName: name, UserPoolId: poolID, Precedence: new(int64(9 - i)), RoleArn: "arn:" + name}}
			if err := directory.Groups.Put(tx, group); err != nil {
				return err
			}
			user.Groups = append(user.Groups, name)
		}
		return directory.SaveUser(tx, w.pool, &user)
	})
	must(t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", authflow.Params{"PASSWORD": "Passw0rd!"}))
	want := map[string]any{
		"groupsToOverride": []any{"admins", "staff"}, "iamRolesToOverride": []any{"arn:admins", "arn:staff"}, "preferredRole": "arn:admins",
	}
	if diff := cmp.Diff(want, f.calls[len(f.calls)-1].Request["groupConfiguration"]); diff != "" {
		t.Error(diff)
	}
}

// TestFunctionsMayCallBack: a function that signs the user out everywhere leaves the new tokens alive; one that disables
// or deletes the user ends the sign-in.
func TestFunctionsMayCallBack(t *testing.T) {
	for name, c := range map[string]struct {
		change func(tx *store.Tx, u directory.User) error
		want   *rule.Rule
	}{
		"signed out": {func(tx *store.Tx, u directory.User) error {
			u.SignedOut++
			return directory.SaveUser(tx, directory.Pool{}, &u)
		}, nil},
		"disabled": {func(tx *store.Tx, u directory.User) error {
			u.Enabled = false
			return directory.SaveUser(tx, directory.Pool{}, &u)
		}, rule.UserDisabled},
		"deleted": {func(tx *store.Tx, u directory.User) error { return directory.DeleteUser(tx, u) }, rule.UserNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorldWithFunctions(t, trigger.Choices{})
			f.during = func(source string) {
				if source == "PostAuthentication_Authentication" {
					w.put(func(tx *store.Tx) error {
						user, err := directory.FindUser(tx, w.pool, "alice")
						if err != nil {
							return err
						}
						return c.change(tx, user)
					})
				}
			}
			reply, err := w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", authflow.Params{"PASSWORD": "Passw0rd!"})
			if c.want != nil {
				if !rule.Is(err, c.want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			must(t)(w.initiate(api.AuthFlowTypeRefreshTokenAuth, "", authflow.Params{"REFRESH_TOKEN": string(reply.Tokens.RefreshToken)}))
		})
	}
}

// TestAFailedFunctionDoesNotRotate: the refresh token is good for another try.
func TestAFailedFunctionDoesNotRotate(t *testing.T) {
	w, f := newWorldWithFunctions(t, trigger.Choices{})
	w.put(func(tx *store.Tx) error {
		client, err := directory.Clients.Get(tx, clientID)
		client.RefreshTokenRotation = &api.RefreshTokenRotationType{Feature: api.FeatureTypeEnabled, RetryGracePeriodSeconds: new(int64(0))}
		if err != nil {
			return err
		}
		return directory.Clients.Put(tx, client)
	})
	tokens := must(t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", authflow.Params{"PASSWORD": "Passw0rd!"})).Tokens
	f.responses["TokenGeneration_RefreshTokens"] = map[string]any{"claimsOverrideDetails": 1}
	if _, err := w.Renew(t.Context(), clientID, "", tokens.RefreshToken, "", nil); err == nil {
		t.Fatal("a wrong answer is accepted")
	}
	delete(f.responses, "TokenGeneration_RefreshTokens")
	if _, err := w.Renew(t.Context(), clientID, "", tokens.RefreshToken, "", nil); err != nil {
		t.Errorf("the token is used up: %v", err)
	}
	if _, err := w.Renew(t.Context(), clientID, "", tokens.RefreshToken, "", nil); !rule.Is(err, rule.RefreshTokenReuse) {
		t.Errorf("used again: %v", err)
	}
	if i := slices.IndexFunc(f.calls, func(c call) bool { return c.Source == "TokenGeneration_RefreshTokens" }); i < 0 {
		t.Error("the function was not called")
	}
}
