package directory

import (
	"crypto/subtle"
	"io"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/srp"
)

// Credential is what is kept of a password: SRP's salt, its private value x, which is a salted SHA-256 hash of the
// password and checks it without an exponentiation, and the verifier g^x.
//
// Keeping x as well as v is a trade for a test double: whoever reads the data can sign in, without guessing.
type Credential struct {
	Salt     []byte
	Hash     []byte
	Verifier []byte
}

// Hasher makes credentials.
type Hasher struct {
	Group  *srp.Group
	Random io.Reader
}

// New makes the credential of a password with a fresh salt.
func (h Hasher) New(pool Pool, username, password string) (*Credential, error) {
	salt, err := srp.NewSalt(h.Random)
	if err != nil {
		return nil, err
	}
	hash := srp.PrivateKey(identity(pool, username), password, salt)
	return &Credential{Salt: salt, Hash: hash[:], Verifier: h.Group.Verifier(hash)}, nil
}

func identity(pool Pool, username string) srp.Identity {
	return srp.Identity{PoolName: pool.ShortName(), UserID: username}
}

// Matches checks a password in constant time.
func (c *Credential) Matches(pool Pool, username, password string) bool {
	hash := srp.PrivateKey(identity(pool, username), password, c.Salt)
	return subtle.ConstantTimeCompare(hash[:], c.Hash) == 1
}

// SetPassword gives the user a new password, permanent or temporary, and remembers the old one as long as the
// policy asks for. Making a credential takes milliseconds: operations do it with Hasher.New before their transaction.
func (u *User) SetPassword(hasher Hasher, pool Pool, password string, temporary bool, now time.Time) error {
	credential, err := hasher.New(pool, u.Username, password)
	if err != nil {
		return err
	}
	u.SetCredential(pool, credential, temporary, now)
	return nil
}

// SetCredential is SetPassword for a credential that was made before.
func (u *User) SetCredential(pool Pool, credential *Credential, temporary bool, now time.Time) {
	if u.Credential != nil {
		u.History = append([]Credential{*u.Credential}, u.History...)
	}
	if size := historySize(pool); len(u.History) > size {
		u.History = u.History[:size]
	}
	u.Credential, u.TemporarySince, u.Imported = credential, time.Time{}, false
	if temporary {
		u.TemporarySince = now
	}
}

// CheckHistory refuses a password that the policy's PasswordHistorySize forbids: the current one or a recent one.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
func (u User) CheckHistory(pool Pool, password string) error {
	size := historySize(pool)
	if size == 0 {
		return nil
	}
	former := u.History
	if u.Credential != nil {
		former = append([]Credential{*u.Credential}, former...)
	}
	for _, c := range former[:min(size, len(former))] {
		if c.Matches(pool, u.Username, password) {
			return rule.PasswordHistory.Refuse().Because("PasswordPolicy.PasswordHistorySize is %d and the user had this password", size)
		}
	}
	return nil
}

func historySize(pool Pool) int {
	if size := passwordPolicy(pool).PasswordHistorySize; size != nil {
		return int(*size)
	}
	return 0
}
