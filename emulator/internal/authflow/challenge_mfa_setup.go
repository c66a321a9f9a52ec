package authflow

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// EnrolledToken is a software token that is being set up while its user signs in.
type EnrolledToken struct {
	Secret   []byte `json:"secret"`
	Verified bool   `json:"verified,omitempty"` // and stored with the user
}

// askMFASetup is where users go of whom the pool wants a factor and who have none. It lists all factors of the pool
// (documented), though not all can be set up here: for text messages, the user needs a phone number and has to sign in
// again. Where there is nothing but text messages the sign-in ends (observed).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
func (r *Runner) askMFASetup(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	factors := a.Pool.MFA.Factors()
	if a.Pool.MFA.Email == nil && !a.Pool.MFA.HasSoftwareToken() {
		return Reply{}, rule.MfaMethodMissing.Refuse().Because("pool %s wants a code by text message from everybody, and %s has no phone_number", a.Pool.Id, a.User.Username)
	}
	return r.askToChoose(ctx, a, api.ChallengeNameTypeMfaSetup, "MFAS_CAN_SETUP", factors)
}

// askToChoose asks a challenge whose parameter is a list of factors: a JSON array in a string.
func (r *Runner) askToChoose(ctx context.Context, a *Attempt, asked api.ChallengeNameType, parameter string, factors []api.ChallengeNameType) (Reply, error) {
	list, err := json.Marshal(factors)
	if err != nil {
		return Reply{}, err
	}
	session, err := r.session(ctx, a, asked)
	return Reply{Session: session, Params: Params{parameter: string(list), "USER_ID_FOR_SRP": a.User.Username}}, err
}

// answerMFASetup ends the set-up: with the session of VerifySoftwareToken, which proves a software token, or with an email
// address in EMAIL, to which a code goes then (as Amplify does it, and its tests on real pools).
func (r *Runner) answerMFASetup(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	if email := in.Responses["EMAIL"]; email != "" {
		return r.setUpEmail(ctx, a, email)
	}
	if a.Token == nil || !a.Token.Verified {
		return rule.MfaSetupUnfinished.Refuse()
	}
	err := r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		if err := useSession(tx, a); err != nil {
			return err
		}
		if err := readAgain(tx, a); err != nil {
			return err
		}
		return checkEnrolled(a)
	})
	if err != nil {
		return err
	}
	journal.From(ctx).Passed("mfa", "the software token of %s was set up in this sign-in", a.User.Username)
	a.MFA = true
	a.method("otp", "mfa")
	return nil
}

// checkUnset makes sure that the user still has nothing: by the session of a set-up, which a password alone leads to,
// nobody takes the place of a factor that came about meanwhile. (Assumed; that sessions end when their user has changed was
// observed.)
func checkUnset(a *Attempt) error {
	if active := a.Pool.ActiveFactors(a.User); a.User.HasSoftwareToken() || len(active) > 0 {
		return rule.SessionInvalid.Refuse().Because("%s has a second factor by now: %v, a software token: %t", a.User.Username, active, a.User.HasSoftwareToken())
	}
	return nil
}

// checkEnrolled makes sure that the token which was verified in a session is still the user's.
func checkEnrolled(a *Attempt) error {
	if !a.User.HasSoftwareToken() || !bytes.Equal(a.User.SoftwareToken.Secret, a.Token.Secret) {
		return rule.SoftwareTokenGone.Refuse()
	}
	return nil
}

// enrolled reports whether the session is that of a VerifySoftwareToken, and the answer a code of the token: AWS takes one
// for SOFTWARE_TOKEN_MFA, too (recorded).
func (f Facts) enrolled(answered api.ChallengeNameType) bool {
	return answered == api.ChallengeNameTypeSoftwareTokenMfa && f.Asked == api.ChallengeNameTypeMfaSetup && f.Token != nil && f.Token.Verified
}

// setUpEmail chooses codes by e-mail to an address that the user did not have. It becomes the user's with the first code
// (assumed; AWS may store it at once): an address with a typing mistake locks nobody out.
func (r *Runner) setUpEmail(ctx context.Context, a *Attempt, email string) error {
	if !slices.Contains(a.Pool.MFA.Factors(), api.ChallengeNameTypeEmailOtp) {
		return rule.MfaSetupNoEmail.Refuse().Because("MFAS_CAN_SETUP of pool %s is %v", a.Pool.Id, a.Pool.MFA.Factors())
	}
	if err := directory.CheckUpdate(a.Pool, a.User, map[string]string{"email": email}); err != nil {
		return err
	}
	if err := checkUnset(a); err != nil {
		return err
	}
	a.Email, a.Factor = email, api.ChallengeNameTypeEmailOtp
	a.User.Attributes = withEmail(a.User, email)
	return r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		verified := a.User
		verified.Attributes = maps.Clone(a.User.Attributes)
		verified.Attributes["email_verified"] = "true"
		if _, err := directory.Claim(tx, a.Pool, verified, false); err != nil {
			return err
		}
		return useSession(tx, a)
	})
}

// enrolEmail gives the user the address of MFA_SETUP, once its code is right.
func enrolEmail(tx *store.Tx, a *Attempt) error {
	if a.Email == "" {
		return nil
	}
	if err := checkUnset(a); err != nil {
		return err
	}
	a.User.Attributes = withEmail(a.User, a.Email)
	return directory.SaveUser(tx, a.Pool, &a.User)
}

func withEmail(user directory.User, email string) map[string]string {
	changed := directory.User{Attributes: maps.Clone(user.Attributes)}
	changed.Update(map[string]string{"email": email})
	return changed.Attributes
}
