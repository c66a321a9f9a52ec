package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// openPassword is USER_PASSWORD_AUTH and, for administrators, ADMIN_USER_PASSWORD_AUTH: name and password in one
// call. It is the flow that brings users over from elsewhere.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) openPassword(ctx context.Context, a *Attempt, params Params) error {
	username, password := params["USERNAME"], params["PASSWORD"]
	triggered := false
	migrate := func() (directory.User, error) {
		if r.Triggers.Choices.PreAuthenticationBeforeMigrate && lambdas(a.Pool).UserMigration != "" {
			triggered = true
			if err := r.preAuthentication(ctx, a, username); err != nil {
				return directory.User{}, err
			}
		}
		return r.Migration.SignIn(ctx, a.Pool, a.Client, username, password, a.Validation)
	}
	if err := r.find(ctx, a, username, migrate); err != nil {
		return err
	}
	if err := checkState(a); err != nil {
		return err
	}
	if !triggered {
		if err := r.preAuthentication(ctx, a, username); err != nil {
			return err
		}
	}
	credential := a.User.Credential
	if credential == nil {
		credential = conceal.Decoy(a.Pool, a.User.Username)
	}
	matches := func() (bool, string) {
		return credential.Matches(a.Pool, a.User.Username, password), "the password is not that of " + a.User.Username
	}
	return r.prove(ctx, a, matches)
}
