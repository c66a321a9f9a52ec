package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// challenge asks for one proof and takes one answer.
type challenge struct {
	required []string // responses that must be there
	anybody  bool     // it can be asked of users who are not there; others that DefineAuthChallenge may name cannot
	ask      func(*Runner, context.Context, *Attempt, Params) (Reply, error)
	answer   func(*Runner, context.Context, *Attempt, Answer) error
}

// challenges lists them all.
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
	api.ChallengeNameTypeSmsOtp: {
		required: []string{"USERNAME", "SMS_OTP_CODE"}, anybody: true,
		ask: (*Runner).askSMSOTP, answer: (*Runner).answerSMSOTP,
	},
	api.ChallengeNameTypeSoftwareTokenMfa: {
		required: []string{"USERNAME", "SOFTWARE_TOKEN_MFA_CODE"},
		ask:      (*Runner).askSoftwareToken, answer: (*Runner).answerSoftwareToken,
	},
	api.ChallengeNameTypeSelectMfaType: {
		required: []string{"USERNAME", "ANSWER"},
		ask:      (*Runner).askSelectMFA, answer: (*Runner).answerSelectMFA,
	},
	api.ChallengeNameTypeMfaSetup: {
		required: []string{"USERNAME"},
		ask:      (*Runner).askMFASetup, answer: (*Runner).answerMFASetup,
	},
	api.ChallengeNameTypeSelectChallenge: {
		required: []string{"USERNAME", "ANSWER"}, anybody: true,
		ask: (*Runner).askSelectChallenge, answer: (*Runner).answerSelectChallenge,
	},
	api.ChallengeNameTypePassword: {
		required: []string{"USERNAME", "PASSWORD"}, anybody: true,
		ask: (*Runner).askPassword, answer: (*Runner).answerPassword,
	},
	api.ChallengeNameTypePasswordSrp: {
		required: []string{"USERNAME", "SRP_A"}, anybody: true,
		ask: (*Runner).askPasswordSRP, answer: (*Runner).answerPasswordSRP,
	},
	api.ChallengeNameTypeWebAuthn: {
		required: []string{"USERNAME", "CREDENTIAL"}, anybody: true,
		ask: (*Runner).askPasskey, answer: (*Runner).answerPasskey,
	},
	api.ChallengeNameTypeDeviceSrpAuth: {
		required: []string{"USERNAME", "DEVICE_KEY", "SRP_A"},
		ask:      (*Runner).askDevice, answer: (*Runner).answerDevice,
	},
	api.ChallengeNameTypeDevicePasswordVerifier: {
		required: []string{"USERNAME", "DEVICE_KEY", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"},
		ask:      (*Runner).askDeviceVerifier, answer: (*Runner).answerDeviceVerifier,
	},
	api.ChallengeNameTypeAdminNoSrpAuth: {
		required: []string{"USERNAME"}, anybody: true,
		ask: (*Runner).askAdminNoSRP, answer: (*Runner).resume,
	},
}
