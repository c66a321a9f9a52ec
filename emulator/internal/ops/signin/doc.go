// Package signin holds the operations that open, continue, renew and end sessions. The state machine behind the
// first four is package authflow; here requests and answers are translated. Tokens are package token's.
package signin

import (
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// SignIns are the operations of this package.
type SignIns struct {
	DB     *store.DB
	Runner *authflow.Runner
	Tokens *token.Issuer
}
