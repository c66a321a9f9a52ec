package trigger

import (
	"context"
	"maps"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// NoClient stands for the app client of operations that have none. Only the events of AdminCreateUser have this text in
// them (observed); see clientOf.
const NoClient = "CLIENT_ID_NOT_APPLICABLE"

type envelope interface{ source() string }

type callerContext struct {
	AWSSDKVersion string  `json:"awsSdkVersion"`
	ClientID      *string `json:"clientId"`
}

// clientOf is the app client as events name it. Where an administrator acts without one, the events of AdminCreateUser
// say so in words, and others have null: captured for AdminConfirmSignUp, reported for AdminUpdateUserAttributes
// (https://github.com/awslabs/swift-aws-lambda-events/pull/71), assumed for AdminResetUserPassword.
func clientOf(s subject) *string {
	if s.clientID == NoClient && !strings.HasSuffix(s.source, "_AdminCreateUser") {
		return nil
	}
	return &s.clientID
}

// event is the common form of the events, with the members in the order in which Cognito was seen to send them.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html#cognito-user-pools-lambda-trigger-syntax-shared
type event[Request, Response any] struct {
	Version       string        `json:"version"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	TriggerSource string        `json:"triggerSource"`
	Request       Request       `json:"request"`
	Response      Response      `json:"response"`
}

func (e event[Request, Response]) source() string { return e.TriggerSource }

// attributes are a user's, which an event has even if there are none.
type attributes map[string]string

func (a attributes) MarshalJSON() ([]byte, error) {
	if a == nil {
		return []byte("{}"), nil
	}
	return api.Encode(map[string]string(a))
}

// attributesOf adds what an event tells of a user's aliases: cognito:email_alias and cognito:phone_number_alias, as
// Cognito was seen to send them of users who can sign in with that attribute. A user who is yet to be created has no
// status, and no aliases.
func attributesOf(pool directory.Pool, of map[string]string) attributes {
	added := maps.Clone(of)
	for _, name := range []string{"email", "phone_number"} {
		alias := pool.SignsInBy(name) || pool.HasAlias(name) && of[name+"_verified"] == "true"
		if alias && of[name] != "" && of["cognito:user_status"] != "" {
			added["cognito:"+name+"_alias"] = of[name]
		}
	}
	return added
}

// configured are the functions of a pool.
func configured(pool directory.Pool) api.LambdaConfigType {
	if pool.LambdaConfig == nil {
		return api.LambdaConfigType{}
	}
	return *pool.LambdaConfig
}

// subject says what an event is about.
type subject struct{ source, userName, clientID string }

func newEvent[Request, Response any](ctx context.Context, pool directory.Pool, s subject, request Request, response Response) event[Request, Response] {
	return event[Request, Response]{
		Version: "1", Region: pool.Region(), UserPoolID: pool.Id, UserName: s.userName, TriggerSource: s.source,
		CallerContext: callerContext{journal.From(ctx).SDK(), clientOf(s)}, Request: request, Response: response,
	}
}

// sourceFirst is the other order of the members, which migration events have.
type sourceFirst[Request, Response any] struct {
	Version       string        `json:"version"`
	TriggerSource string        `json:"triggerSource"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	Request       Request       `json:"request"`
	Response      Response      `json:"response"`
}

func (e sourceFirst[Request, Response]) source() string { return e.TriggerSource }

func newSourceFirst[Request, Response any](ctx context.Context, pool directory.Pool, s subject, request Request, response Response) sourceFirst[Request, Response] {
	e := newEvent(ctx, pool, s, request, response)
	return sourceFirst[Request, Response]{e.Version, e.TriggerSource, e.Region, e.UserPoolID, e.UserName, e.CallerContext, request, response}
}

// oneWay is the form of an event that nobody waits for: without a response.
type oneWay[Request any] struct {
	Version       string        `json:"version"`
	TriggerSource string        `json:"triggerSource"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	Request       Request       `json:"request"`
}

func (e oneWay[Request]) source() string { return e.TriggerSource }
