// Package pool has the operations that make, show, change and remove user pools.
//
// CreateUserPool and UpdateUserPool set the same things: settings.go brings both requests into one form, check_*.go
// refuse what Cognito refuses, defaults.go fills in what was left out. What a pool means to its users is decided where
// they sign up and in (account, password, authflow); app clients have their own package, client, as have second factors,
// mfa, and will have domains, identity providers and resource servers.
package pool

import (
	"cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Pools has the operations on user pools.
type Pools struct {
	DB       *store.DB
	IDs      directory.Identifiers
	Region   string                 // of new pools; "" is us-east-1
	Account  string                 // of new pools; "" is 000000000000
	Cascades []directory.Cascade    // remove what packages above directory keep of a pool
	Answers  func(arn string) error // why no function answers for an ARN; nil if one does
}

func (o *Pools) region() string { return cmp.Or(o.Region, "us-east-1") }

func (o *Pools) arn(id string) string {
	return "arn:aws:cognito-idp:" + o.region() + ":" + cmp.Or(o.Account, "000000000000") + ":userpool/" + id
}
