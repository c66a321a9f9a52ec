package clients_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func guarded(t *testing.T) factored {
	t.Helper()
	return newFactored(t, cognito.CreateUserPoolInput{
		UserPoolTier:   types.UserPoolTierTypePlus,
		UserPoolAddOns: &types.UserPoolAddOnsType{AdvancedSecurityMode: types.AdvancedSecurityModeTypeEnforced},
	}, nil)
}

func TestRiskConfiguration(t *testing.T) {
	idp := administrator(t)
	set := func(f factored) (*cognito.SetRiskConfigurationOutput, error) {
		return idp.SetRiskConfiguration(t.Context(), &cognito.SetRiskConfigurationInput{
			UserPoolId: &f.pool, CompromisedCredentialsRiskConfiguration: &types.CompromisedCredentialsRiskConfigurationType{
				Actions: &types.CompromisedCredentialsActionsType{EventAction: types.CompromisedCredentialsEventActionTypeBlock},
			},
		})
	}
	f := guarded(t)
	must(set(f))(t)
	got := must(idp.DescribeRiskConfiguration(t.Context(), &cognito.DescribeRiskConfigurationInput{UserPoolId: &f.pool}))(t)
	if action := got.RiskConfiguration.CompromisedCredentialsRiskConfiguration.Actions.EventAction; action != "BLOCK" {
		t.Errorf("the action is %s", action)
	}
	requireRecent(t, got.RiskConfiguration.LastModifiedDate)
	_, err := set(newFactored(t, cognito.CreateUserPoolInput{}, nil))
	refused[*types.UserPoolAddOnNotEnabledException](t, err, "")
}

func TestEventsAreKeptAndJudged(t *testing.T) {
	f, idp := guarded(t), administrator(t)
	m := f.newMember(t)
	wrong := m.person
	wrong.password = "not-the-passw0rd"
	_, err := signIn(t, wrong, f.client)
	refused[*types.NotAuthorizedException](t, err, "Incorrect username or password.")
	f.accessToken(t, m)
	list := func() []types.AuthEventType {
		return must(idp.AdminListUserAuthEvents(t.Context(), &cognito.AdminListUserAuthEventsInput{UserPoolId: &f.pool, Username: &m.name}))(t).AuthEvents
	}
	events := list()
	if len(events) != 2 || events[0].EventResponse != types.EventResponseTypePass || events[1].EventResponse != types.EventResponseTypeFail {
		t.Fatalf("got %+v", events)
	}
	requireRecent(t, events[0].CreationDate)
	must(idp.AdminUpdateAuthEventFeedback(t.Context(), &cognito.AdminUpdateAuthEventFeedbackInput{
		UserPoolId: &f.pool, Username: &m.name, EventId: events[1].EventId, FeedbackValue: types.FeedbackValueTypeInvalid,
	}))(t)
	judged := list()[1].EventFeedback
	if judged == nil || judged.FeedbackValue != types.FeedbackValueTypeInvalid || aws.ToString(judged.Provider) == "" {
		t.Errorf("got %+v", judged)
	}
}
