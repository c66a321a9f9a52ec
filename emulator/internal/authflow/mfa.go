package authflow

import (
	"context"
	"maps"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// owesFactor makes the condition of a rung: the password is proven, the second factor is not, and it is this one. Who
// signs in without a password is not asked for a second factor (observed).
func owesFactor(factor api.ChallengeNameType) func(*Attempt) bool {
	return func(a *Attempt) bool {
		if !a.Proven || a.MFA || deviceStandsIn(a) {
			return false
		}
		next, asked := a.Pool.SecondFactor(a.User)
		if asked && a.Factor != "" {
			next = a.Factor
		}
		return asked && next == factor
	}
}

// sendCode sends the code of a second factor and asks for it. Each sign-in has a code of its own; a wrong answer leaves
// it as it is.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func (r *Runner) sendCode(ctx context.Context, a *Attempt, factor api.ChallengeNameType) (Reply, error) {
	delivery, ok := directory.FactorDelivery(a.User, factor)
	if !ok {
		return Reply{}, rule.MfaMethodMissing.Refuse().Because("%s has no address for %s", a.User.Username, factor)
	}
	id, err := uuid.NewRandomFromReader(r.Random)
	if err != nil {
		return Reply{}, err
	}
	a.Code = directory.MFAPurpose(id.String(), a.Client.SessionLife())
	session, err := r.session(ctx, a, factor)
	if err != nil {
		return Reply{}, err
	}
	var draft message.Draft
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) (err error) {
		draft, err = r.Messages.DraftCode(tx, a.Pool, a.User, message.Occasion{
			Trigger: message.Authentication, ClientID: a.Client.ClientId, Purpose: a.Code, Delivery: delivery,
			Metadata: a.messageMetadata(), SenderMetadata: a.Metadata,
		})
		return err
	})
	if err != nil {
		return Reply{}, err
	}
	if err := r.Messages.Deliver(ctx, a.Pool, draft); err != nil {
		return Reply{}, err
	}
	return Reply{Session: session, Params: Params{
		"CODE_DELIVERY_DELIVERY_MEDIUM": string(delivery.Medium()), "CODE_DELIVERY_DESTINATION": directory.Mask(delivery.Address),
	}}, nil
}

// takeCode takes the answer to a second factor whose code was sent. A wrong one leaves the session usable (recorded) and
// is counted. The right one uses session and code up, and verifies the address (documented).
//
// In CUSTOM_AUTH DefineAuthChallenge is called after it, and sees it in the history. The evidence for that is split
// (trigger.Choices): a capture of 2020 has a CUSTOM_CHALLENGE after SMS_MFA (issue 4888 of amplify-js), a report of 2019
// has tokens (3876).
func (r *Runner) takeCode(ctx context.Context, a *Attempt, in Answer, text string) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	var wrong error
	err := r.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := checkUnused(tx, a.ID); err != nil { // another answer may have come at the same time
			return err
		}
		attempts, err := directory.CheckCodeLock(tx, a.Pool.Id, a.Sub)
		if err != nil {
			return err
		}
		code, err := directory.CheckCode(tx, a.User, a.Code, text)
		if refusal, ok := rule.As(err); ok {
			wrong = rule.MfaCodeMismatch.Refuse().Because("%s", whyWrong(refusal, a))
			return directory.CountFailure(tx, attempts)
		}
		if err != nil {
			return err
		}
		return r.acceptCode(ctx, tx, a, attempts, code)
	})
	if err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	journal.From(ctx).Passed("mfa", "the code of %s is right", in.Challenge)
	a.MFA = true
	return nil
}

// messageMetadata is the ClientMetadata that the CustomMessage trigger gets: that of AdminRespondToAuthChallenge, and not
// that of RespondToAuthChallenge, which only custom senders get.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
func (a *Attempt) messageMetadata() map[string]string {
	if a.admin {
		return a.Metadata
	}
	return nil
}

// askMFASetup is where users go of whom the pool wants a factor and who have none. A text message cannot be set up there:
// where nothing else can, the sign-in ends (observed).
func (r *Runner) askMFASetup(_ context.Context, a *Attempt, _ Params) (Reply, error) {
	if a.Pool.MFA.Email == nil && !a.Pool.MFA.HasSoftwareToken() {
		return Reply{}, rule.MfaMethodMissing.Refuse().Because("pool %s wants a code by text message from everybody, and %s has no phone_number", a.Pool.Id, a.User.Username)
	}
	return Reply{}, notEmulated("the challenge MFA_SETUP")
}

func whyWrong(refusal *rule.Refusal, a *Attempt) string {
	if refusal.Rule == rule.CodeMismatch {
		return "the code that was sent to " + a.User.Username + " for this session is another one"
	}
	return "the code that was sent to " + a.User.Username + " for this session is void: the address has changed since"
}

func (r *Runner) acceptCode(ctx context.Context, tx *store.Tx, a *Attempt, attempts directory.Attempts, code directory.Code) error {
	if err := spend(tx, "session/"+a.ID, a.Expires, rule.SessionUsed); err != nil {
		return err
	}
	if err := directory.UseCode(tx, code); err != nil {
		return err
	}
	if err := directory.ClearFailures(tx, attempts); err != nil {
		return err
	}
	user, err := directory.FindUserBySub(tx, a.Pool.Id, a.Sub)
	if err != nil {
		return err
	}
	a.User = user
	return verifyAddress(ctx, tx, a, code.Attribute)
}

// verifyAddress marks the address of a code as verified: who gave the code has read it. An address that is the alias of
// another user stays as it is (assumed).
func verifyAddress(ctx context.Context, tx *store.Tx, a *Attempt, attribute string) error {
	flag := attribute + "_verified"
	if a.User.Attributes[flag] == "true" {
		return nil
	}
	verified := a.User
	verified.Attributes = maps.Clone(a.User.Attributes)
	verified.Attributes[flag] = "true"
	_, err := directory.Claim(tx, a.Pool, verified, false)
	if refusal, ok := rule.As(err); ok {
		journal.From(ctx).Notice("%s stays unverified: %s", attribute, refusal.Reason)
		return nil
	}
	if err != nil {
		return err
	}
	a.User = verified
	return directory.SaveUser(tx, a.Pool, &a.User)
}
