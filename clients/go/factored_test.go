package clients_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// factored is a pool of a test's own, with a client.
type factored struct{ pool, client string }

// member is a confirmed user of such a pool, with verified addresses.
type member struct {
	person
	phone string
}

func sms() *types.SmsConfigurationType {
	return &types.SmsConfigurationType{SnsCallerArn: new("arn:aws:iam::000000000000:role/sms"), ExternalId: new("sms")}
}

// newFactored makes a pool of what is given, and sets its second factors unless mfa is nil.
func newFactored(t *testing.T, settings cognito.CreateUserPoolInput, mfa *cognito.SetUserPoolMfaConfigInput) factored {
	t.Helper()
	idp := administrator(t)
	settings.PoolName, settings.SmsConfiguration = new("factors"), sms()
	pool := must(idp.CreateUserPool(t.Context(), &settings))(t).UserPool.Id
	if mfa != nil {
		mfa.UserPoolId = pool
		must(idp.SetUserPoolMfaConfig(t.Context(), mfa))(t)
	}
	made := must(idp.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: new("go"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserAuth,
			types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
	}))(t)
	return factored{*pool, *made.UserPoolClient.ClientId}
}

// choosing makes a pool of users who choose their first factor.
func choosing(t *testing.T) factored {
	t.Helper()
	return newFactored(t, cognito.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{
			types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
		}}},
	}, nil)
}

func (f factored) newMember(t *testing.T) member {
	t.Helper()
	m := member{newcomer(t), fmt.Sprintf("+1%010d", rand.N(int64(1e10)))}
	must(administrator(t).AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: &f.pool, Username: &m.name, MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: attributes("email", m.email, "email_verified", "true", "phone_number", m.phone, "phone_number_verified", "true"),
	}))(t)
	must(administrator(t).AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{
		UserPoolId: &f.pool, Username: &m.name, Password: &m.password, Permanent: true,
	}))(t)
	return m
}

// choose opens a sign-in by USER_AUTH.
func (f factored) choose(t *testing.T, m member, preferred types.ChallengeNameType) *cognito.InitiateAuthOutput {
	t.Helper()
	parameters := map[string]string{"USERNAME": m.name}
	if preferred != "" {
		parameters["PREFERRED_CHALLENGE"] = string(preferred)
	}
	return must(initiate(t, f.client, types.AuthFlowTypeUserAuth, parameters))(t)
}

// respond answers a challenge. The responses are pairs of a name and a value.
func (f factored) respond(
	t *testing.T, m member, name types.ChallengeNameType, session *string, responses ...string,
) (*cognito.RespondToAuthChallengeOutput, error) {
	t.Helper()
	all := map[string]string{"USERNAME": m.name}
	for i := 0; i < len(responses); i += 2 {
		all[responses[i]] = responses[i+1]
	}
	return app(t).RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
		ClientId: &f.client, ChallengeName: name, Session: session, ChallengeResponses: all,
	})
}

// accessToken signs in with the password alone.
func (f factored) accessToken(t *testing.T, m member) *string {
	t.Helper()
	return must(signIn(t, m.person, f.client))(t).AuthenticationResult.AccessToken
}
