package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// openPassword is USER_PASSWORD_AUTH and, for administrators, ADMIN_USER_PASSWORD_AUTH: name and password in one
// call. It is the flow that brings users over from elsewhere.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) openPassword(ctx context.Context, a *Attempt, params Params) error {
	if err := r.arrive(ctx, a, params["USERNAME"], params["PASSWORD"], checkState); err != nil {
		return err
	}
	return r.provePassword(ctx, a, params["PASSWORD"])
}

// arrive finds the user, whom a password may bring over from elsewhere, lets check refuse, and runs PreAuthentication,
// once.
func (r *Runner) arrive(ctx context.Context, a *Attempt, username, password string, check func(*Attempt) error) error {
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
	if password == "" {
		migrate = nil
	}
	if err := r.find(ctx, a, username, migrate); err != nil {
		return err
	}
	if err := check(a); err != nil || triggered {
		return err
	}
	return r.preAuthentication(ctx, a, username)
}
