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
	UserAttributes map[string]string `json:"userAttributes"`
	ValidationData map[string]string `json:"validationData"`
	UserNotFound   *bool             `json:"userNotFound,omitempty"`
}

// PreAuthentication runs before the password is checked, and may refuse the sign-in. With hidden users it runs for
// unknown ones, too.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
func (t *Triggers) PreAuthentication(ctx context.Context, pool directory.Pool, r PreAuthenticationRequest) error {
	if pool.LambdaConfig == nil || pool.LambdaConfig.PreAuthentication == "" {
		return nil
	}
	e := newEvent(ctx, pool, subject{"PreAuthentication_Authentication", r.UserName, r.ClientID},
		preAuthenticationRequest{r.Attributes, r.ValidationData, r.UserNotFound}, struct{}{})
	call, err := t.call(ctx, "PreAuthentication", pool.LambdaConfig.PreAuthentication, e, e)
	if err != nil {
		return err
	}
	if _, err := call.response(); err != nil {
		return err
	}
	call.accept("accepted")
	return nil
}
