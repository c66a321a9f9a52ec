package directory

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Group is a group of a pool. Who is in it stands with the users.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
type Group struct {
	api.GroupType
}

// Groups holds the groups by pool and name.
var Groups = store.Table[Group]{
	Kind: "group",
	Key:  func(g Group) string { return g.UserPoolId + "/" + g.GroupName },
}

// FindGroup gives the group of a name.
func FindGroup(tx *store.Tx, poolID, name string) (Group, error) {
	group, err := Groups.Get(tx, poolID+"/"+name)
	if errors.Is(err, store.ErrNotFound) {
		return Group{}, rule.GroupNotFound.Refuse().Because("pool %s has no group %q", poolID, name)
	}
	return group, err
}

// GroupsOf gives a user's groups in the order of the cognito:groups claim: by precedence, the lowest number first;
// groups without one come last, by name.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
func GroupsOf(tx *store.Tx, user User) ([]Group, error) {
	var groups []Group
	for _, name := range user.Groups {
		group, err := FindGroup(tx, user.PoolID, name)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.GroupName, b.GroupName))
	})
	return groups, nil
}

func (g Group) rank() int64 {
	if g.Precedence == nil {
		return math.MaxInt64
	}
	return *g.Precedence
}

// PreferredRole is the role of the group with the lowest precedence among those that have both; "" if there is
// none, or if two groups of that precedence have different roles.
func PreferredRole(groups []Group) string {
	var best *Group
	role := ""
	for i, g := range groups {
		switch {
		case g.RoleArn == "" || g.Precedence == nil:
		case best == nil:
			best, role = &groups[i], g.RoleArn
		case *g.Precedence == *best.Precedence && g.RoleArn != best.RoleArn:
			role = ""
		}
	}
	return role
}
