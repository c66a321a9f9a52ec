// Package mfa has the operations that say which second factors a pool has and which of them a user wants, and those by
// which users get an authenticator app or lose it.
//
// What follows from it at sign-in is decided in directory (Pool.SecondFactor) and done in authflow, as is setting up a
// factor in the middle of a sign-in; codes are made and checked in factor. The settings that pools get at their creation,
// text messages among them, are in package pool, passkeys in package passkey.
package mfa

import (
	"context"
	"io"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Factors has the operations.
type Factors struct {
	DB      *store.DB
	Tokens  Tokens
	SignIns Enrolments
	Random  io.Reader // for secrets
}

// Enrolments set software tokens up in the middle of a sign-in that cannot go on without one. Both operations answer the
// session for the next call.
type Enrolments interface {
	Associate(ctx context.Context, session api.Secret) (secret string, next api.Secret, err error)
	Verify(ctx context.Context, session api.Secret, code, name string) (next api.Secret, err error)
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
