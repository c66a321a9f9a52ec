package trigger

import (
	"context"
	"encoding/json"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// The two sources of the migration trigger.
const (
	MigrateAtSignIn         = "UserMigration_Authentication"
	MigrateAtForgotPassword = "UserMigration_ForgotPassword"
)

// UserMigrationRequest is what the trigger is asked.
type UserMigrationRequest struct {
	Source         string
	UserName       string // as typed
	ClientID       string
	Password       string // at sign-in only
	ValidationData map[string]string
	ClientMetadata map[string]string
}

// UserMigrationAnswer is the user that the function found elsewhere. Null, "" and absent are the same: not set.
type UserMigrationAnswer struct {
	UserAttributes         map[string]string
	ForceAliasCreation     bool
	EnableSMSMFA           bool
	FinalUserStatus        string
	MessageAction          string
	DesiredDeliveryMediums []string
}

type userMigrationRequest struct {
	Password       *string           `json:"password,omitempty"`
	ValidationData map[string]string `json:"validationData"`
	UserAttributes map[string]string `json:"userAttributes"`
	ClientMetadata map[string]string `json:"clientMetadata,omitempty"`
}

type userMigrationResponse struct {
	UserAttributes         map[string]string `json:"userAttributes"`
	ForceAliasCreation     *bool             `json:"forceAliasCreation"`
	EnableSMSMFA           *bool             `json:"enableSMSMFA"`
	FinalUserStatus        *string           `json:"finalUserStatus"`
	MessageAction          *string           `json:"messageAction"`
	DesiredDeliveryMediums []string          `json:"desiredDeliveryMediums"`
}

// UserMigration asks the function about a user whom the pool does not have. The answer is nil if the pool has no
// such trigger. An answer without a response – null, "", {} – is refused even where unknown users are hidden; one
// with an empty response says that the function does not know the user either.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
func (t *Triggers) UserMigration(ctx context.Context, pool directory.Pool, r UserMigrationRequest) (*UserMigrationAnswer, error) {
	if pool.LambdaConfig == nil || pool.LambdaConfig.UserMigration == "" {
		return nil, nil
	}
	request := userMigrationRequest{ValidationData: r.ValidationData, ClientMetadata: r.ClientMetadata}
	shown := request
	if r.Source == MigrateAtSignIn {
		request.Password, shown.Password = &r.Password, new("***")
	}
	about := subject{r.Source, r.UserName, r.ClientID}
	call, err := t.call(ctx, "UserMigration", pool.LambdaConfig.UserMigration,
		newSourceFirst(ctx, pool, about, request, userMigrationResponse{}), newSourceFirst(ctx, pool, about, shown, userMigrationResponse{}))
	if err != nil {
		return nil, err
	}
	members, problem := responseOf(call.raw)
	if problem != "" {
		return nil, call.reject(unusable(r, problem))
	}
	return readMigration(call, r, members)
}

func readMigration(call *invocation, r UserMigrationRequest, members map[string]json.RawMessage) (*UserMigrationAnswer, error) {
	var a UserMigrationAnswer
	problem := firstOf(
		read(members, "userAttributes", &a.UserAttributes), read(members, "forceAliasCreation", &a.ForceAliasCreation),
		read(members, "enableSMSMFA", &a.EnableSMSMFA), read(members, "finalUserStatus", &a.FinalUserStatus),
		read(members, "messageAction", &a.MessageAction), read(members, "desiredDeliveryMediums", &a.DesiredDeliveryMediums))
	switch {
	case problem != nil:
		return nil, call.reject(unusable(r, "the event, but "+problem.Error()))
	case len(a.UserAttributes) == 0:
		return nil, call.reject(rule.MigrationEmptyResponse.Refuse().
			Because("the function returned the event with a response that has no userAttributes: it does not know %q", r.UserName))
	}
	call.accept("the function knows %q: finalUserStatus %q, %d attributes", r.UserName, a.FinalUserStatus, len(a.UserAttributes))
	return &a, nil
}

// unusable is the founding question's refusal, with its answer.
func unusable(r UserMigrationRequest, problem string) *rule.Refusal {
	what := "sign-in"
	if r.Source == MigrateAtForgotPassword {
		what = "request"
	}
	return rule.MigrationAnswerUnusable.Refuse(r.ClientID).
		Because("the function returned %s; to have the %s answered as for an unknown user, return the event it received, with an empty response", problem, what).
		Advise("return the event; in Go: func(event events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) { return event, nil }")
}
