package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// challenge asks for one proof and takes one answer. A challenge without ask or answer is not emulated yet.
type challenge struct {
	required []string // responses that must be there
	anybody  bool     // it can be asked of users who are not there; others that DefineAuthChallenge may name cannot
	ask      func(*Runner, context.Context, *Attempt, Params) (Reply, error)
	answer   func(*Runner, context.Context, *Attempt, Answer) error
}

// challenges lists the ones that are emulated.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
var challenges = map[api.ChallengeNameType]challenge{
	api.ChallengeNameTypePasswordVerifier: {
		required: []string{"USERNAME", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"}, anybody: true,
		ask: (*Runner).askPasswordVerifier, answer: (*Runner).answerPasswordVerifier,
	},
	api.ChallengeNameTypeNewPasswordRequired: {
		required: []string{"USERNAME", "NEW_PASSWORD"},
		ask:      (*Runner).askNewPassword, answer: (*Runner).answerNewPassword,
	},
	api.ChallengeNameTypeCustomChallenge: {
		required: []string{"USERNAME", "ANSWER"}, anybody: true,
		ask: (*Runner).askCustom, answer: (*Runner).answerCustom,
	},
	api.ChallengeNameTypeSmsMfa: {
		required: []string{"USERNAME", "SMS_MFA_CODE"},
		ask:      (*Runner).askSMS, answer: (*Runner).answerSMS,
	},
	api.ChallengeNameTypeEmailOtp: {
		required: []string{"USERNAME", "EMAIL_OTP_CODE"},
		ask:      (*Runner).askEmail, answer: (*Runner).answerEmail,
	},
	api.ChallengeNameTypeMfaSetup: {ask: (*Runner).askMFASetup},
}
