package directory

import (
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// logins lists what a user can sign in with. In a pool with UsernameAttributes that is the value, verified or not;
// in a pool with AliasAttributes email and phone_number count once they are verified.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
func logins(pool Pool, user User) []string {
	names := []string{pool.Fold(user.Username)}
	for _, login := range aliases(pool, user) {
		if folded := pool.Fold(login.Value); folded != names[0] {
			names = append(names, folded)
		}
	}
	return names
}

// Alias is an attribute that stands in place of the user name.
type Alias struct{ Attribute, Value string }

func aliases(pool Pool, user User) []Alias {
	var active []Alias
	for _, name := range []string{"email", "phone_number", "preferred_username"} {
		value := user.Attributes[name]
		if value == "" {
			continue
		}
		verified := name == "preferred_username" || user.Attributes[name+"_verified"] == "true"
		if pool.SignsInBy(name) || pool.HasAlias(name) && verified {
			active = append(active, Alias{name, value})
		}
	}
	return active
}

// Conflict is a login of one user that another one has already.
type Conflict struct {
	Attribute string // "username", or the attribute of the alias
	Value     string
	Owner     User
}

// FindConflict looks for another user who has one of the user's logins; nil if there is none.
func FindConflict(tx *store.Tx, pool Pool, user User) (*Conflict, error) {
	for _, login := range append([]Alias{{"username", user.Username}}, aliases(pool, user)...) {
		owner, err := Users.GetBy(tx, "login", pool.Id+"/"+pool.Fold(login.Value))
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return nil, err
		case owner.Sub != user.Sub:
			return &Conflict{login.Attribute, login.Value, owner}, nil
		}
	}
	return nil, nil
}

// TakeAlias lets the owner of a conflicting alias lose it: the attribute stays, but is no longer verified.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html (ForceAliasCreation)
func TakeAlias(tx *store.Tx, pool Pool, conflict *Conflict) error {
	owner := conflict.Owner
	if conflict.Attribute == "preferred_username" {
		delete(owner.Attributes, conflict.Attribute)
	} else {
		owner.Attributes[conflict.Attribute+"_verified"] = "false"
	}
	return SaveUser(tx, pool, &owner)
}
