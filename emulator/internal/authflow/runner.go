package authflow

import (
	"context"
	"io"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/srp"
)

// Runner runs sign-ins.
type Runner struct {
	DB        *store.DB
	Triggers  *trigger.Triggers
	Migration *migration.Migrator
	Messages  *message.Sender
	Tokens    *token.Issuer
	Threats   *threat.Guard // nil guards nobody
	Group     *srp.Group
	Hasher    directory.Hasher
	Random    io.Reader
	Now       func() time.Time
}

// Initiate opens an attempt. The order of the checks is the recorded one as far as it is known: client, flow,
// parameters, secret; then the user.
func (r *Runner) Initiate(ctx context.Context, in Request) (Reply, error) {
	// 1. The client.
	pool, client, err := r.client(ctx, in.PoolID, in.ClientID)
	if err != nil {
		return Reply{}, err
	}
	// 2. The flow, on this operation and for this client.
	flow, err := findFlow(in, client)
	if err != nil {
		return Reply{}, err
	}
	// 3. The parameters.
	for _, name := range flow.required {
		if _, err := in.Params.need(name); err != nil {
			return Reply{}, err
		}
	}
	if err := in.Params.checkUsername(); err != nil {
		return Reply{}, err
	}
	// 4. The secret hash, over the name as it was typed. A refresh has no name yet and checks its hash later.
	if err := client.CheckSecretHash(in.Params["USERNAME"], in.Params["SECRET_HASH"], rule.SecretHashMissing); err != nil && !flow.refreshes {
		return Reply{}, err
	}
	journal.From(ctx).Passed("client", "client %s (%s) of pool %s allows %s", client.ClientName, client.ClientId, pool.Id, in.Flow)
	// 5. The flow opens the attempt: it finds the user and takes what the caller proves at once.
	a := newAttempt(pool, client)
	a.Validation, a.Event = in.Metadata, journal.From(ctx).ID()
	a.signUp = in.Session
	if flow.refreshes {
		return r.openRefresh(ctx, a, in)
	}
	a.admin = in.PoolID != ""
	a.scene = scene(ctx, a, in.Context, in.Flow == api.AuthFlowTypeCustomAuth)
	return r.watch(ctx, a, "", in.Params, func() (Reply, error) {
		if err := flow.open(r, ctx, a, in.Params); err != nil {
			return Reply{}, err
		}
		// 6. What is owed, or tokens.
		return r.proceed(ctx, a, in.Params)
	})
}

// Respond takes the answer to a challenge.
func (r *Runner) Respond(ctx context.Context, in Answer) (Reply, error) {
	pool, client, err := r.client(ctx, in.PoolID, in.ClientID)
	if err != nil {
		return Reply{}, err
	}
	challenge := challenges[in.Challenge]
	for _, name := range challenge.required {
		if _, err := in.Responses.need(name); err != nil {
			return Reply{}, err
		}
	}
	if err := in.Responses.checkUsername(); err != nil {
		return Reply{}, err
	}
	if err := client.CheckSecretHash(in.Responses["USERNAME"], in.Responses["SECRET_HASH"], rule.SecretHashMissing); err != nil {
		return Reply{}, err
	}
	a := newAttempt(pool, client)
	a.Metadata, a.admin, a.Event = in.Metadata, in.PoolID != "", journal.From(ctx).ID() // of the event: unless a session has one
	a.typed = in.Responses["USERNAME"]
	a.scene = scene(ctx, a, in.Context, in.Challenge == api.ChallengeNameTypeCustomChallenge)
	return r.watch(ctx, a, in.Challenge, in.Responses, func() (Reply, error) { return r.answer(ctx, a, challenge, in) })
}

// answer takes the answer, and goes on.
func (r *Runner) answer(ctx context.Context, a *Attempt, challenge challenge, in Answer) (Reply, error) {
	if err := challenge.answer(r, ctx, a, in); err != nil {
		return Reply{}, err
	}
	if a.Custom != nil && in.Challenge != api.ChallengeNameTypeCustomChallenge {
		a.Custom.record(in.Challenge, true)
		a.Custom.Issue = a.Device.Final || a.MFA && a.Proven && r.Triggers.Choices.TokensAfterMFAInCustomAuth
	}
	return r.proceed(ctx, a, in.Responses)
}

// proceed asks for what the attempt still owes, or issues tokens.
func (r *Runner) proceed(ctx context.Context, a *Attempt, params Params) (Reply, error) {
	journal.From(ctx).About(a.Pool.Id, a.Client.ClientId, a.User.Username)
	if err := r.present(ctx, a, params); err != nil {
		return Reply{}, err
	}
	if err := r.judge(ctx, a); err != nil {
		return Reply{}, err
	}
	name, owed := Next(a)
	if owed && name == "" {
		if err := r.define(ctx, a); err != nil {
			return Reply{}, err
		}
		name, owed = Next(a)
	}
	if !owed {
		return r.signIn(ctx, a)
	}
	challenge := challenges[name]
	if a.hidden != nil && !challenge.anybody && !a.begins() {
		return Reply{}, refuseCustom(a, "")
	}
	if a.hidden != nil && name == api.ChallengeNameTypePasswordVerifier { // beside cheaper challenges the longer log line could be measured
		journal.From(ctx).Simulated(a.hidden)
	}
	asked, err := challenge.ask(r, ctx, a, params)
	asked.Challenge, asked.Available = name, a.available()
	return asked, err
}

// client finds the client, and the pool that the administrators' operations name.
func (r *Runner) client(ctx context.Context, poolID, clientID string) (pool directory.Pool, client directory.Client, err error) {
	err = r.DB.View(ctx, func(tx *store.Tx) (err error) {
		if poolID != "" {
			client, pool, err = directory.FindPoolClient(tx, poolID, clientID)
			return err
		}
		client, pool, err = directory.FindClient(tx, clientID)
		return err
	})
	journal.From(ctx).About(pool.Id, client.ClientId, "")
	return pool, client, err
}
