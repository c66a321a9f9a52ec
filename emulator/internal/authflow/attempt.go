package authflow

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
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

// longestUsername is what the model allows wherever a name has a member of its own.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
const longestUsername = 128

// checkUsername refuses a name that no user can have (assumed: the model says nothing of names among parameters). What is
// kept of an attempt has room for the others.
func (p Params) checkUsername() error {
	if utf8.RuneCountInString(p["USERNAME"]) <= longestUsername {
		return nil
	}
	return rule.Constraint(api.InvalidParameterException(fmt.Sprintf(
		"1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to %d", longestUsername)))
}

// Facts are what is kept of an attempt between two calls.
type Facts struct {
	ID       string                `json:"id"`
	PoolID   string                `json:"pool"`
	ClientID string                `json:"client"`
	Sub      string                `json:"sub"`
	Asked    api.ChallengeNameType `json:"asked"`
	Proven   bool                  `json:"proven"`         // the password
	Salt     string                `json:"salt,omitempty"` // of the password that was proven: another one voids the session
	Expires  time.Time             `json:"expires"`
	Parked   bool                  `json:"parked,omitempty"` // the rest is kept here, not in the session

	First       api.ChallengeNameType `json:"first,omitempty"`       // what was proven in place of the password: EMAIL_OTP, SMS_OTP or WEB_AUTHN
	MFA         bool                  `json:"mfa,omitempty"`         // the second factor was proven
	Factor      api.ChallengeNameType `json:"factor,omitempty"`      // the second factor that was chosen by SELECT_MFA_TYPE or in MFA_SETUP
	Token       *EnrolledToken        `json:"token,omitempty"`       // the software token that MFA_SETUP is about
	Email       string                `json:"email,omitempty"`       // the address that MFA_SETUP is about
	Code        directory.Purpose     `json:"code,omitempty"`        // of the code that is asked for
	NewPassword bool                  `json:"newPassword,omitempty"` // NEW_PASSWORD_REQUIRED was answered
	Choice      *Choice               `json:"choice,omitempty"`      // what USER_AUTH adds
	StepUp      *StepUp               `json:"stepUp,omitempty"`      // the authentication level that USER_AUTH aims at
	Custom      *Custom               `json:"custom,omitempty"`      // what CUSTOM_AUTH adds
	Passkey     *PasskeyFacts         `json:"passkey,omitempty"`     // what WEB_AUTHN asks for
	Device      DeviceFacts           `json:"device,omitzero"`       // the device that the caller presents
	Risk        RiskFacts             `json:"risk,omitzero"`         // what threat protection found out
	Methods     []string              `json:"methods,omitempty"`     // of authentication, as RFC 8176 names them: what was proven so far
	Event       string                `json:"event,omitempty"`       // the id of the call that opened the attempt
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

	signUp string            // the session of ConfirmSignUp, which USER_AUTH takes
	admin  bool              // the call is one of the administrators'
	typed  string            // USERNAME of the answer to a challenge
	device *directory.Device // the one that Facts.Device names, if it is the user's

	scene   threat.Scene // the call as threat protection sees it
	blocked bool         // because of where it comes from

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
	Session  string // of ConfirmSignUp, which USER_AUTH takes
	Metadata map[string]string
	Context  UserContext
}

// Answer is a call of RespondToAuthChallenge or AdminRespondToAuthChallenge.
type Answer struct {
	PoolID    string // of the administrators' operation; else empty
	ClientID  string
	Challenge api.ChallengeNameType
	Session   string
	Responses Params
	Metadata  map[string]string
	Context   UserContext
}

// UserContext is what the caller says about the user's device, for threat protection.
type UserContext struct {
	IP      string
	Encoded string // EncodedData, which only AWS's own libraries make
}

// Reply is what both lead to: tokens, or a challenge.
type Reply struct {
	Tokens    *api.AuthenticationResultType
	Challenge api.ChallengeNameType
	Params    Params
	Session   string
	Available []api.ChallengeNameType // AvailableChallenges
}
