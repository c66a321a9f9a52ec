package clients_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"
)

func withTokens(t *testing.T, mfa types.UserPoolMfaType) factored {
	t.Helper()
	return newFactored(t, cognito.CreateUserPoolInput{}, &cognito.SetUserPoolMfaConfigInput{
		MfaConfiguration: mfa, SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
	})
}

// shown is the code of a software token, now or some time later.
func shown(t *testing.T, secret *string, later time.Duration) string {
	t.Helper()
	return must(totp.GenerateCode(aws.ToString(secret), time.Now().Add(later)))(t)
}

func TestSoftwareToken(t *testing.T) {
	f := withTokens(t, types.UserPoolMfaTypeOptional)
	m, idp := f.newMember(t), app(t)
	access := f.accessToken(t, m)
	prefer := func() error {
		_, err := idp.SetUserMFAPreference(t.Context(), &cognito.SetUserMFAPreferenceInput{
			AccessToken: access, SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true},
		})
		return err
	}
	refused[*types.InvalidParameterException](t, prefer(), "")

	secret := must(idp.AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{AccessToken: access}))(t).SecretCode
	verify := func(text string) (*cognito.VerifySoftwareTokenOutput, error) {
		return idp.VerifySoftwareToken(t.Context(), &cognito.VerifySoftwareTokenInput{
			AccessToken: access, UserCode: &text, FriendlyDeviceName: new("telephone"),
		})
	}
	_, err := verify(another(shown(t, secret, 0)))
	refused[*types.EnableSoftwareTokenMFAException](t, err, "Code mismatch and fail enable Software Token MFA")
	if answer := must(verify(shown(t, secret, 0)))(t); answer.Status != types.VerifySoftwareTokenResponseTypeSuccess {
		t.Errorf("got %s", answer.Status)
	}
	if err := prefer(); err != nil {
		t.Fatal(err)
	}
	factors := must(idp.GetUserAuthFactors(t.Context(), &cognito.GetUserAuthFactorsInput{AccessToken: access}))(t)
	if *factors.Username != m.name || aws.ToString(factors.PreferredMfaSetting) != "SOFTWARE_TOKEN_MFA" ||
		!slices.Contains(factors.ConfiguredUserAuthFactors, types.AuthFactorTypePassword) {
		t.Errorf("got %+v", factors)
	}

	asked := must(signIn(t, m.person, f.client))(t)
	if asked.ChallengeName != types.ChallengeNameTypeSoftwareTokenMfa || asked.ChallengeParameters["FRIENDLY_DEVICE_NAME"] != "telephone" {
		t.Fatalf("got %+v", asked)
	}
	right := shown(t, secret, 30*time.Second)
	answer := func(session *string, text string) error {
		_, err := f.respond(t, m, asked.ChallengeName, session, "SOFTWARE_TOKEN_MFA_CODE", text)
		return err
	}
	refused[*types.CodeMismatchException](t, answer(asked.Session, another(right)), "Invalid code received for user")
	if err := answer(asked.Session, right); err != nil {
		t.Fatal(err)
	}
	again := must(signIn(t, m.person, f.client))(t)
	refused[*types.ExpiredCodeException](t, answer(again.Session, right), "Your software token has already been used once.")
}

func TestSoftwareTokenHasToBeSetUp(t *testing.T) {
	f := withTokens(t, types.UserPoolMfaTypeOn)
	m, idp := f.newMember(t), app(t)
	asked := must(signIn(t, m.person, f.client))(t)
	if asked.ChallengeName != types.ChallengeNameTypeMfaSetup || asked.ChallengeParameters["MFAS_CAN_SETUP"] != `["SOFTWARE_TOKEN_MFA"]` {
		t.Fatalf("got %+v", asked)
	}
	associated := must(idp.AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{Session: asked.Session}))(t)
	verified := must(idp.VerifySoftwareToken(t.Context(), &cognito.VerifySoftwareTokenInput{
		Session: associated.Session, UserCode: new(shown(t, associated.SecretCode, 0)),
	}))(t)
	if answer := must(f.respond(t, m, asked.ChallengeName, verified.Session))(t); answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
}

func TestTokensArePartOfThePool(t *testing.T) {
	f := newFactored(t, cognito.CreateUserPoolInput{}, nil)
	_, err := app(t).AssociateSoftwareToken(t.Context(), &cognito.AssociateSoftwareTokenInput{AccessToken: f.accessToken(t, f.newMember(t))})
	refused[*types.SoftwareTokenMFANotFoundException](t, err, "")
}
