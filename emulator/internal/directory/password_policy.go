package directory

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// passwordSymbols are the characters that count as special ones.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
const passwordSymbols = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= "

// CheckPassword checks a new password against the pool's policy. Only the first broken rule is named, length
// first; the wording's beginning differs between operations, so the caller brings the rule.
func CheckPassword(pool Pool, password string, broken *rule.Rule) error {
	policy := passwordPolicy(pool)
	minimum := int64(8)
	if policy.MinimumLength != nil {
		minimum = *policy.MinimumLength
	}
	if int64(utf8.RuneCountInString(password)) < minimum {
		return broken.Refuse("Password not long enough").Because("PasswordPolicy.MinimumLength is %d", minimum)
	}
	for _, need := range []struct {
		required *bool
		name     string
		is       func(rune) bool
		reason   string
	}{
		{policy.RequireUppercase, "RequireUppercase", unicode.IsUpper, "Password must have uppercase characters"},
		{policy.RequireLowercase, "RequireLowercase", unicode.IsLower, "Password must have lowercase characters"},
		{policy.RequireNumbers, "RequireNumbers", unicode.IsDigit, "Password must have numeric characters"},
		{policy.RequireSymbols, "RequireSymbols", isPasswordSymbol, "Password must have symbol characters"},
	} {
		if need.required != nil && *need.required && strings.IndexFunc(password, need.is) < 0 {
			return broken.Refuse(need.reason).Because("PasswordPolicy.%s is true and the password has none", need.name)
		}
	}
	return nil
}

func passwordPolicy(pool Pool) api.PasswordPolicyType {
	if pool.Policies == nil || pool.Policies.PasswordPolicy == nil {
		return api.PasswordPolicyType{}
	}
	return *pool.Policies.PasswordPolicy
}

func isPasswordSymbol(r rune) bool { return strings.ContainsRune(passwordSymbols, r) }
