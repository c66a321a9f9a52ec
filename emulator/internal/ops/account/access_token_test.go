package account_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// withAlice is a world with one confirmed user, whose name is also her access token.
func withAlice(t *testing.T, changes ...func(*directory.Pool, *directory.Client)) *world {
	t.Helper()
	w := newWorld(t, changes...)
	w.add(directory.User{Username: "alice", Groups: []string{"admins"}, Attributes: map[string]string{
		"email": "alice@example.com", "email_verified": "true", "name": "Alice", "custom:team": "red",
	}})
	return w
}

// customTeam puts alice's custom attribute into the schema.
var customTeam = schema(text("custom:team", true, false))

func updateAttributes(pairs ...string) *api.UpdateUserAttributesRequest {
	return &api.UpdateUserAttributesRequest{AccessToken: "alice", UserAttributes: attributes(pairs...)}
}

func deleteAttributes(names ...string) *api.DeleteUserAttributesRequest {
	return &api.DeleteUserAttributesRequest{AccessToken: "alice", UserAttributeNames: names}
}

func sendCode(attribute string) *api.GetUserAttributeVerificationCodeRequest {
	return &api.GetUserAttributeVerificationCodeRequest{AccessToken: "alice", AttributeName: attribute}
}

func verifyAttribute(attribute, code string) *api.VerifyUserAttributeRequest {
	return &api.VerifyUserAttributeRequest{AccessToken: "alice", AttributeName: attribute, Code: code}
}

// TestAccessTokens calls everything that wants a token with one that is none.
func TestAccessTokens(t *testing.T) {
	w := newWorld(t)
	for name, call := range map[string]func() error{
		"GetUser":    func() error { _, err := w.GetUser(w.ctx, &api.GetUserRequest{AccessToken: "alice"}); return err },
		"DeleteUser": func() error { return w.DeleteUser(w.ctx, &api.DeleteUserRequest{AccessToken: "alice"}) },
		"UpdateUserAttributes": func() error {
			_, err := w.UpdateUserAttributes(w.ctx, updateAttributes())
			return err
		},
		"DeleteUserAttributes": func() error {
			_, err := w.DeleteUserAttributes(w.ctx, deleteAttributes())
			return err
		},
		"GetUserAttributeVerificationCode": func() error {
			_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("email"))
			return err
		},
		"VerifyUserAttribute": func() error {
			_, err := w.VerifyUserAttribute(w.ctx, verifyAttribute("email", "1"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { refused(t, call(), rule.AccessTokenInvalid, "Invalid Access Token") })
	}
}

// TestUserDeletedMeanwhile: the user who was let in is gone when the operation comes to it.
func TestUserDeletedMeanwhile(t *testing.T) {
	for name, call := range map[string]func(w *world) error{
		"VerifyUserAttribute": func(w *world) error {
			_, err := w.VerifyUserAttribute(w.ctx, verifyAttribute("email", "1"))
			return err
		},
		"GetUserAttributeVerificationCode": func(w *world) error {
			_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("email"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := withAlice(t)
			w.Tokens = deleting{}
			refused(t, call(w), rule.UserNotFound, "User does not exist.")
		})
	}
}

// deleting deletes the user whom it found.
type deleting struct{}

func (deleting) Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error) {
	pool, client, user, err := tokens{}.Caller(tx, accessToken)
	if err == nil {
		err = directory.DeleteUser(tx, user)
	}
	return pool, client, user, err
}
