package account

import (
	"cmp"
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// admit lets in a call that names an app client and a user. The transaction is one of its own, so that the call
// counts also when the operation refuses it.
func (o *Accounts) admit(ctx context.Context, clientID, username string, secretHash api.Secret, budget directory.Budget) (directory.Admission, error) {
	var a directory.Admission
	err := o.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		a, err = directory.Admit(tx, clientID, username, secretHash, budget)
		return err
	})
	trail := journal.From(ctx)
	trail.About(a.Pool.Id, a.Client.ClientId, cmp.Or(a.User.Username, username))
	if err != nil {
		return a, err
	}
	noteSecretHash(trail, a.Client)
	trail.Passed("attempt-limit", "within %d calls an hour (%s)", budget.Size, budget.Name)
	return a, a.Missing
}

// caller finds out whose access token it is and, again in a transaction of its own, spends a budget.
func (o *Accounts) caller(ctx context.Context, accessToken api.Secret, budget directory.Budget) (directory.Admission, error) {
	var a directory.Admission
	err := o.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		a, err = o.holder(ctx, tx, accessToken)
		if err != nil {
			return err
		}
		return directory.Spend(tx, budget, a.Pool.Id, a.User.Sub)
	})
	if err != nil {
		return a, err
	}
	journal.From(ctx).Passed("attempt-limit", "within %d calls an hour (%s)", budget.Size, budget.Name)
	return a, nil
}

// holder finds out whose access token it is.
func (o *Accounts) holder(ctx context.Context, tx *store.Tx, accessToken api.Secret) (directory.Admission, error) {
	pool, client, user, err := o.Tokens.Caller(tx, accessToken)
	if err != nil {
		return directory.Admission{}, err
	}
	trail := journal.From(ctx)
	trail.About(pool.Id, client.ClientId, user.Username)
	trail.Passed("access-token", "it is a token of %s", user.Username)
	return directory.Admission{Pool: pool, Client: client, User: user}, nil
}

func noteSecretHash(trail *journal.Trail, client directory.Client) {
	if client.Secret() == "" {
		trail.Passed("secret-hash", "client %s has no secret", client.ClientId)
		return
	}
	trail.Passed("secret-hash", "it is the hash of the user name with the secret of client %s", client.ClientId)
}

// noteUnused notes the members of a request that nothing looks at here.
func noteUnused(ctx context.Context, analytics *api.AnalyticsMetadataType, userContext *api.UserContextDataType) {
	if analytics != nil {
		journal.From(ctx).Notice("AnalyticsMetadata has no effect: there is no Amazon Pinpoint behind the emulator")
	}
	if userContext != nil {
		journal.From(ctx).Notice("UserContextData has no effect: no event is recorded of this operation")
	}
}
