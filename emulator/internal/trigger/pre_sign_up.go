package trigger

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// PreSignUpRequest is what the trigger is asked. Attributes are the supplied ones only, without sub and status.
type PreSignUpRequest struct {
	Source         string // PreSignUp_SignUp or PreSignUp_AdminCreateUser
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

type preSignUpRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
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
	if pool.LambdaConfig == nil || pool.LambdaConfig.PreSignUp == "" {
		return PreSignUpAnswer{}, nil
	}
	e := newEvent(ctx, pool, subject{r.Source, r.UserName, r.ClientID},
		preSignUpRequest{r.Attributes, r.ValidationData, r.ClientMetadata}, preSignUpResponse{})
	call, err := t.call(ctx, "PreSignUp", pool.LambdaConfig.PreSignUp, e, e)
	if err != nil {
		return PreSignUpAnswer{}, err
	}
	members, err := call.response()
	if err != nil {
		return PreSignUpAnswer{}, err
	}
	var a PreSignUpAnswer
	problem := firstOf(read(members, "autoConfirmUser", &a.AutoConfirmUser),
		read(members, "autoVerifyEmail", &a.AutoVerifyEmail), read(members, "autoVerifyPhone", &a.AutoVerifyPhone))
	if problem != nil {
		return PreSignUpAnswer{}, call.reject(rule.TriggerAnswerUnrecognizable.Refuse().Because("%v", problem))
	}
	for attribute, asked := range map[string]bool{"email": a.AutoVerifyEmail, "phone_number": a.AutoVerifyPhone} {
		if asked && r.Attributes[attribute] == "" {
			return PreSignUpAnswer{}, call.reject(rule.AutoVerifyWithoutValue.Refuse().Because("the function asked to verify %s, which the user does not have", attribute))
		}
	}
	call.accept("autoConfirmUser %t, autoVerifyEmail %t, autoVerifyPhone %t", a.AutoConfirmUser, a.AutoVerifyEmail, a.AutoVerifyPhone)
	return a, nil
}
