package factor

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// The parameters of RFC 6238, which are those that authenticator apps assume: six digits of HMAC-SHA-1, a new code every
// thirty seconds.
const (
	totpPeriod = 30 * time.Second

	// totpSkew is how many steps a code may be early or late. That codes are accepted for some time after their step is
	// the service's own word (issue 3873 of amplify-js); one step, which is what RFC 6238 §5.2 recommends, and that early
	// codes are accepted as long, are assumed.
	totpSkew = 1

	// totpSecretSize makes secrets of 52 characters (from memory: assumed).
	totpSecretSize = 32
)

var totpOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// NewSoftwareToken makes up the secret of an authenticator app.
func NewSoftwareToken(random io.Reader) ([]byte, error) {
	secret := make([]byte, totpSecretSize)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("make up the secret of a software token: %w", err)
	}
	return secret, nil
}

// SecretText is a secret as users type it: base32 without padding (RFC 4648 §6).
func SecretText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// CheckTOTP says whether a code is one of the token's at a time, and for which time step. A code that was used, or is older
// than one that was, is a replay (RFC 6238 §5.2).
//
// A clock that was set back makes the newest code that was used one of the future. It is forgotten then, since nobody could
// sign in before that time comes.
func CheckTOTP(token directory.SoftwareToken, code string, now time.Time) (step int64, ok, replay bool) {
	current := TimeStep(now)
	last := token.LastStep
	if last > current+totpSkew {
		last = 0
	}
	for step = current - totpSkew; step <= current+totpSkew; step++ {
		if subtle.ConstantTimeCompare([]byte(codeOf(token.Secret, step)), []byte(code)) != 1 {
			continue
		}
		if step > last {
			return step, true, false
		}
		replay = true
	}
	return 0, false, replay
}

// CurrentTOTP is the token's code at a time.
func CurrentTOTP(token directory.SoftwareToken, now time.Time) string {
	return codeOf(token.Secret, TimeStep(now))
}

// TimeStep numbers the steps in which codes change.
func TimeStep(now time.Time) int64 { return now.Unix() / int64(totpPeriod/time.Second) }

// StepEnds is when the code of a step gives way to the next one.
func StepEnds(step int64) time.Time {
	return time.Unix((step+1)*int64(totpPeriod/time.Second), 0).UTC()
}

// codeOf gives the code of a step; none for a token without a secret, and before 1970.
func codeOf(secret []byte, step int64) string {
	if len(secret) == 0 || step < 0 {
		return ""
	}
	code, err := hotp.GenerateCodeCustom(SecretText(secret), uint64(step), totpOptions)
	if err != nil {
		return ""
	}
	return code
}
