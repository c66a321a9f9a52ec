package conceal

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// row says which refusals of an operation are hidden, and what is answered instead.
type row struct {
	hidden  []*rule.Rule
	subject func(in any) (clientID, username string)
	answer  func(tx *store.Tx, pool directory.Pool, username string, cause *rule.Refusal) (any, error)
}

// table is the whole policy for the operations that end with their first answer. The sign-in operations are not
// here: they go on with a Phantom.
var table = map[string]row{
	"ForgotPassword": {
		hidden: []*rule.Rule{rule.UsernameClientNotFound, rule.UserDisabled, rule.NoVerifiedContact},
		subject: func(in any) (string, string) {
			r := in.(*api.ForgotPasswordRequest)
			return r.ClientId, r.Username
		},
		answer: simulateForgotPassword,
	},
	"ResendConfirmationCode": {
		hidden: []*rule.Rule{rule.UsernameClientNotFound, rule.UserDisabled},
		subject: func(in any) (string, string) {
			r := in.(*api.ResendConfirmationCodeRequest)
			return r.ClientId, r.Username
		},
		answer: simulateResend,
	},
	"ConfirmForgotPassword": {
		// A user without a verified contact got a simulated code, so there is none to find.
		hidden: []*rule.Rule{rule.UsernameClientNotFound, rule.UserDisabled, rule.CodeExpired},
		subject: func(in any) (string, string) {
			r := in.(*api.ConfirmForgotPasswordRequest)
			return r.ClientId, r.Username
		},
		answer: refuseRecoveryCode,
	},
	"ConfirmSignUp": {
		hidden: []*rule.Rule{rule.UsernameClientNotFound},
		subject: func(in any) (string, string) {
			r := in.(*api.ConfirmSignUpRequest)
			return r.ClientId, r.Username
		},
		answer: func(_ *store.Tx, _ directory.Pool, _ string, cause *rule.Refusal) (any, error) {
			return nil, rule.CodeMismatch.Refuse().Hide(cause)
		},
	},
}

// simulateForgotPassword pretends that a code was sent, and remembers the request: ConfirmForgotPassword answers
// differently after one.
func simulateForgotPassword(tx *store.Tx, pool directory.Pool, username string, _ *rule.Refusal) (any, error) {
	err := directory.SaveCode(tx, directory.Code{PoolID: pool.Id, Sub: phantomID(pool, username), Purpose: directory.CodeForgotPassword})
	if err != nil {
		return nil, err
	}
	delivery := simulatedDelivery(pool, username, directory.RecoveryAttributes(pool))
	return &api.ForgotPasswordResponse{CodeDeliveryDetails: delivery.Details()}, nil
}

// simulateResend pretends that a code was sent, unless the pool sends none to anybody.
func simulateResend(_ *store.Tx, pool directory.Pool, username string, cause *rule.Refusal) (any, error) {
	if len(pool.AutoVerifiedAttributes) == 0 {
		return nil, rule.AutoVerificationOff.Refuse().Hide(cause)
	}
	var verified []string
	for _, attribute := range []string{"phone_number", "email"} {
		if pool.Verifies(attribute) {
			verified = append(verified, attribute)
		}
	}
	return &api.ResendConfirmationCodeResponse{CodeDeliveryDetails: simulatedDelivery(pool, username, verified).Details()}, nil
}

// refuseRecoveryCode answers like an existing user's wrong code: expired if none was requested, else wrong.
func refuseRecoveryCode(tx *store.Tx, pool directory.Pool, username string, cause *rule.Refusal) (any, error) {
	ghost := directory.User{PoolID: pool.Id, Sub: phantomID(pool, username)}
	_, err := directory.CheckCode(tx, ghost, directory.CodeForgotPassword, "no code was sent")
	refusal, ok := rule.As(err)
	switch {
	case !ok:
		return nil, err
	case refusal.Rule == cause.Rule:
		return nil, cause // it tells nothing
	}
	return nil, refusal.Hide(cause)
}
