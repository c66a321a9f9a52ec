package trigger

import (
	"context"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// PreSignUpRequest is what the trigger is asked. Attributes are the supplied ones only, without sub and status.
type PreSignUpRequest struct {
	Source         string // PreSignUp_SignUp, PreSignUp_AdminCreateUser or PreSignUp_ExternalProvider
	UserName       string
	ClientID       string
	Attributes     map[string]string
	ValidationData map[string]string
	ClientMetadata map[string]string
}

// PreSignUpAnswer is what the trigger decides.
type PreSignUpAnswer struct {
	AutoConfirmUser, AutoVerifyEmail, AutoVerifyPhone bool
}

func (a PreSignUpAnswer) verdict() string {
	return fmt.Sprintf("autoConfirmUser %t, autoVerifyEmail %t, autoVerifyPhone %t", a.AutoConfirmUser, a.AutoVerifyEmail, a.AutoVerifyPhone)
}

type preSignUpRequest struct {
	UserAttributes attributes        `json:"userAttributes"`
	ValidationData map[string]string `json:"validationData"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
}

type preSignUpResponse struct {
	AutoConfirmUser bool `json:"autoConfirmUser"`
	AutoVerifyEmail bool `json:"autoVerifyEmail"`
	AutoVerifyPhone bool `json:"autoVerifyPhone"`
}

// PreSignUp runs before a user is created, and may refuse, confirm or verify the user.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
func (t *Triggers) PreSignUp(ctx context.Context, pool directory.Pool, r PreSignUpRequest) (PreSignUpAnswer, error) {
	arn := configured(pool).PreSignUp
	if arn == "" {
		return PreSignUpAnswer{}, nil
	}
	return ask(ctx, t, question{name: "PreSignUp", arn: arn, event: preSignUpEvent(ctx, pool, r)}, readPreSignUp)
}

func preSignUpEvent(ctx context.Context, pool directory.Pool, r PreSignUpRequest) envelope {
	return newEvent(ctx, pool, subject{r.Source, r.UserName, r.ClientID},
		preSignUpRequest{r.Attributes, r.ValidationData, r.ClientMetadata}, preSignUpResponse{})
}

func readPreSignUp(r *reply) (PreSignUpAnswer, *rule.Refusal) {
	var a PreSignUpAnswer
	members, refusal := r.response()
	if refusal != nil {
		return a, refusal
	}
	problem := firstOf(read(members, "autoConfirmUser", &a.AutoConfirmUser),
		read(members, "autoVerifyEmail", &a.AutoVerifyEmail), read(members, "autoVerifyPhone", &a.AutoVerifyPhone))
	if problem != nil {
		return a, wrongType(problem)
	}
	if r.sent.TriggerSource == "PreSignUp_AdminCreateUser" { // the flags have no effect then
		return a, nil
	}
	for _, asked := range []struct {
		verify          bool
		name, attribute string
	}{{a.AutoVerifyEmail, "autoVerifyEmail", "email"}, {a.AutoVerifyPhone, "autoVerifyPhone", "phone_number"}} {
		if asked.verify && r.sent.attribute(asked.attribute) == "" {
			return a, rule.AutoVerifyWithoutValue.Refuse().
				Because("response.%s is true, but the user has no %s that could be verified", asked.name, asked.attribute)
		}
	}
	return a, nil
}
