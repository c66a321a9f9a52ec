// Package mfa has the operations that say which second factors a pool has and which of them a user wants.
//
// What follows from it at sign-in is decided in directory (Pool.SecondFactor) and done in authflow. The settings that
// pools get at their creation, text messages among them, are in package pool; software tokens and passkeys can be
// switched on here, but nobody can register one yet.
package mfa

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Factors has the operations.
type Factors struct {
	DB     *store.DB
	Tokens Tokens
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}
