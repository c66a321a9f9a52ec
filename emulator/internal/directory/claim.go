package directory

import (
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Refusal says that another user has the alias.
func (c *Conflict) Refusal() *rule.Refusal {
	refusal := rule.AliasExists.Refuse(c.Attribute)
	if c.Attribute == "preferred_username" || c.Attribute == "username" {
		refusal = rule.AliasTaken.Refuse()
	}
	return refusal.Because("%s %q belongs to %s", c.Attribute, c.Value, c.Owner.Username)
}

// Claim makes sure that no other user has one of the user's logins. With force the others lose theirs, as
// ForceAliasCreation says, and Claim gives those that moved; where an attribute stands in place of the user name
// nobody can lose it.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
func Claim(tx *store.Tx, pool Pool, user User, force bool) ([]Conflict, error) {
	var moved []Conflict
	for {
		conflict, err := FindConflict(tx, pool, user)
		switch {
		case err != nil || conflict == nil:
			return moved, err
		case !force || !pool.HasAlias(conflict.Attribute):
			return nil, conflict.Refusal()
		}
		if err := TakeAlias(tx, pool, conflict); err != nil {
			return nil, err
		}
		moved = append(moved, *conflict)
	}
}
