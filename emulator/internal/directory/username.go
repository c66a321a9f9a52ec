package directory

import (
	"regexp"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// The shapes that Cognito asks of the two attributes that can be verified. AWS documents E.164 for phone numbers;
// how it checks addresses is not established, so this asks for little.
var (
	emailShape = regexp.MustCompile(`^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$`)
	phoneShape = regexp.MustCompile(`^\+[0-9]{1,15}$`)
)

// IsEmail reports whether a text has the shape of an email address.
func IsEmail(text string) bool { return emailShape.MatchString(text) }

// IsPhone reports whether a text has the shape of a phone number.
func IsPhone(text string) bool { return phoneShape.MatchString(text) }

// CheckUsername checks the form of a new user's name against the pool's aliases and username attributes.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
func CheckUsername(pool Pool, name string) error {
	email, phone := pool.SignsInBy("email"), pool.SignsInBy("phone_number")
	switch {
	case email && phone && !IsEmail(name) && !IsPhone(name):
		return rule.UsernameNotEmailOrPhone.Refuse().Because("%q is neither", name)
	case email && !phone && !IsEmail(name):
		return rule.UsernameNotEmail.Refuse().Because("%q is no email address", name)
	case phone && !email && !IsPhone(name):
		return rule.UsernameNotPhone.Refuse().Because("%q is no phone number", name)
	case pool.HasAlias("email") && IsEmail(name):
		return rule.UsernameIsEmail.Refuse().Because("%q looks like an email address, and email is an alias of pool %s", name, pool.Id)
	case pool.HasAlias("phone_number") && IsPhone(name):
		return rule.UsernameIsPhone.Refuse().Because("%q looks like a phone number, and phone_number is an alias of pool %s", name, pool.Id)
	}
	return nil
}

// NewUser makes the record of a new user from the name that the caller chose. In a pool with UsernameAttributes
// the name becomes the attribute, and the user's name is its sub.
func NewUser(pool Pool, name, sub string, attributes map[string]string) User {
	user := User{PoolID: pool.Id, Username: pool.Fold(name), Sub: sub, Attributes: attributes, Enabled: true}
	if pool.HasUsernameAttributes() {
		user.Username = sub
		if IsPhone(name) {
			attributes["phone_number"] = name
		} else {
			attributes["email"] = pool.Fold(name)
		}
	}
	return user
}
