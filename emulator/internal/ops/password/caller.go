package password

import (
	"cmp"
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// admit lets in a call that names an app client and a user, who may be missing. The transaction is one of its own,
// so that the call counts also when the operation refuses it.
func (o *Passwords) admit(ctx context.Context, clientID, username string, secretHash api.Secret) (directory.Admission, error) {
	var a directory.Admission
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		a, err = directory.Admit(tx, clientID, username, secretHash, directory.BudgetRecovery)
		return err
	})
	trail := journal.From(ctx)
	trail.About(a.Pool.Id, a.Client.ClientId, cmp.Or(a.User.Username, username))
	if err != nil {
		return a, err
	}
	if a.Client.Secret() == "" {
		trail.Passed("secret-hash", "client %s has no secret", a.Client.ClientId)
	} else {
		trail.Passed("secret-hash", "it is the hash of the user name with the secret of client %s", a.Client.ClientId)
	}
	trail.Passed("attempt-limit", "within %d calls an hour (%s)", directory.BudgetRecovery.Size, directory.BudgetRecovery.Name)
	return a, nil
}

// caller finds out whose access token it is and, again in a transaction of its own, spends the budget.
func (o *Passwords) caller(ctx context.Context, accessToken api.Secret) (directory.Admission, error) {
	var a directory.Admission
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		if a.Pool, a.Client, a.User, err = o.Tokens.Caller(tx, accessToken); err != nil {
			return err
		}
		journal.From(ctx).About(a.Pool.Id, a.Client.ClientId, a.User.Username)
		return directory.Spend(tx, directory.BudgetChange, a.Pool.Id, a.User.Sub)
	})
	if err != nil {
		return a, err
	}
	trail := journal.From(ctx)
	trail.Passed("access-token", "it is a token of %s", a.User.Username)
	trail.Passed("attempt-limit", "within %d calls an hour (%s)", directory.BudgetChange.Size, directory.BudgetChange.Name)
	return a, nil
}

// noteUnused notes the members of a request that nothing looks at here.
func noteUnused(ctx context.Context, analytics *api.AnalyticsMetadataType) {
	if analytics != nil {
		journal.From(ctx).Notice("AnalyticsMetadata has no effect: there is no Amazon Pinpoint behind the emulator")
	}
}
