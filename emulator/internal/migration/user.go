package migration

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// defaultValue fills required attributes that the function did not return.
const defaultValue = "cognito:default_val"

// build makes the record of the user that the function returned.
func (m *Migrator) build(pool directory.Pool, r trigger.UserMigrationRequest, a trigger.UserMigrationAnswer) (directory.User, error) {
	attributes := map[string]string{}
	for name, value := range a.UserAttributes {
		if value != "" {
			attributes[name] = value
		}
	}
	name, err := usernameOf(pool, r.UserName, attributes)
	if err != nil {
		return directory.User{}, err
	}
	delete(attributes, "username")
	delete(attributes, "cognito:mfa_enabled") // an older name of enableSMSMFA, in the documentation only
	if err := check(pool, attributes, a); err != nil {
		return directory.User{}, err
	}
	sub, err := m.IDs.Sub()
	if err != nil {
		return directory.User{}, err
	}
	user := directory.NewUser(pool, name, sub, attributes)
	fillRequired(pool, user.Attributes)
	if a.EnableSMSMFA {
		user.MFA.Enabled = []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa}
	}
	user.Status = api.UserStatusTypeResetRequired
	if a.FinalUserStatus == string(api.UserStatusTypeConfirmed) && r.Source == trigger.MigrateAtSignIn {
		user.Status = api.UserStatusTypeConfirmed
		user.Credential, err = m.Hasher.New(pool, user.Username, r.Password)
	}
	return user, err
}

// usernameOf decides the name of the new user: the typed one, unless that is an alias; then the function has to
// return another one, and the alias among the attributes.
func usernameOf(pool directory.Pool, typed string, attributes map[string]string) (string, error) {
	returned := attributes["username"]
	alias := aliasForm(pool, typed)
	switch {
	case alias != "" && returned == "":
		return "", directory.CheckUsername(pool, typed) // observed to be refused in these words
	case alias != "" && pool.Fold(attributes[alias]) != pool.Fold(typed):
		return "", refused("it returned %s %q, but %q was typed", alias, attributes[alias], typed)
	case alias != "", returned != "" && isPreferred(pool, typed, attributes):
		return returned, checkName(pool, returned)
	case returned != "" && pool.Fold(returned) != pool.Fold(typed):
		return "", refused("it returned the username %q; it has to be %q, as typed, or left out", returned, typed)
	}
	return typed, checkName(pool, typed)
}

func checkName(pool directory.Pool, name string) error {
	if err := directory.CheckUsername(pool, name); err != nil {
		return refused("%q cannot be a user name: %s", name, reason(err))
	}
	return nil
}

// isPreferred reports whether the typed name is the preferred_username that the function returned.
func isPreferred(pool directory.Pool, typed string, attributes map[string]string) bool {
	return pool.HasAlias("preferred_username") && pool.Fold(attributes["preferred_username"]) == pool.Fold(typed)
}

// aliasForm gives the alias attribute that a typed name can only be the value of.
func aliasForm(pool directory.Pool, typed string) string {
	switch {
	case pool.HasAlias("email") && directory.IsEmail(typed):
		return "email"
	case pool.HasAlias("phone_number") && directory.IsPhone(typed):
		return "phone_number"
	}
	return ""
}

func check(pool directory.Pool, attributes map[string]string, a trigger.UserMigrationAnswer) error {
	if _, given := attributes["sub"]; given {
		return refused("it returned the attribute sub, which the pool assigns")
	}
	if err := directory.CheckKnown(pool, attributes); err != nil {
		return refused("%s", reason(err))
	}
	if a.EnableSMSMFA && (pool.MfaConfiguration == "" || pool.MfaConfiguration == api.UserPoolMfaTypeOff || attributes["phone_number"] == "") {
		return rule.MigrationMfa.Refuse().Because("enableSMSMFA is true, MfaConfiguration is %q and phone_number %q", pool.MfaConfiguration, attributes["phone_number"])
	}
	return nil
}

func fillRequired(pool directory.Pool, attributes map[string]string) {
	for _, a := range pool.SchemaAttributes {
		if a.Required != nil && *a.Required && a.Name != "sub" && attributes[a.Name] == "" {
			attributes[a.Name] = defaultValue
		}
	}
}

// reason explains why a check refused.
func reason(err error) string {
	if refusal, ok := rule.As(err); ok {
		return refusal.Reason
	}
	return err.Error()
}

func refused(format string, args ...any) *rule.Refusal {
	return rule.MigrationAttributesRefused.Refuse().Because("the pool does not take the user that the function returned: "+format, args...)
}
