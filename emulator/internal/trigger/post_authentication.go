package trigger

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// PostAuthenticationRequest is what the trigger is told.
type PostAuthenticationRequest struct {
	UserName       string
	ClientID       string
	Attributes     map[string]string
	NewDeviceUsed  bool              // only where the pool remembers devices
	ClientMetadata map[string]string // of RespondToAuthChallenge and AdminRespondToAuthChallenge only
}

type postAuthenticationRequest struct {
	UserAttributes attributes        `json:"userAttributes"`
	NewDeviceUsed  bool              `json:"newDeviceUsed"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
}

// PostAuthentication runs after a user has proved who they are. If it fails, so does the sign-in.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html
func (t *Triggers) PostAuthentication(ctx context.Context, pool directory.Pool, r PostAuthenticationRequest) error {
	arn := configured(pool).PostAuthentication
	if arn == "" {
		return nil
	}
	_, err := ask(ctx, t, question{name: "PostAuthentication", arn: arn, event: postAuthenticationEvent(ctx, pool, r)}, readSilent)
	return err
}

func postAuthenticationEvent(ctx context.Context, pool directory.Pool, r PostAuthenticationRequest) envelope {
	return newEvent(ctx, pool, subject{"PostAuthentication_Authentication", r.UserName, r.ClientID},
		postAuthenticationRequest{attributesOf(pool, r.Attributes), r.NewDeviceUsed, r.ClientMetadata}, struct{}{})
}
