package srp

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// MaxPublicDigits is the longest public value that [ParsePublic] accepts: twice
// the length of N. The limit is assumed; where Cognito has one is not known.
const MaxPublicDigits = 2 * groupDigits

// groupDigits is the length of N in hexadecimal digits.
const groupDigits = 768

// What [ParsePublic] objects to.
var (
	ErrPublicEmpty   = errors.New("srp: the public value is empty")
	ErrPublicNotHex  = errors.New("srp: the public value is not a hexadecimal number")
	ErrPublicTooLong = fmt.Errorf("srp: the public value has more than %d digits", MaxPublicDigits)
)

// A Public is a public value (SRP_A, SRP_B) as the other side sent it: any
// number, not yet known to be a valid one.
type Public struct {
	bytes  []byte // not reduced modulo N: u is the hash of what was sent
	digits int
}

// ParsePublic reads a public value: hexadecimal digits of either case, an even
// or odd number of them, without sign or prefix. Zero and numbers above N pass:
// Cognito's first step accepts "0" and "2" (recorded), and what it does above N
// is assumed.
func ParsePublic(digits string) (Public, error) {
	switch {
	case digits == "":
		return Public{}, ErrPublicEmpty
	case len(digits) > MaxPublicDigits:
		return Public{}, ErrPublicTooLong
	}
	value, ok := new(big.Int).SetString(digits, 16)
	if signed := strings.ContainsAny(digits, "+-"); signed || !ok {
		return Public{}, ErrPublicNotHex
	}
	return Public{bytes: value.Bytes(), digits: len(digits)}, nil
}

func (p Public) number() *big.Int { return number(p.bytes) }
