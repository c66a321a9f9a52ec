package authflow

import (
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Params are the parameters of a flow or a challenge, in either direction.
type Params map[string]string

// need gives a parameter that must be there.
func (p Params) need(name string) (string, error) {
	if p[name] == "" {
		return "", rule.ParameterMissing.Refuse(name).Because("the request has no %s", name)
	}
	return p[name], nil
}

// Facts are what is kept of an attempt between two calls.
type Facts struct {
	ID       string                `json:"id"`
	PoolID   string                `json:"pool"`
	ClientID string                `json:"client"`
	Sub      string                `json:"sub"`
	Asked    api.ChallengeNameType `json:"asked"`
	Proven   bool                  `json:"proven"` // the password
	Expires  time.Time             `json:"expires"`

	MFA         bool              `json:"mfa,omitempty"`         // the second factor was proven
	Code        directory.Purpose `json:"code,omitempty"`        // of the code that is asked for
	NewPassword bool              `json:"newPassword,omitempty"` // NEW_PASSWORD_REQUIRED was answered
	Custom      *Custom           `json:"custom,omitempty"`      // what CUSTOM_AUTH adds
}

// Attempt is one sign-in on its way.
type Attempt struct {
	Facts
	Pool   directory.Pool
	Client directory.Client
	User   directory.User

	// ClientMetadata means two things to triggers: that of InitiateAuth is validation data of those that run before the
	// user is found and let in; that of RespondToAuthChallenge goes to all others.
	Validation, Metadata map[string]string

	admin bool // the call is one of the administrators'

	hidden *rule.Refusal // why no proof can hold, though the caller must not learn it
}

func newAttempt(pool directory.Pool, client directory.Client) *Attempt {
	return &Attempt{Pool: pool, Client: client, Facts: Facts{PoolID: pool.Id, ClientID: client.ClientId}}
}

// Request is a call of InitiateAuth or AdminInitiateAuth.
type Request struct {
	PoolID   string // of the administrators' operation; else empty
	ClientID string
	Flow     api.AuthFlowType
	Params   Params
	Metadata map[string]string
}

// Answer is a call of RespondToAuthChallenge or AdminRespondToAuthChallenge.
type Answer struct {
	PoolID    string // of the administrators' operation; else empty
	ClientID  string
	Challenge api.ChallengeNameType
	Session   string
	Responses Params
	Metadata  map[string]string
}

// Reply is what both lead to: tokens, or a challenge.
type Reply struct {
	Tokens    *api.AuthenticationResultType
	Challenge api.ChallengeNameType
	Params    Params
	Session   string
}
