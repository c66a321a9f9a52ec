package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// challenge asks for one proof and takes one answer. A challenge without ask or answer is not emulated yet.
type challenge struct {
	required []string // responses that must be there
	ask      func(*Runner, context.Context, *Attempt, Params) (Reply, error)
	answer   func(*Runner, context.Context, *Attempt, Answer) error
}

// challenges lists the ones that are emulated.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
var challenges = map[api.ChallengeNameType]challenge{
	api.ChallengeNameTypePasswordVerifier: {
		required: []string{"USERNAME", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"},
		ask:      (*Runner).askPasswordVerifier, answer: (*Runner).answerPasswordVerifier,
	},
	api.ChallengeNameTypeNewPasswordRequired: {
		required: []string{"USERNAME", "NEW_PASSWORD"},
		ask:      (*Runner).askNewPassword, answer: (*Runner).answerNewPassword,
	},
}
