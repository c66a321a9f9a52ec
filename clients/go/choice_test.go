package clients_test

import (
	"slices"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestCodeInPlaceOfAPassword(t *testing.T) {
	f := choosing(t)
	for _, factor := range []struct {
		name     types.ChallengeNameType
		response string
		address  func(member) string
	}{
		{types.ChallengeNameTypeEmailOtp, "EMAIL_OTP_CODE", func(m member) string { return m.email }},
		{types.ChallengeNameTypeSmsOtp, "SMS_OTP_CODE", func(m member) string { return m.phone }},
	} {
		m := f.newMember(t)
		asked := f.choose(t, m, factor.name)
		if asked.ChallengeName != factor.name {
			t.Fatalf("got %+v", asked)
		}
		right := code(t, factor.address(m), "Authentication")
		if len(right) != 8 {
			t.Errorf("the code is %s", right)
		}
		_, err := f.respond(t, m, factor.name, asked.Session, factor.response, another(right))
		refused[*types.CodeMismatchException](t, err, "Invalid code or auth state for the user.")
		if answer := must(f.respond(t, m, factor.name, asked.Session, factor.response, right))(t); answer.AuthenticationResult == nil {
			t.Errorf("got %+v", answer)
		}
		_, err = f.respond(t, m, factor.name, asked.Session, factor.response, right)
		refused[*types.NotAuthorizedException](t, err, "Invalid session for the user, session can only be used once.")
	}
}

func TestChoiceIsOffered(t *testing.T) {
	f := choosing(t)
	m := f.newMember(t)
	asked := f.choose(t, m, "")
	want := []types.ChallengeNameType{
		types.ChallengeNameTypePasswordSrp, types.ChallengeNameTypePassword, types.ChallengeNameTypeEmailOtp, types.ChallengeNameTypeSmsOtp,
	}
	if asked.ChallengeName != types.ChallengeNameTypeSelectChallenge || !slices.Equal(asked.AvailableChallenges, want) {
		t.Fatalf("got %s of %v", asked.ChallengeName, asked.AvailableChallenges)
	}
	_, err := f.respond(t, m, asked.ChallengeName, asked.Session, "ANSWER", "PASSWORD", "PASSWORD", "not-the-passw0rd")
	refused[*types.NotAuthorizedException](t, err, "Incorrect username or password.")
	asked = f.choose(t, m, "")
	answer := must(f.respond(t, m, asked.ChallengeName, asked.Session, "ANSWER", "PASSWORD", "PASSWORD", m.password))(t)
	if answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
}

func TestSignUpWithoutAPassword(t *testing.T) {
	f, p := choosing(t), newcomer(t)
	signedUp := must(app(t).SignUp(t.Context(), &cognito.SignUpInput{
		ClientId: &f.client, Username: &p.name, UserAttributes: attributes("email", p.email),
	}))(t)
	confirmed := must(app(t).ConfirmSignUp(t.Context(), &cognito.ConfirmSignUpInput{
		ClientId: &f.client, Username: &p.name, ConfirmationCode: new(code(t, p.email, "SignUp")), Session: signedUp.Session,
	}))(t)
	answer := must(app(t).InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
		ClientId: &f.client, AuthFlow: types.AuthFlowTypeUserAuth, Session: confirmed.Session,
		AuthParameters: map[string]string{"USERNAME": p.name},
	}))(t)
	if answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
}

func TestAdministratorChoosesForAUser(t *testing.T) {
	f := choosing(t)
	m := f.newMember(t)
	asked := must(administrator(t).AdminInitiateAuth(t.Context(), &cognito.AdminInitiateAuthInput{
		UserPoolId: &f.pool, ClientId: &f.client, AuthFlow: types.AuthFlowTypeUserAuth,
		AuthParameters: map[string]string{"USERNAME": m.name, "PREFERRED_CHALLENGE": "EMAIL_OTP"},
	}))(t)
	// What an administrator has begun, the user may end.
	answer := must(f.respond(t, m, asked.ChallengeName, asked.Session, "EMAIL_OTP_CODE", code(t, m.email, "Authentication")))(t)
	if answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
}
