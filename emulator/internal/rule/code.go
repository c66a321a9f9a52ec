package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of confirmation codes and the limits on asking for and guessing them.
var (
	CodeMismatch = &Rule{
		ID:        "code.mismatch",
		exception: api.CodeMismatchException,
		Wording:   "Invalid verification code provided, please try again.",
		Reason:    "the code is not the one that was sent",
		Fix:       "read it from GET /_emulator/messages",
		Source:    observed("public code"),
	}
	CodeExpired = &Rule{
		ID:        "code.expired",
		exception: api.ExpiredCodeException,
		Wording:   "Invalid code provided, please request a code again.",
		Reason:    "no code is outstanding, or it is too old or used",
		Fix:       "request a new one",
		Source:    observed("public code"),
	}
	AttemptLimit = &Rule{
		ID:        "code.attempt-limit",
		exception: api.LimitExceededException,
		Wording:   "Attempt limit exceeded, please try after some time.",
		Reason:    "too many calls for this user within one hour",
		Fix:       "wait, or use another user",
		Source:    documented(guide("limits")),
	}
	AutoVerificationOff = &Rule{
		ID:        "code.auto-verification-off",
		exception: api.NotAuthorizedException,
		Wording:   "Cannot resend codes. Auto verification not turned on.",
		Reason:    "the pool has no AutoVerifiedAttributes, so sign-up sends no codes",
		Fix:       "set AutoVerifiedAttributes, or use AdminConfirmSignUp",
		Source:    observed("public code; reports disagree about the exception"),
	}
)

var codeRules = []*Rule{
	CodeMismatch,
	CodeExpired,
	AttemptLimit,
	AutoVerificationOff,
}
