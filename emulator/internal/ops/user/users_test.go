package user_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// All operations refuse unknown users and pools alike.
func TestUnknown(t *testing.T) {
	w := newWorld(t)
	for name, call := range map[string]func(pool, username string) error{
		"AdminGetUser": func(pool, username string) error {
			_, err := w.AdminGetUser(w.ctx, &api.AdminGetUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminUpdateUserAttributes": func(pool, username string) error {
			_, err := w.AdminUpdateUserAttributes(w.ctx, &api.AdminUpdateUserAttributesRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDeleteUserAttributes": func(pool, username string) error {
			_, err := w.AdminDeleteUserAttributes(w.ctx, &api.AdminDeleteUserAttributesRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminEnableUser": func(pool, username string) error {
			_, err := w.AdminEnableUser(w.ctx, &api.AdminEnableUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDisableUser": func(pool, username string) error {
			_, err := w.AdminDisableUser(w.ctx, &api.AdminDisableUserRequest{UserPoolId: pool, Username: username})
			return err
		},
		"AdminDeleteUser": func(pool, username string) error {
			return w.AdminDeleteUser(w.ctx, &api.AdminDeleteUserRequest{UserPoolId: pool, Username: username})
		},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, call(poolID, "nobody"), rule.UserNotFound, "User does not exist.")
			refused(t, call("us-east-1_Nowhere01", "alice"), rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.")
		})
	}
}
