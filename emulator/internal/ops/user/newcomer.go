package user

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// newcomer is a user who is about to be created.
type newcomer struct {
	pool        directory.Pool
	user        directory.User
	password    string // temporary; "" for a user without a password
	invitations []directory.Delivery
	force       bool // takes aliases from others
}

// newcomer checks the request and makes the record of the user.
func (o *Users) newcomer(ctx context.Context, tx *store.Tx, in *api.AdminCreateUserRequest) (n newcomer, err error) {
	if n.pool, err = directory.FindPool(tx, in.UserPoolId); err != nil {
		return n, err
	}
	journal.From(ctx).About(n.pool.Id, "", in.Username)
	if err := directory.CheckUsername(n.pool, in.Username); err != nil {
		return n, err
	}
	if n.user, err = o.record(ctx, n.pool, in); err != nil {
		return n, err
	}
	journal.From(ctx).About("", "", n.user.Username)
	if n.password, err = o.password(ctx, n.pool, in.TemporaryPassword, &n.user); err != nil {
		return n, err
	}
	n.force = in.ForceAliasCreation != nil && *in.ForceAliasCreation &&
		(n.user.Attributes["email_verified"] == "true" || n.user.Attributes["phone_number_verified"] == "true")
	if err := checkFree(tx, n); err != nil {
		return n, err
	}
	n.invitations, err = invitations(ctx, n.user, in)
	return n, err
}

// record checks the attributes and makes the record.
func (o *Users) record(ctx context.Context, pool directory.Pool, in *api.AdminCreateUserRequest) (directory.User, error) {
	given := directory.Given(in.UserAttributes)
	if err := directory.CheckWritable(nil, slices.Sorted(maps.Keys(given))); err != nil {
		return directory.User{}, err
	}
	maps.DeleteFunc(given, func(_, value string) bool { return value == "" })
	normalize(pool, given)
	asked := maps.Clone(given)
	sub, err := o.IDs.Sub()
	if err != nil {
		return directory.User{}, err
	}
	user := directory.NewUser(pool, in.Username, sub, given)
	for name, value := range asked {
		if value != user.Attributes[name] {
			journal.From(ctx).Notice("the attribute %s %q was ignored: in pool %s it is the user name, %q", name, value, pool.Id, in.Username)
		}
	}
	if err := directory.CheckNewByAdmin(pool, user.Attributes); err != nil {
		return directory.User{}, err
	}
	journal.From(ctx).Passed("attributes", "the schema of pool %s takes them", pool.Id)
	return user, checkAliasForm(pool, user.Attributes)
}

// password decides with which password and in which status the user starts.
func (o *Users) password(ctx context.Context, pool directory.Pool, given api.Secret, user *directory.User) (string, error) {
	addresses := oneTimeAddresses(pool)
	if given == "" && len(addresses) > 0 {
		user.Status = api.UserStatusTypeConfirmed
		if !slices.ContainsFunc(addresses, func(a string) bool { return user.Attributes[a] != "" }) {
			return "", rule.PasswordlessContactMissing.Refuse(strings.Join(addresses, " or ")).
				Because("pool %s has one-time passwords by %v, and the user neither a password nor an address for them", pool.Id, addresses)
		}
		journal.From(ctx).Passed("passwordless", "pool %s lets users sign in by one-time passwords: the user is created without a password, and CONFIRMED", pool.Id)
		return "", nil
	}
	user.Status = api.UserStatusTypeForceChangePassword
	return o.givenOrMade(ctx, pool, given)
}

// givenOrMade checks the temporary password that was given, or makes one.
func (o *Users) givenOrMade(ctx context.Context, pool directory.Pool, given api.Secret) (string, error) {
	if given == "" {
		return temporaryPassword(pool, o.IDs.Source)
	}
	if err := directory.CheckPassword(pool, string(given), rule.PasswordPolicyAdminCreate); err != nil {
		return "", err
	}
	journal.From(ctx).Passed("password-policy", "the temporary password is as pool %s wants it", pool.Id)
	return string(given), nil
}

// oneTimeAddresses lists the attributes by which users of the pool can sign in without a password.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-passwordless
func oneTimeAddresses(pool directory.Pool) []string {
	var addresses []string
	for _, factor := range pool.AllowedFirstFactors() {
		switch factor {
		case api.AuthFactorTypeEmailOtp:
			addresses = append(addresses, "email")
		case api.AuthFactorTypeSmsOtp:
			addresses = append(addresses, "phone_number")
		}
	}
	return addresses
}

// checkFree refuses a name that another user has, and an alias unless it can be taken.
func checkFree(tx *store.Tx, n newcomer) error {
	conflict, err := directory.FindConflict(tx, n.pool, n.user)
	switch {
	case err != nil || conflict == nil:
		return err
	case conflict.Attribute == "username" || n.pool.HasUsernameAttributes():
		return rule.AdminUsernameExists.Refuse().Because("%s %q belongs to %s", conflict.Attribute, conflict.Value, conflict.Owner.Username)
	case !n.force:
		return conflict.Refusal()
	}
	return nil
}
