package trigger

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// DefineAuthChallengeAnswer is what comes next in a custom sign-in. Exactly one of the three is set.
type DefineAuthChallengeAnswer struct {
	ChallengeName      string
	IssueTokens        bool
	FailAuthentication bool
}

func (a DefineAuthChallengeAnswer) verdict() string {
	switch {
	case a.IssueTokens:
		return "issueTokens: the sign-in is complete"
	case a.FailAuthentication:
		return "failAuthentication: the sign-in fails"
	}
	return "the next challenge is " + a.ChallengeName
}

type defineAuthChallengeRequest struct {
	UserAttributes attributes        `json:"userAttributes"`
	Session        []ChallengeResult `json:"session"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
	UserNotFound   *bool             `json:"userNotFound,omitempty"`
}

type defineAuthChallengeResponse struct {
	ChallengeName      *string `json:"challengeName"`
	IssueTokens        *bool   `json:"issueTokens"`
	FailAuthentication *bool   `json:"failAuthentication"`
}

// DefineAuthChallenge decides how a custom sign-in goes on: with a challenge, with tokens, or not at all. The answer
// always holds exactly one decision. Without the trigger there are no custom sign-ins, which authflow checks before;
// here they fail.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
func (t *Triggers) DefineAuthChallenge(ctx context.Context, pool directory.Pool, r ChallengeRequest) (DefineAuthChallengeAnswer, error) {
	arn := configured(pool).DefineAuthChallenge
	if arn == "" {
		return DefineAuthChallengeAnswer{FailAuthentication: true}, nil
	}
	return ask(ctx, t, question{name: "DefineAuthChallenge", arn: arn, event: defineAuthChallengeEvent(ctx, pool, r)}, readDefineAuthChallenge)
}

func defineAuthChallengeEvent(ctx context.Context, pool directory.Pool, r ChallengeRequest) envelope {
	return newEvent(ctx, pool, subject{"DefineAuthChallenge_Authentication", r.UserName, r.ClientID},
		defineAuthChallengeRequest{attributesOf(pool, r.Attributes), steps(r.Session), r.ClientMetadata, r.UserNotFound}, defineAuthChallengeResponse{})
}

// definable are the challenges that a function can ask for.
var definable = map[string]bool{
	"CUSTOM_CHALLENGE": true, "SRP_A": true, "PASSWORD_VERIFIER": true, "SMS_MFA": true, "EMAIL_OTP": true, "SOFTWARE_TOKEN_MFA": true,
	"DEVICE_SRP_AUTH": true, "DEVICE_PASSWORD_VERIFIER": true, "NEW_PASSWORD_REQUIRED": true, "ADMIN_NO_SRP_AUTH": true,
}

// readDefineAuthChallenge takes one decision out of the three members. The typed events of Go send all three; a name
// beside a decision that ends the sign-in is what the last round left.
func readDefineAuthChallenge(r *reply) (DefineAuthChallengeAnswer, *rule.Refusal) {
	var a, none DefineAuthChallengeAnswer
	members, refusal := r.response()
	if refusal != nil {
		return none, refusal
	}
	problem := firstOf(read(members, "challengeName", &a.ChallengeName),
		read(members, "issueTokens", &a.IssueTokens), read(members, "failAuthentication", &a.FailAuthentication))
	switch {
	case problem != nil:
		return none, wrongType(problem)
	case a.IssueTokens && a.FailAuthentication:
		return none, rule.ChallengeContradictory.Refuse().Because("response.issueTokens and response.failAuthentication are both true")
	case a.IssueTokens, a.FailAuthentication:
		if a.ChallengeName != "" {
			r.note("response.challengeName %q was ignored: the function ended the sign-in in the same answer", a.ChallengeName)
			a.ChallengeName = ""
		}
	case a.ChallengeName == "":
		return none, rule.TriggerAnswerUnrecognizable.Refuse().
			Because("the response decides nothing: response.challengeName is not set, and neither response.issueTokens nor response.failAuthentication is true").
			Advise("set exactly one of challengeName, issueTokens: true and failAuthentication: true")
	case !definable[a.ChallengeName]:
		return none, rule.ChallengeUnknown.Refuse().Because("response.challengeName is %q, and Cognito knows %s", shorten(a.ChallengeName),
			strings.Join(slices.Sorted(maps.Keys(definable)), ", "))
	}
	return a, nil
}
