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
	UserAttributes attributes        `json:"userAttributes"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
}

// PostConfirmation runs after a user was confirmed. If it fails the call fails, but the user stays confirmed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
func (t *Triggers) PostConfirmation(ctx context.Context, pool directory.Pool, r PostConfirmationRequest) error {
	arn := configured(pool).PostConfirmation
	if arn == "" {
		return nil
	}
	_, err := ask(ctx, t, question{name: "PostConfirmation", arn: arn, event: postConfirmationEvent(ctx, pool, r)}, readSilent)
	return err
}

func postConfirmationEvent(ctx context.Context, pool directory.Pool, r PostConfirmationRequest) envelope {
	return newEvent(ctx, pool, subject{r.Source, r.UserName, r.ClientID},
		postConfirmationRequest{attributesOf(pool, r.Attributes), r.ClientMetadata}, struct{}{})
}
