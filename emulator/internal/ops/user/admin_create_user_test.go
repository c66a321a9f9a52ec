package user_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestAdminCreateUser(t *testing.T) {
	w := newWorld(t, schema("custom:team", true, false))
	out, err := w.create("alice", "email", "alice@example.com", "custom:team", "red", "name", "Alice", "email_verified", "True", "nickname", "")
	must(t, err)
	alice := w.user("alice")
	want := api.UserType{
		Username: "alice", Enabled: new(true), UserStatus: "FORCE_CHANGE_PASSWORD",
		UserCreateDate: api.NewTime(w.clock.Now()), UserLastModifiedDate: api.NewTime(w.clock.Now()),
		Attributes: attributes("sub", alice.Sub, "name", "Alice", "email", "alice@example.com", "email_verified", "true", "custom:team", "red"),
	}
	if diff := cmp.Diff(want, *out.User); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if !alice.Credential.Matches(pool, "alice", password) || !alice.TemporarySince.Equal(w.clock.Now()) {
		t.Error("the password is not the temporary one")
	}
	if sent := w.outbox(); len(sent) != 0 {
		t.Errorf("SUPPRESS sent %v", sent)
	}
}

// The flags are stored only if they are given.
func TestAdminCreateUserFlags(t *testing.T) {
	w := newWorld(t)
	for given, want := range map[string]string{"true": "true", "false": "false", "FALSE": "false", "": ""} {
		name := "user-" + given
		_, err := w.create(name, "phone_number", "+12065550100", "phone_number_verified", given)
		must(t, err)
		if got := w.user(name).Attributes["phone_number_verified"]; got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

func TestAdminCreateUserWithoutPool(t *testing.T) {
	w := newWorld(t)
	for _, action := range []api.MessageActionType{"", "RESEND", "SUPPRESS"} {
		_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{UserPoolId: "us-east-1_Nowhere01", Username: "alice", MessageAction: action})
		refused(t, err, rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.")
	}
}

// In a pool whose users have no name of their own, the name becomes the attribute.
func TestAdminCreateUserByAddress(t *testing.T) {
	w := newWorld(t, signsInBy("email", "phone_number"), caseInsensitive)
	out, err := w.create("Alice@Example.com", "email", "other@example.com")
	must(t, err)
	alice := w.user("ALICE@example.com")
	if alice.Username != alice.Sub || out.User.Username != alice.Sub || alice.Attributes["email"] != "alice@example.com" {
		t.Errorf("%s (%s) is %v", out.User.Username, alice.Sub, alice.Attributes)
	}
	w.noticed(`the attribute email "other@example.com" was ignored`)

	_, err = w.create("+12065550100", "email", "Phone@Example.com")
	must(t, err)
	if got := w.user("+12065550100").Attributes["email"]; got != "phone@example.com" {
		t.Errorf("the email is %q", got)
	}
}

func TestAdminCreateUserMovesAliases(t *testing.T) {
	verified := []string{"email", "bob@example.com", "email_verified", "true", "preferred_username", "bobby"}
	w := newWorld(t, aliased("email", "preferred_username"))
	w.add("bob", verified...)
	in := &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", TemporaryPassword: password, MessageAction: "SUPPRESS", ForceAliasCreation: new(true),
		UserAttributes: attributes("preferred_username", "bobby"),
	}
	_, err := w.AdminCreateUser(w.ctx, in)
	refused(t, err, rule.AliasTaken, "User account already exists for the alias.") // nothing is verified

	in.UserAttributes = attributes(verified...)
	_, err = w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if owner := w.user("bob@example.com").Username; owner != "alice" {
		t.Errorf("the alias belongs to %s", owner)
	}
	if bob := w.user("bob"); bob.Attributes["email_verified"] != "false" || bob.Attributes["preferred_username"] != "" {
		t.Errorf("bob is still %v", bob.Attributes)
	}
	w.noticed(`the alias email "bob@example.com" moved from bob to alice`)
}

func TestAdminCreateUserAsksPreSignUp(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.function = func() (any, error) { return map[string]bool{"autoConfirmUser": true, "autoVerifyEmail": true}, nil }
	_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), MessageAction: "SUPPRESS",
		ValidationData: attributes("token", "1"), ClientMetadata: map[string]string{"from": "test"},
	})
	must(t, err)
	var event map[string]any
	must(t, json.Unmarshal([]byte(w.events[0]), &event))
	want := map[string]any{
		"version": "1", "region": "us-east-1", "userPoolId": poolID, "userName": "alice", "triggerSource": "PreSignUp_AdminCreateUser",
		"callerContext": map[string]any{"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "CLIENT_ID_NOT_APPLICABLE"},
		"request": map[string]any{
			"userAttributes": map[string]any{"email": "a@example.com"}, "validationData": map[string]any{"token": "1"},
			"clientMetadata": map[string]any{"from": "test"},
		},
		"response": map[string]any{"autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false},
	}
	if diff := cmp.Diff(want, event); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if alice := w.user("alice"); alice.Status != "FORCE_CHANGE_PASSWORD" || alice.Attributes["email_verified"] != "" {
		t.Errorf("the answer had an effect: %s, %v", alice.Status, alice.Attributes)
	}
	w.noticed("what PreSignUp returned")
}

func TestAdminCreateUserRefusedByPreSignUp(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.function = func() (any, error) { return nil, errors.New("no") }
	_, err := w.create("alice")
	refused(t, err, rule.TriggerFailed, "PreSignUp failed with error no.")
	if _, err := w.find("alice"); !rule.Is(err, rule.UserNotFound) {
		t.Errorf("there is a user alice (%v)", err)
	}
}

// Somebody may take the name while the trigger runs, or delete the pool.
func TestAdminCreateUserMeanwhile(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.meantime = func() { w.add("alice") }
	_, err := w.create("alice")
	refused(t, err, rule.AdminUsernameExists, "User account already exists")

	w.meantime = func() { w.update(func(tx *store.Tx) error { return directory.DeletePool(tx, poolID) }) }
	_, err = w.create("carol")
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_AppPool01 does not exist.")
}
