package trigger

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// PreAuthenticationRequest is what the trigger is told.
type PreAuthenticationRequest struct {
	UserName       string
	ClientID       string
	Attributes     map[string]string
	ValidationData map[string]string // the ClientMetadata of InitiateAuth
	UserNotFound   *bool             // nil where the client does not hide unknown users
}

type preAuthenticationRequest struct {
	UserAttributes attributes        `json:"userAttributes"`
	ValidationData map[string]string `json:"validationData"`
	UserNotFound   *bool             `json:"userNotFound,omitempty"`
}

// PreAuthentication runs before the password is checked, and may refuse the sign-in. With hidden users it runs for
// unknown ones, too.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
func (t *Triggers) PreAuthentication(ctx context.Context, pool directory.Pool, r PreAuthenticationRequest) error {
	arn := configured(pool).PreAuthentication
	if arn == "" {
		return nil
	}
	_, err := ask(ctx, t, question{name: "PreAuthentication", arn: arn, event: preAuthenticationEvent(ctx, pool, r)}, readSilent)
	return err
}

func preAuthenticationEvent(ctx context.Context, pool directory.Pool, r PreAuthenticationRequest) envelope {
	return newEvent(ctx, pool, subject{"PreAuthentication_Authentication", r.UserName, r.ClientID},
		preAuthenticationRequest{attributesOf(pool, r.Attributes), r.ValidationData, r.UserNotFound}, struct{}{})
}
