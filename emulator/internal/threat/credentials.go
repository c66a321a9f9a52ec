package threat

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Compromised reports whether a password is known to be compromised, and whether the pool blocks the occasion for it.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html
func (g *Guard) Compromised(ctx context.Context, s Scene, occasion api.EventFilterType, password string) (found, blocked bool, err error) {
	if g == nil || !s.watched() || password == "" {
		return false, false, nil
	}
	f, err := g.facts(ctx, s)
	config := f.config.CompromisedCredentialsRiskConfiguration
	if err != nil || config == nil || !slices.Contains(config.EventFilter, occasion) || !slices.Contains(f.known.CompromisedPasswords, password) {
		return false, false, err
	}
	if config.Actions == nil || config.Actions.EventAction != api.CompromisedCredentialsEventActionTypeBlock {
		return true, false, nil
	}
	if !s.enforced() {
		noteAudit(ctx, s, "the password is compromised")
	}
	return true, s.enforced(), nil
}

// CheckPassword refuses a new password that is compromised.
func (g *Guard) CheckPassword(ctx context.Context, s Scene, occasion api.EventFilterType, password api.Secret) error {
	_, blocked, err := g.Compromised(ctx, s, occasion, string(password))
	if err != nil || !blocked {
		return err
	}
	return rule.ThreatPasswordCompromised.Refuse().Because("CompromisedPasswords of pool %s has it", s.Pool.Id)
}

// Expose ends a sign-in with a compromised password: the user has to reset it (documented).
func (g *Guard) Expose(ctx context.Context, s Scene, user directory.User) error {
	err := g.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		user, err := directory.FindUserBySub(tx, s.Pool.Id, user.Sub)
		if err != nil {
			return err
		}
		user.Status = api.UserStatusTypeResetRequired
		return directory.SaveUser(tx, s.Pool, &user)
	})
	if err != nil {
		return err
	}
	return rule.ThreatCredentialsCompromised.Refuse().Because("CompromisedPasswords of pool %s has the password of %s", s.Pool.Id, user.Username)
}
