package authflow

import (
	"context"
	"encoding/json"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Associate gives out the secret of an authenticator app to a user who has to set one up during the sign-in. It uses the
// session up and gives the next one, which knows the secret; the user does not have it before it is verified.
func (r *Runner) Associate(ctx context.Context, session api.Secret) (string, api.Secret, error) {
	a, err := r.resumeSetup(ctx, string(session))
	if err != nil {
		return "", "", err
	}
	if err := checkUnset(a); err != nil {
		return "", "", err
	}
	secret, err := factor.NewSoftwareToken(r.Random)
	if err != nil {
		return "", "", err
	}
	if err := r.spendSession(ctx, a); err != nil {
		return "", "", err
	}
	a.Token = &EnrolledToken{Secret: secret}
	next, err := r.session(ctx, a, api.ChallengeNameTypeMfaSetup)
	return factor.SecretText(secret), api.Secret(next), err
}

// Verify takes the first code of an app. A wrong one leaves the session usable (assumed); it is not counted, for who sends
// it has the secret. The right one gives the user the token, and the session that answers MFA_SETUP.
func (r *Runner) Verify(ctx context.Context, session api.Secret, code, name string) (api.Secret, error) {
	a, err := r.resumeSetup(ctx, string(session))
	switch {
	case err != nil:
		return "", err
	case a.Token == nil || a.Token.Verified:
		return "", rule.SessionInvalid.Refuse().Because("the session is not one that AssociateSoftwareToken answered") // observed: issue 6461 of amplify-js
	}
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		token := directory.SoftwareToken{Secret: a.Token.Secret, FriendlyName: name}
		var ok bool
		if token.LastStep, ok, _ = factor.CheckTOTP(token, code, tx.Now); !ok {
			return rule.SoftwareTokenNotEnabled.Refuse()
		}
		if err := useSession(tx, a); err != nil {
			return err
		}
		if err := readAgain(tx, a); err != nil {
			return err
		}
		if err := checkUnset(a); err != nil {
			return err
		}
		a.User.Enrol(token)
		return directory.SaveUser(tx, a.Pool, &a.User)
	})
	if err != nil {
		return "", err
	}
	a.Token.Verified = true
	next, err := r.session(ctx, a, api.ChallengeNameTypeMfaSetup)
	return api.Secret(next), err
}

// resumeSetup takes up the attempt of a session of MFA_SETUP. The session alone says whose it is.
func (r *Runner) resumeSetup(ctx context.Context, session string) (*Attempt, error) {
	pool, facts, err := r.setupFacts(ctx, session)
	if err != nil {
		return nil, err
	}
	var client directory.Client
	var user directory.User
	err = r.DB.View(ctx, func(tx *store.Tx) (err error) {
		if client, _, err = directory.FindPoolClient(tx, pool.Id, facts.ClientID); err != nil {
			return err
		}
		if user, err = directory.FindUserBySub(tx, pool.Id, facts.Sub); rule.Is(err, rule.UserNotFound) {
			return rule.SessionInvalid.Refuse().Because("the user of the session was deleted")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a := newAttempt(pool, client)
	err = r.resume(ctx, a, Answer{Challenge: facts.Asked, Session: session, Responses: Params{"USERNAME": user.Username}})
	journal.From(ctx).About(pool.Id, client.ClientId, user.Username)
	if err == nil && !pool.MFA.HasSoftwareToken() {
		err = rule.SoftwareTokenOff.Refuse().Because("SoftwareTokenMfaConfiguration of pool %s is not enabled", pool.Id)
	}
	return a, err
}

// setupFacts reads a session of MFA_SETUP, of whatever pool.
func (r *Runner) setupFacts(ctx context.Context, session string) (pool directory.Pool, facts Facts, err error) {
	realm, _ := keys.SessionRealm(session)
	err = r.DB.View(ctx, func(tx *store.Tx) (err error) {
		pool, err = directory.FindPool(tx, realm)
		return err
	})
	if rule.Is(err, rule.PoolNotFound) {
		return pool, facts, rule.SessionInvalid.Refuse().Because("it is none of this emulator's sessions")
	}
	if err != nil {
		return pool, facts, err
	}
	sealer, err := sessionSealer(pool)
	if err != nil {
		return pool, facts, err
	}
	text, err := sealer.Open(session)
	if err == nil {
		err = json.Unmarshal(text, &facts)
	}
	switch {
	case err != nil:
		return pool, facts, rule.SessionInvalid.Refuse().Because("%v", err)
	case facts.Asked != api.ChallengeNameTypeMfaSetup:
		return pool, facts, rule.SessionInvalid.Refuse().Because("the session asks for %s; software tokens are set up with one of MFA_SETUP", facts.Asked)
	}
	return pool, facts, nil
}
