package trigger

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// PostConfirmationRequest is what the trigger is told.
type PostConfirmationRequest struct {
	Source         string // PostConfirmation_ConfirmSignUp or PostConfirmation_ConfirmForgotPassword
	UserName       string
	ClientID       string
	Attributes     map[string]string
	ClientMetadata map[string]string
}

type postConfirmationRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
}

// PostConfirmation runs after a user was confirmed. If it fails the call fails, but the user stays confirmed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
func (t *Triggers) PostConfirmation(ctx context.Context, pool directory.Pool, r PostConfirmationRequest) error {
	if pool.LambdaConfig == nil || pool.LambdaConfig.PostConfirmation == "" {
		return nil
	}
	e := newEvent(ctx, pool, subject{r.Source, r.UserName, r.ClientID}, postConfirmationRequest{r.Attributes, r.ClientMetadata}, struct{}{})
	call, err := t.call(ctx, "PostConfirmation", pool.LambdaConfig.PostConfirmation, e, e)
	if err != nil {
		return err
	}
	if _, err := call.response(); err != nil {
		return err
	}
	call.accept("accepted")
	return nil
}
