package directory

import (
	"errors"
	"iter"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Quotas of groups.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const (
	GroupsPerPool = 10_000
	GroupsPerUser = 100
)

// Join puts a user into a group. Membership is not part of the user's profile, so the user's date of modification
// stays (assumed).
func Join(tx *store.Tx, user User, group Group) error {
	if slices.Contains(user.Groups, group.GroupName) {
		return nil
	}
	if len(user.Groups) >= GroupsPerUser {
		return rule.GroupLimit.Refuse().Because("%s is in %d groups", user.Username, len(user.Groups))
	}
	user.Groups = append(user.Groups, group.GroupName)
	return Users.Put(tx, user)
}

// Leave takes a user out of a group.
func Leave(tx *store.Tx, user User, group Group) error {
	user.Groups = slices.DeleteFunc(user.Groups, func(name string) bool { return name == group.GroupName })
	return Users.Put(tx, user)
}

// MembersOf gives the users in a group behind a key of Users, in the order of these keys; all of them for "".
func MembersOf(tx *store.Tx, group Group, after string) iter.Seq2[User, error] {
	return func(yield func(User, error) bool) {
		for user, err := range Users.Scan(tx, group.UserPoolId+"/", after, 0) {
			if (err != nil || slices.Contains(user.Groups, group.GroupName)) && !yield(user, err) {
				return
			}
		}
	}
}

// CreateGroup adds a group to a pool.
func CreateGroup(tx *store.Tx, group Group) error {
	err := Groups.Insert(tx, group)
	if errors.Is(err, store.ErrExists) {
		return rule.GroupExists.Refuse().Because("pool %s has a group %q", group.UserPoolId, group.GroupName)
	}
	if err != nil {
		return err
	}
	count, err := Groups.Count(tx, group.UserPoolId+"/")
	if err == nil && count > GroupsPerPool {
		return rule.GroupTooMany.Refuse().Because("pool %s has %d groups", group.UserPoolId, count-1)
	}
	return err
}

// DeleteGroup removes a group. Its members stay, without it.
func DeleteGroup(tx *store.Tx, group Group) error {
	for user, err := range MembersOf(tx, group, "") {
		if err != nil {
			return err
		}
		if err := Leave(tx, user, group); err != nil {
			return err
		}
	}
	return Groups.Delete(tx, Groups.Key(group))
}
