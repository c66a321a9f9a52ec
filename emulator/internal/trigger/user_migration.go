package trigger

import (
	"context"
	"fmt"

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

func (a *UserMigrationAnswer) verdict() string {
	return fmt.Sprintf("the function knows the user: finalUserStatus %q, %d attributes", a.FinalUserStatus, len(a.UserAttributes))
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
	arn := configured(pool).UserMigration
	if arn == "" {
		return nil, nil
	}
	event := userMigrationEvent(ctx, pool, r)
	r.Password = "***"
	return ask(ctx, t, question{"UserMigration", arn, event, userMigrationEvent(ctx, pool, r)}, readMigration)
}

func userMigrationEvent(ctx context.Context, pool directory.Pool, r UserMigrationRequest) envelope {
	request := userMigrationRequest{ValidationData: r.ValidationData, ClientMetadata: r.ClientMetadata}
	if r.Source == MigrateAtSignIn {
		request.Password = &r.Password
	}
	return newSourceFirst(ctx, pool, subject{r.Source, r.UserName, r.ClientID}, request, userMigrationResponse{})
}

func readMigration(r *reply) (*UserMigrationAnswer, *rule.Refusal) {
	if r.problem != "" {
		return nil, unusable(r.sent, r.problem)
	}
	var a UserMigrationAnswer
	problem := firstOf(
		read(r.members, "userAttributes", &a.UserAttributes), read(r.members, "forceAliasCreation", &a.ForceAliasCreation),
		read(r.members, "enableSMSMFA", &a.EnableSMSMFA), read(r.members, "finalUserStatus", &a.FinalUserStatus),
		read(r.members, "messageAction", &a.MessageAction), read(r.members, "desiredDeliveryMediums", &a.DesiredDeliveryMediums))
	switch {
	case problem != nil:
		return nil, rule.MigrationAnswerUnusable.Refuse(r.sent.client()).
			Because("%s", problem.Error()).
			Advise("return it with that type; all values of userAttributes are strings, such as \"true\"")
	case len(a.UserAttributes) == 0:
		return nil, rule.MigrationEmptyResponse.Refuse().
			Because("the function returned the event with a response that has no userAttributes: it does not know %q", r.sent.UserName)
	}
	if status := a.FinalUserStatus; status != "" && status != "CONFIRMED" && status != "RESET_REQUIRED" {
		r.note("response.finalUserStatus is %q, which is taken as RESET_REQUIRED; only CONFIRMED signs the user in", status)
	}
	return &a, nil
}

// unusable is the founding question's refusal, with its answer.
func unusable(s sent, problem string) *rule.Refusal {
	what := "sign-in"
	if s.TriggerSource == MigrateAtForgotPassword {
		what = "request"
	}
	return rule.MigrationAnswerUnusable.Refuse(s.client()).
		Because("the function returned %s; to have the %s answered as for an unknown user, return the event it received, with an empty response", problem, what).
		Advise("return the event; in Go: func(event events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) { return event, nil }")
}
