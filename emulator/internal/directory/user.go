package directory

import (
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// User is a user of a pool.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
type User struct {
	PoolID     string
	Username   string // in pools with UsernameAttributes the same as Sub
	Sub        string
	Attributes map[string]string // without sub
	Status     api.UserStatusType
	Enabled    bool
	Created    time.Time
	Modified   time.Time

	Credential     *Credential    `json:",omitempty"` // nil: nobody knows a password
	History        []Credential   `json:",omitempty"` // former passwords, newest first, as many as the policy remembers
	TemporarySince time.Time      `json:",omitzero"`  // when a temporary password was set; zero for a permanent one
	Imported       bool           `json:",omitempty"` // came by an import without a password
	Groups         []string       `json:",omitempty"`
	SignedOut      int            // how often all tokens were revoked; tokens of an earlier count are void
	MFA            MFAPreference  `json:",omitzero"`
	SoftwareToken  *SoftwareToken `json:",omitempty"` // the authenticator app; nil: none was associated
	Passkeys       []Passkey      `json:",omitempty"` // in the order of their registration
	Logins         []string       // what the user signs in with: the name and the active aliases, folded

	Phantom bool `json:"-"` // made up by package conceal; never stored
}

// Users holds the users by pool and name.
var Users = store.Table[User]{
	Kind: "user",
	Key:  func(u User) string { return u.PoolID + "/" + u.Username },
	Indexes: map[string]func(User) []string{
		"login": func(u User) []string {
			keys := make([]string, len(u.Logins))
			for i, login := range u.Logins {
				keys[i] = u.PoolID + "/" + login
			}
			return keys
		},
		"sub": func(u User) []string { return []string{u.PoolID + "/" + u.Sub} },
	},
}

// FindUser gives the user of a name or alias.
func FindUser(tx *store.Tx, pool Pool, name string) (User, error) {
	user, err := Users.GetBy(tx, "login", pool.Id+"/"+pool.Fold(name))
	if errors.Is(err, store.ErrNotFound) {
		return User{}, rule.UserNotFound.Refuse().Because("pool %s (%s) has no user %q", pool.Id, pool.Name, name)
	}
	return user, err
}

// FindUserOfClient is FindUser with the words of the confirmation and recovery operations.
func FindUserOfClient(tx *store.Tx, pool Pool, name string) (User, error) {
	user, err := FindUser(tx, pool, name)
	if refusal, ok := rule.As(err); ok && refusal.Rule == rule.UserNotFound {
		return User{}, rule.UsernameClientNotFound.Refuse().Because("%s", refusal.Reason)
	}
	return user, err
}

// FindUserBySub gives the user of an id, as tokens name it.
func FindUserBySub(tx *store.Tx, poolID, sub string) (User, error) {
	user, err := Users.GetBy(tx, "sub", poolID+"/"+sub)
	if errors.Is(err, store.ErrNotFound) {
		return User{}, rule.UserNotFound.Refuse().Because("pool %s has no user with sub %s any more", poolID, sub)
	}
	return user, err
}

// SaveUser stores a user with the time of the transaction and brings its logins up to date. The caller has made
// sure with FindConflict that no other user has one of them.
func SaveUser(tx *store.Tx, pool Pool, user *User) error {
	if user.Created.IsZero() {
		user.Created = tx.Now
	}
	user.Modified = tx.Now
	user.Logins = logins(pool, *user)
	return Users.Put(tx, *user)
}

// DeleteUser removes a user and everything that hangs on it.
func DeleteUser(tx *store.Tx, user User) error {
	if err := Users.Delete(tx, Users.Key(user)); err != nil {
		return err
	}
	if err := deleteCodes(tx, user); err != nil {
		return err
	}
	if err := forgetSessions(tx, user, nil); err != nil {
		return err
	}
	if err := deleteDevices(tx, user); err != nil {
		return err
	}
	if err := deleteAuthEvents(tx, user); err != nil {
		return err
	}
	if err := EndPasskeyRegistration(tx, user.PoolID, user.Sub); err != nil {
		return err
	}
	if err := forgetAttempts(tx, codeLockKey(user.PoolID, user.Sub)); err != nil {
		return err
	}
	return forgetAttempts(tx, user.PoolID+"/"+user.Sub)
}

// UsersOf lists the users of a pool by name.
func UsersOf(tx *store.Tx, poolID string) ([]User, error) {
	var users []User
	for user, err := range Users.Scan(tx, poolID+"/", "", 0) {
		if err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	return users, nil
}
