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
		if !a.Proven || a.MFA {
			return false
		}
		if leading := a.factorOnTheWay(); leading != "" {
			return leading == factor
		}
		if deviceStandsIn(a) {
			return false
		}
		next, asked := a.secondFactor()
		if asked && a.Factor != "" {
			next = a.Factor
		}
		return asked && next == factor
	}
}

// secondCodeDigits is how long the codes of second factors are (observed).
const secondCodeDigits = 6

// sendCode sends the code of a second factor and asks for it. Each sign-in has a code of its own; a wrong answer leaves
// it as it is.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-sms-email-message.html
func (r *Runner) sendCode(ctx context.Context, a *Attempt, factor api.ChallengeNameType) (Reply, error) {
	delivery, ok := directory.FactorDelivery(a.User, factor)
	if !ok {
		return Reply{}, rule.MfaMethodMissing.Refuse().Because("%s has no address for %s", a.User.Username, factor)
	}
	return r.send(ctx, a, factor, delivery, secondCodeDigits)
}

// send draws a code, sends it and asks for it. For who is hidden everything is done but sending.
func (r *Runner) send(ctx context.Context, a *Attempt, factor api.ChallengeNameType, delivery directory.Delivery, digits int) (Reply, error) {
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
		if err := checkThere(tx, a); err != nil {
			return err
		}
		draft, err = r.Messages.DraftCode(tx, a.Pool, a.User, message.Occasion{
			Trigger: message.Authentication, ClientID: a.Client.ClientId, Purpose: a.Code, Delivery: delivery,
			Metadata: a.messageMetadata(), SenderMetadata: a.Metadata, Digits: digits,
		})
		return err
	})
	if err != nil {
		return Reply{}, err
	}
	deliver := r.Messages.Deliver
	if a.hidden != nil {
		deliver = r.Messages.Withhold
	}
	if err := deliver(ctx, a.Pool, draft); err != nil {
		return Reply{}, err
	}
	return Reply{Session: session, Params: Params{
		"CODE_DELIVERY_DELIVERY_MEDIUM": string(delivery.Medium()), "CODE_DELIVERY_DESTINATION": directory.Mask(delivery.Address),
	}}, nil
}

// checkThere makes sure that nothing is kept of a user who was deleted meanwhile.
func checkThere(tx *store.Tx, a *Attempt) error {
	if a.User.Phantom {
		return nil
	}
	_, err := directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
	if rule.Is(err, rule.UserNotFound) {
		return rule.SessionInvalid.Refuse().Because("%s was deleted during the sign-in", a.User.Username)
	}
	return err
}

// takeCode takes the answer to a factor whose code was sent. A wrong one leaves the session usable (recorded) and
// is counted. The right one uses session and code up, and verifies the address (documented).
//
// In CUSTOM_AUTH DefineAuthChallenge is called after it, and sees it in the history. The evidence for that is split
// (trigger.Choices): a capture of 2020 has a CUSTOM_CHALLENGE after SMS_MFA (issue 4888 of amplify-js), a report of 2019
// has tokens (3876).
func (r *Runner) takeCode(ctx context.Context, a *Attempt, in Answer, text string) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	if a.begins() {
		if _, err := a.firstFactors(); err != nil { // who has none may be hidden, and a code that nobody got is right for nobody
			return err
		}
	}
	var wrong error
	err := r.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := checkUnused(tx, a.Facts); err != nil { // another answer may have come at the same time
			return err
		}
		take := r.takeSecondCode
		if a.begins() {
			take = r.takeFirstCode
		}
		var err error
		wrong, err = take(ctx, tx, a, in, text)
		return err
	})
	if err != nil {
		return err
	}
	if wrong != nil {
		return wrong
	}
	journal.From(ctx).Passed("code", "the code of %s is right", in.Challenge)
	return nil
}

// takeSecondCode compares the answer with the code of the second factor, under the rules of the lockout.
func (r *Runner) takeSecondCode(ctx context.Context, tx *store.Tx, a *Attempt, in Answer, text string) (wrong, err error) {
	attempts, err := directory.CheckCodeLock(tx, a.Pool.Id, a.Sub)
	if rule.Is(err, rule.MfaAttemptsExceeded) {
		return err, directory.Touch(tx, attempts)
	}
	if err != nil {
		return nil, err
	}
	code, err := directory.CheckCode(tx, a.User, a.Code, text)
	if refusal, ok := rule.As(err); ok {
		return rule.MfaCodeMismatch.Refuse().Because("%s", whyWrong(refusal, a)), directory.CountFailure(tx, attempts)
	}
	if err != nil {
		return nil, err
	}
	if err := directory.ClearFailures(tx, attempts); err != nil {
		return nil, err
	}
	a.MFA = true
	a.method(methodOf[in.Challenge], "mfa")
	return nil, r.acceptCode(ctx, tx, a, code)
}

// methodOf names what the code of a challenge is, in the words of the claim amr.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
var methodOf = map[api.ChallengeNameType]string{
	api.ChallengeNameTypeSmsMfa: "sms", api.ChallengeNameTypeSmsOtp: "sms", api.ChallengeNameTypeEmailOtp: "email_otp",
	api.ChallengeNameTypeSoftwareTokenMfa: "otp",
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

func whyWrong(refusal *rule.Refusal, a *Attempt) string {
	if refusal.Rule == rule.CodeMismatch {
		return "the code that was sent to " + a.User.Username + " for this session is another one"
	}
	return "the code that was sent to " + a.User.Username + " for this session is void: the address has changed since"
}

func (r *Runner) acceptCode(ctx context.Context, tx *store.Tx, a *Attempt, code directory.Code) error {
	if err := useSession(tx, a); err != nil {
		return err
	}
	if err := directory.UseCode(tx, code); err != nil {
		return err
	}
	if err := readAgain(tx, a); err != nil {
		return err
	}
	if err := enrolEmail(tx, a); err != nil {
		return err
	}
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
