package directory

import (
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Purpose says what a confirmation code is for. A user has one outstanding code for each.
type Purpose string

// The purposes. Attribute verification has one code for each attribute.
const (
	CodeSignUp         Purpose = "SignUp"
	CodeForgotPassword Purpose = "ForgotPassword"
	CodeVerifyEmail    Purpose = "Verify:email"
	CodeVerifyPhone    Purpose = "Verify:phone_number"
)

// VerifyPurpose is the purpose of the codes that verify an attribute.
func VerifyPurpose(attribute string) Purpose { return Purpose("Verify:" + attribute) }

// mfaPurpose begins the purposes of sign-in codes.
const mfaPurpose = "MFA:"

// MFAPurpose is the purpose of the code that is the second factor of one sign-in: each has its own, so that sign-ins
// of the same user do not disturb each other (assumed). It lives as long as the session in which it is asked for.
func MFAPurpose(id string, life time.Duration) Purpose {
	return Purpose(mfaPurpose + life.String() + ":" + id)
}

// Life is how long a code can be used.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
func (p Purpose) Life() time.Duration {
	if p == CodeForgotPassword {
		return time.Hour
	}
	if rest, ok := strings.CutPrefix(string(p), mfaPurpose); ok {
		life, _, _ := strings.Cut(rest, ":")
		d, _ := time.ParseDuration(life) // MFAPurpose wrote it
		return d
	}
	return 24 * time.Hour
}

// Code is a confirmation code that was sent to a user. It belongs to the user, not to a client.
type Code struct {
	PoolID, Sub string
	Purpose     Purpose
	Text        string
	Attribute   string // where it went: email or phone_number
	Pending     string // the attribute's new value, where it waits for its verification
	Expires     time.Time
}

// Codes holds the outstanding codes by user and purpose.
var Codes = store.Table[Code]{
	Kind: "code",
	Key:  func(c Code) string { return codeKey(c.PoolID, c.Sub, c.Purpose) },
}

func codeKey(poolID, sub string, purpose Purpose) string {
	return poolID + "/" + sub + "/" + string(purpose)
}

// SaveCode makes a code the user's outstanding one for its purpose; a former one is superseded.
func SaveCode(tx *store.Tx, code Code) error {
	code.Expires = tx.Now.Add(code.Purpose.Life())
	if err := Codes.Put(tx, code); err != nil {
		return err
	}
	return tidyCodes(tx, code)
}

// tidyCodes removes some of the user's codes that expired long ago: nobody comes back for those of sign-ins that were given
// up, and their number has no limit. Where it begins to look is random, as the ids of sign-ins are. The clock may be set
// back, so that codes stay for a while.
func tidyCodes(tx *store.Tx, added Code) error {
	const some, outlived = 4, 24 * time.Hour
	for code, err := range Codes.Scan(tx, codeKey(added.PoolID, added.Sub, mfaPurpose), Codes.Key(added), some) {
		switch {
		case err != nil:
			return err
		case tx.Now.Sub(code.Expires) < outlived:
			continue
		}
		if err := UseCode(tx, code); err != nil {
			return err
		}
	}
	return nil
}

// CheckCode compares a text with the outstanding code of a purpose. The code stays until UseCode.
func CheckCode(tx *store.Tx, user User, purpose Purpose, text string) (Code, error) {
	code, err := Codes.Get(tx, codeKey(user.PoolID, user.Sub, purpose))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Code{}, rule.CodeExpired.Refuse().Because("no %s code is outstanding for %s", purpose, user.Username)
	case err != nil:
		return Code{}, err
	case !tx.Now.Before(code.Expires):
		return Code{}, rule.CodeExpired.Refuse().Because("the %s code of %s expired at %s", purpose, user.Username, code.Expires.Format(time.RFC3339))
	case subtle.ConstantTimeCompare([]byte(code.Text), []byte(text)) != 1:
		return Code{}, rule.CodeMismatch.Refuse().Because("the %s code that was sent to %s is another one", purpose, user.Username)
	}
	return code, nil
}

// UseCode removes a code that did its work.
func UseCode(tx *store.Tx, code Code) error { return Codes.Delete(tx, Codes.Key(code)) }

// ForgetCodes removes the outstanding codes that went to an attribute whose value has changed: who can read the
// former address must not verify the new one. (Assumed: what AWS does with them is not established.)
func ForgetCodes(tx *store.Tx, user User, attribute string) error {
	return removeCodes(tx, user, func(c Code) bool { return c.Attribute == attribute })
}

func deleteCodes(tx *store.Tx, user User) error {
	return removeCodes(tx, user, func(Code) bool { return true })
}

func removeCodes(tx *store.Tx, user User, gone func(Code) bool) error {
	var void []Code
	for code, err := range Codes.Scan(tx, codeKey(user.PoolID, user.Sub, ""), "", 0) {
		if err != nil {
			return err
		}
		if gone(code) {
			void = append(void, code)
		}
	}
	for _, code := range void {
		if err := UseCode(tx, code); err != nil {
			return err
		}
	}
	return nil
}
