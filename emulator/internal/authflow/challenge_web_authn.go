package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// PasskeyFacts are what is kept of an attempt that asks for a passkey.
type PasskeyFacts struct {
	Challenge string `json:"challenge"` // that the authenticator has to sign
}

// askPasskey gives the options with which the user's browser proves one of the user's passkeys. A hidden user has one that
// nobody can prove. Users who may not sign in with a password may not with a passkey (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
func (r *Runner) askPasskey(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	if err := checkState(a); err != nil {
		return Reply{}, err
	}
	challenge, err := factor.NewChallenge(r.Random)
	if err != nil {
		return Reply{}, err
	}
	options, err := factor.BeginLogin(a.Pool, passkeysOf(a), challenge, a.Client.SessionLife())
	if err != nil {
		return Reply{}, err
	}
	a.Passkey = &PasskeyFacts{challenge}
	session, err := r.session(ctx, a, api.ChallengeNameTypeWebAuthn)
	return Reply{Session: session, Params: Params{"CREDENTIAL_REQUEST_OPTIONS": options}}, err
}

// answerPasskey takes the proof. A wrong one leaves the session usable and counts for no lockout (both assumed: nobody
// finds a signature by trying). The right one uses the session up.
func (r *Runner) answerPasskey(ctx context.Context, a *Attempt, in Answer) error {
	if _, err := factor.ParseAssertion(in.Responses["CREDENTIAL"]); err != nil {
		return rule.PasskeyMalformed.Refuse().Because("CREDENTIAL is no AuthenticationResponseJSON: %v", err)
	}
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	return r.takePasskey(ctx, a, in.Responses["CREDENTIAL"])
}

// takePasskey checks a proof against the user as it is now, and records the facts: what was proven in place of the
// password and, where the pool says that a passkey which verifies its user stands for both factors, the second one.
func (r *Runner) takePasskey(ctx context.Context, a *Attempt, credential string) error {
	var login factor.Login
	var wrong error
	err := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if err := checkUnused(tx, a.Facts); err != nil { // another answer may have come at the same time
			return err
		}
		if !a.User.Phantom {
			if err := readAgain(tx, a); err != nil {
				return err
			}
		}
		if login, wrong = factor.FinishLogin(a.Pool, a.User, passkeysOf(a), a.Passkey.Challenge, credential); wrong != nil || a.hidden != nil {
			return nil
		}
		return r.acceptPasskey(tx, a, login)
	})
	switch {
	case err != nil:
		return err
	case a.hidden != nil:
		return rule.PasskeyWrong.Refuse().Hide(a.hidden)
	case wrong != nil:
		return rule.PasskeyWrong.Refuse().Because("%v", wrong)
	}
	journal.From(ctx).Passed("passkey", "%s has proven the passkey %s; the authenticator verified its user: %t", a.User.Username, login.Passkey.CredentialID(), login.Verified)
	a.First, a.MFA = api.ChallengeNameTypeWebAuthn, login.Verified && a.Pool.PasskeysAreMFA()
	a.method(keyMethod(login.Passkey))
	return nil
}

// acceptPasskey uses the session up and stores the count of signatures. What is asked of the user may have changed since
// the challenge was made.
func (r *Runner) acceptPasskey(tx *store.Tx, a *Attempt, login factor.Login) error {
	if err := checkState(a); err != nil || a.hidden != nil {
		return err
	}
	if !slices.Contains(a.Pool.FirstFactors(a.User), api.ChallengeNameTypeWebAuthn) {
		return rule.PasskeyWrong.Refuse().Because("%s cannot sign in with a passkey any more: what the pool allows, or what the user is asked for, has changed", a.User.Username)
	}
	if err := useSession(tx, a); err != nil {
		return err
	}
	a.User.Passkeys = slices.Clone(a.User.Passkeys)
	for i, passkey := range a.User.Passkeys {
		if slices.Equal(passkey.ID, login.Passkey.ID) {
			a.User.Passkeys[i] = login.Passkey
		}
	}
	return directory.Users.Put(tx, a.User) // not a change of the user: UserLastModifiedDate stays
}

// passkeysOf are those that an attempt's user can prove.
func passkeysOf(a *Attempt) []directory.Passkey {
	if a.hidden != nil {
		return []directory.Passkey{conceal.DecoyPasskey(a.Pool, a.User.Username)}
	}
	return a.Pool.PasskeysOf(a.User)
}

// keyMethod is the authentication method of a passkey: a key in hardware for an authenticator that roams, else in software
// (documented). An authenticator that does not say what it is counts as one of the platform (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
func keyMethod(passkey directory.Passkey) string {
	if passkey.Attachment == "cross-platform" {
		return "hwk"
	}
	return "swk"
}
