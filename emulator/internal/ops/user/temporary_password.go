package user

import (
	"crypto/rand"
	"io"
	"math/big"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// classes are the kinds of characters that a policy can ask for. Letters and digits that look alike are left out, and
// so are symbols that mean something in HTML or in the templates of messages.
var classes = []string{"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@$%*?-_+."}

// temporaryPassword makes a password that every policy of its length takes: it has characters of all kinds.
func temporaryPassword(pool directory.Pool, random io.Reader) (string, error) {
	text := make([]byte, passwordLength(pool))
	for i := range text {
		alphabet := strings.Join(classes, "")
		if i < len(classes) {
			alphabet = classes[i]
		}
		n, err := draw(random, len(alphabet))
		if err != nil {
			return "", err
		}
		text[i] = alphabet[n]
	}
	for i := len(text) - 1; i > 0; i-- {
		n, err := draw(random, i+1)
		if err != nil {
			return "", err
		}
		text[i], text[n] = text[n], text[i]
	}
	return string(text), nil
}

func passwordLength(pool directory.Pool) int {
	const usual = 8
	if pool.Policies == nil || pool.Policies.PasswordPolicy == nil || pool.Policies.PasswordPolicy.MinimumLength == nil {
		return usual
	}
	return max(usual, int(*pool.Policies.PasswordPolicy.MinimumLength))
}

func draw(random io.Reader, below int) (int, error) {
	n, err := rand.Int(random, big.NewInt(int64(below)))
	if err != nil {
		return 0, err
	}
	return int(n.Int64()), nil
}
