package directory

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/srp"
)

// Pool is a user pool: what DescribeUserPool shows, and what nobody is shown.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
type Pool struct {
	api.UserPoolType
	MFA      MFASettings     `json:"MFA,omitzero"`
	Tracking SessionTracking `json:"Tracking,omitzero"`
	Secret   []byte          // keys the answers that are made up for unknown users; random, kept for the pool's life
}

// Pools holds the user pools by id.
var Pools = store.Table[Pool]{
	Kind: "pool",
	Key:  func(p Pool) string { return p.Id },
}

// FindPool gives the pool of an id.
func FindPool(tx *store.Tx, id string) (Pool, error) {
	pool, err := Pools.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return Pool{}, rule.PoolNotFound.Refuse(id).Because("there is no user pool %s", id)
	}
	return pool, err
}

// ShortName is what Cognito's SRP calls the pool name.
func (p Pool) ShortName() string { return srp.PoolName(p.Id) }

// Region is the part of the id before the underscore.
func (p Pool) Region() string {
	region, _, _ := strings.Cut(p.Id, "_")
	return region
}

// CaseSensitive says how names compare. Pools made by the API are case-sensitive unless they say otherwise.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
func (p Pool) CaseSensitive() bool {
	return p.UsernameConfiguration == nil || p.UsernameConfiguration.CaseSensitive
}

// Fold brings a user name or alias into the form that is compared and stored.
func (p Pool) Fold(name string) string {
	if p.CaseSensitive() {
		return name
	}
	return strings.ToLower(name)
}

// SignsInBy reports whether users of the pool have no user name of their own but an attribute in its place.
func (p Pool) SignsInBy(attribute string) bool {
	return slices.Contains(p.UsernameAttributes, api.UsernameAttributeType(attribute))
}

// HasUsernameAttributes reports whether user names are email addresses or phone numbers, and ids generated.
func (p Pool) HasUsernameAttributes() bool { return len(p.UsernameAttributes) > 0 }

// HasAlias reports whether an attribute can be used in place of the user name.
func (p Pool) HasAlias(attribute string) bool {
	return slices.Contains(p.AliasAttributes, api.AliasAttributeType(attribute))
}

// Verifies reports whether sign-up sends a code to an attribute.
func (p Pool) Verifies(attribute string) bool {
	return slices.Contains(p.AutoVerifiedAttributes, api.VerifiedAttributeType(attribute))
}

// VerifiesBeforeUpdate reports whether a new value of an attribute waits until it is verified.
func (p Pool) VerifiesBeforeUpdate(attribute string) bool {
	return p.UserAttributeUpdateSettings != nil && slices.Contains(
		p.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate, api.VerifiedAttributeType(attribute))
}

// TemporaryPasswordLife is how long a temporary password can be used: 7 days unless the policy says otherwise.
func (p Pool) TemporaryPasswordLife() time.Duration {
	const day = 24 * time.Hour
	if p.Policies != nil && p.Policies.PasswordPolicy != nil {
		if days := p.Policies.PasswordPolicy.TemporaryPasswordValidityDays; days != nil && *days > 0 {
			return time.Duration(*days) * day
		}
	}
	return 7 * day
}
