package seed

import (
	"context"
	"errors"
	"maps"
	"sync"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// newUser is a user on the way into the directory.
type newUser struct {
	*User
	record     directory.User
	credential *directory.Credential
	err        error
}

// users creates those users who do not exist. The others stay as they are: their passwords and attributes may have
// changed since.
func (s *Seeder) users(ctx context.Context, users []*User, poolID string) error {
	var pool directory.Pool
	var missing []*newUser
	err := s.DB.View(ctx, func(tx *store.Tx) (err error) {
		if pool, err = directory.FindPool(tx, poolID); err != nil {
			return err
		}
		missing, err = s.missing(tx, pool, users)
		return err
	})
	if err != nil {
		return err
	}
	noticeFactors(ctx, pool, missing)
	if err := s.hash(pool, missing); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		for _, u := range missing {
			if err := s.enrol(tx, pool, u); err != nil {
				return u.refused(err)
			}
		}
		return nil
	})
}

// missing makes the records of users who are not there yet.
func (s *Seeder) missing(tx *store.Tx, pool directory.Pool, users []*User) ([]*newUser, error) {
	var missing []*newUser
	for _, u := range users {
		_, err := directory.Users.GetBy(tx, "login", pool.Id+"/"+pool.Fold(u.Username))
		if err == nil {
			continue
		}
		if absent(err) != nil {
			return nil, err
		}
		record, err := s.record(pool, u)
		if err != nil {
			return nil, u.refused(err)
		}
		missing = append(missing, &newUser{User: u, record: record})
	}
	return missing, nil
}

// record checks a user as AdminCreateUser does.
func (s *Seeder) record(pool directory.Pool, u *User) (directory.User, error) {
	if err := directory.CheckUsername(pool, u.Username); err != nil {
		return directory.User{}, u.entry.at("Username").refused(err)
	}
	if _, given := u.Attributes["sub"]; given {
		return directory.User{}, u.entry.at("Attributes").Problem("sub is not set among the attributes; write Sub beside Username")
	}
	sub, err := s.sub(pool, u)
	if err != nil {
		return directory.User{}, err
	}
	user := directory.NewUser(pool, u.Username, sub, maps.Clone(u.Attributes))
	user.Status, user.Enabled, user.Groups = u.Status, u.Enabled, u.Groups
	user.MFA, user.SoftwareToken = u.MFA, u.SoftwareToken
	user.Imported = u.Password == "" && u.Status == api.UserStatusTypeResetRequired
	if err := directory.CheckNewByAdmin(pool, user.Attributes); err != nil {
		return directory.User{}, u.entry.at("Attributes").refused(err)
	}
	if err := u.checkAddresses(user); err != nil {
		return directory.User{}, err
	}
	if u.Password == "" {
		return user, nil
	}
	if err := directory.CheckPassword(pool, u.Password, rule.PasswordPolicy); err != nil {
		return directory.User{}, u.entry.at("Password", "TemporaryPassword").refused(err)
	}
	return user, nil
}

func (s *Seeder) sub(pool directory.Pool, u *User) (string, error) {
	switch {
	case u.Sub != "":
		return u.Sub, nil
	case s.IDs.Random:
		return s.IDs.Sub()
	}
	return s.IDs.StableSub(pool.Id, pool.Fold(u.Username)), nil
}

// hash makes the credentials, which takes milliseconds each.
func (s *Seeder) hash(pool directory.Pool, users []*newUser) error {
	var working sync.WaitGroup
	slots := make(chan struct{}, workers())
	for _, u := range users {
		if u.Password == "" {
			continue
		}
		slots <- struct{}{}
		working.Go(func() {
			defer func() { <-slots }()
			u.credential, u.err = s.Hasher.New(pool, u.record.Username, u.Password)
		})
	}
	working.Wait()
	var problems []error
	for _, u := range users {
		problems = append(problems, u.err)
	}
	return errors.Join(problems...)
}

// enrol stores a user.
func (s *Seeder) enrol(tx *store.Tx, pool directory.Pool, u *newUser) error {
	for _, name := range u.Groups {
		if _, err := directory.FindGroup(tx, pool.Id, name); err != nil {
			return u.entry.at("Groups").refused(err)
		}
	}
	if _, err := directory.FindUser(tx, pool, u.Username); err == nil {
		return u.entry.at("Username").Problem("the seed has the user %s twice", u.Username)
	}
	if _, err := directory.Claim(tx, pool, u.record, false); err != nil {
		return err
	}
	if u.credential != nil {
		u.record.SetCredential(pool, u.credential, u.Temporary, tx.Now)
	}
	err := directory.SaveUser(tx, pool, &u.record)
	if errors.Is(err, store.ErrExists) {
		return u.entry.member("Sub").Problem("another user of the pool has the sub %s", u.Sub)
	}
	return err
}
