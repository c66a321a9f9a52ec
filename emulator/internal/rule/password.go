package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of passwords: policy, proof and lockout.
var (
	PasswordPolicySignUp = &Rule{
		ID:        "password.policy-sign-up",
		exception: api.InvalidPasswordException,
		Wording:   "Password did not conform with policy: %s",
		Reason:    "the pool's password policy",
		Fix:       "choose another password, or change Policies.PasswordPolicy",
		Source:    observed("public code"),
	}
	PasswordPolicyAdminCreate = &Rule{
		ID:        "password.policy-admin-create",
		exception: api.InvalidPasswordException,
		Wording:   "Password did not conform with password policy: %s",
		Reason:    "the pool's password policy",
		Fix:       "choose another password, or change Policies.PasswordPolicy",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	PasswordPolicy = &Rule{
		ID:        "password.policy",
		exception: api.InvalidPasswordException,
		Wording:   "Password does not conform to policy: %s",
		Reason:    "the pool's password policy",
		Fix:       "choose another password, or change Policies.PasswordPolicy",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	PasswordHistory = &Rule{
		ID:        "password.history",
		exception: api.PasswordHistoryPolicyViolationException,
		Wording:   "Password has previously been used.",
		Reason:    "PasswordHistorySize forbids recent passwords",
		Fix:       "choose a new one",
		Source:    assumed("documented; the text is not established"),
	}
	PasswordMissing = &Rule{
		ID:        "password.missing",
		exception: api.InvalidParameterException,
		Wording:   "Missing required parameter password",
		Reason:    "sign-up without a password needs EMAIL_OTP or SMS_OTP in AllowedFirstAuthFactors",
		Fix:       "give Password",
		Source:    assumed("the text is not established"),
	}
	ResetByAdminOnly = &Rule{
		ID:        "password.reset-by-admin-only",
		exception: api.NotAuthorizedException,
		Wording:   "Contact administrator to reset password.",
		Reason:    "AccountRecoverySetting is admin_only",
		Fix:       "call AdminSetUserPassword, or allow verified_email or verified_phone_number",
		Source:    assumed("another emulator has this answer; no first-hand source"),
	}
)

var passwordRules = []*Rule{
	PasswordPolicySignUp,
	PasswordPolicyAdminCreate,
	PasswordPolicy,
	PasswordHistory,
	PasswordMissing,
	ResetByAdminOnly,
}
