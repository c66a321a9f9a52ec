package user_test

import (
	"cmp"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

type refusal struct {
	pool     []change
	username string
	given    []string
	password api.Secret // one that fits, unless it is given
	rule     *rule.Rule
	message  string
}

const none = "(none)" // no password

var createRefusals = map[string]refusal{
	"a taken name": {
		username: "bob", rule: rule.AdminUsernameExists, message: "User account already exists",
	},
	"a taken name in another case": {
		pool: []change{caseInsensitive}, username: "BOB", rule: rule.AdminUsernameExists, message: "User account already exists",
	},
	"a name that is somebody's alias": {
		pool: []change{aliased("preferred_username")}, username: "bobby", rule: rule.AdminUsernameExists, message: "User account already exists",
	},
	"a taken email as user name": {
		pool: []change{signsInBy("email")}, username: "bob@example.com", rule: rule.AdminUsernameExists, message: "User account already exists",
	},
	"a taken phone number as user name": {
		pool: []change{signsInBy("email", "phone_number")}, username: "new@example.com", given: []string{"phone_number", "+12065550199"},
		rule: rule.AdminUsernameExists, message: "User account already exists",
	},
	"a taken alias": {
		pool: []change{aliased("email")}, given: []string{"email", "bob@example.com", "email_verified", "true"},
		rule: rule.AliasExists, message: "An account with the email already exists.",
	},
	"a taken preferred_username": {
		pool: []change{aliased("preferred_username")}, given: []string{"preferred_username", "bob"},
		rule: rule.AliasTaken, message: "User account already exists for the alias.",
	},
	"a preferred_username like an email": {
		pool: []change{aliased("email", "preferred_username")}, given: []string{"preferred_username", "a@example.com"},
		rule: rule.UsernameIsEmail, message: "Username cannot be of email format, since user pool is configured for email alias.",
	},
	"a user name like an alias": {
		pool: []change{aliased("phone_number")}, username: "+12065550100",
		rule: rule.UsernameIsPhone, message: "Username cannot be of phone number format, since user pool is configured for phone number alias.",
	},
	"no email as user name": {
		pool: []change{signsInBy("email")}, username: "alice", rule: rule.UsernameNotEmail, message: "Username should be an email.",
	},
	"no phone number as user name": {
		pool: []change{signsInBy("phone_number")}, username: "alice", rule: rule.UsernameNotPhone, message: "Username should be a phone number.",
	},
	"neither as user name": {
		pool: []change{signsInBy("email", "phone_number")}, username: "alice",
		rule: rule.UsernameNotEmailOrPhone, message: "Username should be either an email or a phone number.",
	},
	"an unknown attribute": {
		given: []string{"custom:x", "1"}, rule: rule.AttributeUnknownAtCreation,
		message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined",
	},
	"missing attributes": {
		pool: []change{schema("name", true, true), schema("email", true, true)}, rule: rule.AttributeRequired,
		message: "Attributes did not conform to the schema: name: The attribute is required\nemail: The attribute is required\n",
	},
	"a required attribute without a value": {
		pool: []change{schema("email", true, true)}, given: []string{"email", ""}, rule: rule.AttributeRequired,
		message: "Attributes did not conform to the schema: email: The attribute is required\n",
	},
	"a bad email": {
		given: []string{"email", "alice"}, rule: rule.EmailFormat, message: "Invalid email address format.",
	},
	"a bad phone number": {
		given: []string{"phone_number", "0206"}, rule: rule.PhoneFormat, message: "Invalid phone number format.",
	},
	"a verified email without a value": {
		given: []string{"email_verified", "true"}, rule: rule.VerifyFlagWithoutValue, message: "Email is required to verify/un-verify an email",
	},
	"a verified phone number without a value": {
		given: []string{"phone_number_verified", "false"}, rule: rule.VerifyFlagWithoutValue,
		message: "Phone Number is required to verify/un-verify a phone number",
	},
	"a flag that is no boolean": {
		given: []string{"email", "a@example.com", "email_verified", "yes"}, rule: rule.AttributeBoolean,
		message: "user.email_verified: Attribute value is not a boolean.\n",
	},
	"a sub": {
		given: []string{"sub", "1"}, rule: rule.AttributeFlagNotMutable, message: "Cannot modify the non-mutable attribute sub",
	},
	"a long value": {
		given: []string{"birthdate", "1970-01-012"}, rule: rule.AttributeTooLong, message: "user.birthdate: String must be no longer than 10 characters\n",
	},
	"a short password": {
		password: "short", rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password not long enough",
	},
	"a password without symbols": {
		pool: []change{policy(api.PasswordPolicyType{RequireSymbols: new(true)})}, password: "Passw0rd",
		rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password must have symbol characters",
	},
	"no address for one-time passwords": {
		pool: []change{factors("PASSWORD", "EMAIL_OTP")}, given: []string{"phone_number", "+12065550100"}, password: none,
		rule: rule.PasswordlessContactMissing, message: "A temporary password or a value for email is required.",
	},
	"neither of two addresses": {
		pool: []change{factors("PASSWORD", "EMAIL_OTP", "SMS_OTP")}, password: none,
		rule: rule.PasswordlessContactMissing, message: "A temporary password or a value for email or phone_number is required.",
	},
}

// bob has the user name bob, and what the refusals above need.
func TestAdminCreateUserRefusals(t *testing.T) {
	for name, c := range createRefusals {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.pool...)
			w.add("bob", "email", "bob@example.com", "email_verified", "true", "phone_number", "+12065550199", "preferred_username", "bobby")
			in := &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: cmp.Or(c.username, "alice"), UserAttributes: attributes(c.given...),
				TemporaryPassword: cmp.Or(c.password, password), MessageAction: "SUPPRESS",
			}
			if in.TemporaryPassword == none {
				in.TemporaryPassword = ""
			}
			_, err := w.AdminCreateUser(w.ctx, in)
			refused(t, err, c.rule, c.message)
			if _, err := w.find("alice"); !rule.Is(err, rule.UserNotFound) {
				t.Errorf("there is a user alice (%v)", err)
			}
		})
	}
}
