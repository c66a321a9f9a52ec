package account

import (
	"context"
	"maps"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// applicant checks who wants to sign up, and makes the record of the user, with the attributes that were given.
func (o *Accounts) applicant(ctx context.Context, tx *store.Tx, in *api.SignUpRequest) (directory.Admission, error) {
	client, pool, err := directory.FindClient(tx, in.ClientId)
	if err != nil {
		return directory.Admission{}, err
	}
	trail := journal.From(ctx)
	trail.About(pool.Id, client.ClientId, in.Username)
	if err := client.CheckSecretHash(in.Username, string(in.SecretHash), rule.SecretMissing); err != nil {
		return directory.Admission{}, err
	}
	noteSecretHash(trail, client)
	if err := checkSignUp(pool, in); err != nil {
		return directory.Admission{}, err
	}
	trail.Passed("sign-up", "pool %s lets users sign up, and user name and password are as it wants them", pool.Id)
	user, err := o.newUser(ctx, pool, client, in)
	if err != nil {
		return directory.Admission{}, err
	}
	trail.About("", "", user.Username)
	trail.Passed("attributes", "they fit the schema, and client %s may write them", client.ClientId)
	return directory.Admission{Pool: pool, Client: client, User: user}, checkFree(tx, pool, user)
}

// checkSignUp checks what does not depend on other users or attributes.
func checkSignUp(pool directory.Pool, in *api.SignUpRequest) error {
	config := pool.AdminCreateUserConfig
	if config != nil && config.AllowAdminCreateUserOnly != nil && *config.AllowAdminCreateUserOnly {
		return rule.SignUpDisabled.Refuse()
	}
	if err := directory.CheckUsername(pool, in.Username); err != nil {
		return err
	}
	if in.Password == "" {
		if pool.SendsOneTimePasswords() {
			return nil
		}
		return rule.PasswordMissing.Refuse()
	}
	return directory.CheckPassword(pool, string(in.Password), rule.PasswordPolicySignUp)
}

// newUser checks the attributes and makes the record.
func (o *Accounts) newUser(ctx context.Context, pool directory.Pool, client directory.Client, in *api.SignUpRequest) (directory.User, error) {
	given := directory.Given(in.UserAttributes)
	if err := directory.CheckWritable(&client, slices.Sorted(maps.Keys(given))); err != nil {
		return directory.User{}, err
	}
	maps.DeleteFunc(given, func(_, value string) bool { return value == "" })
	noteReplaced(ctx, pool, in.Username, given)
	sub, err := o.IDs.Sub()
	if err != nil {
		return directory.User{}, err
	}
	user := directory.NewUser(pool, in.Username, sub, given)
	if err := directory.CheckNew(pool, user.Attributes); err != nil {
		return directory.User{}, err
	}
	if value := user.Attributes["preferred_username"]; value != "" && pool.HasAlias("preferred_username") {
		return directory.User{}, rule.PreferredUsernameTooEarly.Refuse().Because("preferred_username is %q, and an alias in pool %s", value, pool.Id)
	}
	return user, nil
}

// noteReplaced notes an attribute that gives way to the user name.
func noteReplaced(ctx context.Context, pool directory.Pool, name string, given map[string]string) {
	attribute := "email"
	if directory.IsPhone(name) {
		attribute = "phone_number"
	}
	if value := given[attribute]; pool.HasUsernameAttributes() && value != "" && pool.Fold(value) != pool.Fold(name) {
		journal.From(ctx).Notice("the attribute %s %q was ignored: in pool %s it is the user name, %q", attribute, value, pool.Id, name)
	}
}

// checkFree refuses a name that another user has.
func checkFree(tx *store.Tx, pool directory.Pool, user directory.User) error {
	conflict, err := directory.FindConflict(tx, pool, user)
	switch {
	case err != nil || conflict == nil:
		return err
	case conflict.Attribute == "username":
		return rule.UsernameExists.Refuse().Because("%q belongs to a user of pool %s", conflict.Value, pool.Id)
	}
	return rule.AttributeTaken.Refuse(conflict.Attribute).
		Because("in pool %s %s stands in place of the user name, and %s has %q", pool.Id, conflict.Attribute, conflict.Owner.Username, conflict.Value)
}
