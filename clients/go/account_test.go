package clients_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func signUp(t *testing.T, p person, client string) (*cognito.SignUpOutput, error) {
	return app(t).SignUp(t.Context(), &cognito.SignUpInput{
		ClientId: &client, Username: &p.name, Password: &p.password, UserAttributes: attributes("email", p.email),
	})
}

func confirm(t *testing.T, p person, client, code string) error {
	_, err := app(t).ConfirmSignUp(t.Context(), &cognito.ConfirmSignUpInput{ClientId: &client, Username: &p.name, ConfirmationCode: &code})
	return err
}

func TestSignUp(t *testing.T) {
	p := newcomer(t)
	made := must(signUp(t, p, web))(t)
	if made.UserConfirmed || made.CodeDeliveryDetails == nil || *made.CodeDeliveryDetails.Destination != "u***@e***" {
		t.Errorf("got %+v", made)
	}
	_, err := signIn(t, p, web)
	refused[*types.UserNotConfirmedException](t, err, "User is not confirmed.")

	right := code(t, p.email, "SignUp")
	refused[*types.CodeMismatchException](t, confirm(t, p, web, another(right)), "Invalid verification code provided, please try again.")
	if err := confirm(t, p, web, right); err != nil {
		t.Fatal(err)
	}
	tokens := must(signIn(t, p, web))(t).AuthenticationResult
	if got := claims(t, tokens.IdToken); got["sub"] != *made.UserSub || got["email_verified"] != true {
		t.Errorf("the ID token says %v", got)
	}
}

func TestSignUpIsRefused(t *testing.T) {
	_, err := signUp(t, alice, web)
	refused[*types.UsernameExistsException](t, err, "User already exists")

	weak := newcomer(t)
	weak.password = "password"
	_, err = signUp(t, weak, web)
	refused[*types.InvalidPasswordException](t, err, "Password did not conform with policy: Password must have uppercase characters")

	nowhere := newcomer(t)
	nowhere.email = "nowhere"
	_, err = signUp(t, nowhere, web)
	refused[*types.InvalidParameterException](t, err, "Invalid email address format.")
}

func TestAnotherCodeReplacesTheFirst(t *testing.T) {
	p := newcomer(t)
	must(signUp(t, p, web))(t)
	first := code(t, p.email, "SignUp")
	must(app(t).ResendConfirmationCode(t.Context(), &cognito.ResendConfirmationCodeInput{ClientId: new(web), Username: &p.name}))(t)
	second := code(t, p.email, "ResendCode")
	if first != second {
		refused[*types.CodeMismatchException](t, confirm(t, p, web, first), "")
	}
	if err := confirm(t, p, web, second); err != nil {
		t.Error(err)
	}
}

func TestAddressesNameUsers(t *testing.T) {
	p := newcomer(t)
	p.name = p.email
	sub := must(signUp(t, p, mail))(t).UserSub
	if err := confirm(t, p, mail, code(t, p.email, "SignUp")); err != nil {
		t.Fatal(err)
	}
	tokens := must(signIn(t, p, mail))(t).AuthenticationResult
	got := must(app(t).GetUser(t.Context(), &cognito.GetUserInput{AccessToken: tokens.AccessToken}))(t)
	if *got.Username != *sub {
		t.Errorf("the user is %s, want the sub %s", *got.Username, *sub)
	}
}

func TestForgottenPassword(t *testing.T) {
	idp, p := app(t), confirmed(t)
	sent := must(idp.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: new(web), Username: &p.name}))(t)
	if got := sent.CodeDeliveryDetails; got.DeliveryMedium != types.DeliveryMediumTypeEmail || *got.Destination != "u***@e***" {
		t.Errorf("sent to %+v", got)
	}
	right := code(t, p.email, "ForgotPassword")
	reset := func(code, password string) error {
		_, err := idp.ConfirmForgotPassword(t.Context(), &cognito.ConfirmForgotPasswordInput{
			ClientId: new(web), Username: &p.name, ConfirmationCode: &code, Password: &password,
		})
		return err
	}
	refused[*types.CodeMismatchException](t, reset(another(right), "An0ther&Secret"), "")
	refused[*types.InvalidPasswordException](t, reset(right, "weak"), "Password does not conform to policy: Password not long enough")
	if err := reset(right, "An0ther&Secret"); err != nil {
		t.Fatal(err)
	}
	refused[*types.ExpiredCodeException](t, reset(right, "An0ther&Secret"), "Invalid code provided, please request a code again.")
	_, err := signIn(t, p, web)
	refused[*types.NotAuthorizedException](t, err, "Incorrect username or password.")
	must(signIn(t, person{name: p.name, password: "An0ther&Secret"}, web))(t)
}

func TestOwnAccount(t *testing.T) {
	idp, p := app(t), confirmed(t)
	token := must(signIn(t, p, web))(t).AuthenticationResult.AccessToken
	must(idp.UpdateUserAttributes(t.Context(), &cognito.UpdateUserAttributesInput{
		AccessToken: token, UserAttributes: attributes("family_name", "Kim"),
	}))(t)
	got := map[string]string{}
	for _, one := range must(idp.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: token}))(t).UserAttributes {
		got[*one.Name] = aws.ToString(one.Value)
	}
	if got["family_name"] != "Kim" || got["email"] != p.email {
		t.Errorf("the attributes are %v", got)
	}
	must(idp.ChangePassword(t.Context(), &cognito.ChangePasswordInput{
		AccessToken: token, PreviousPassword: &p.password, ProposedPassword: new("An0ther&Secret"),
	}))(t)
	must(idp.DeleteUser(t.Context(), &cognito.DeleteUserInput{AccessToken: token}))(t)
	_, err := idp.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: token})
	refused[*types.UserNotFoundException](t, err, "User does not exist.")
}

func TestHiddenUser(t *testing.T) {
	idp, nobody := app(t), newcomer(t)
	_, err := signIn(t, nobody, hidden)
	refused[*types.NotAuthorizedException](t, err, "Incorrect username or password.")
	sent := must(idp.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: new(hidden), Username: &nobody.name}))(t)
	again := must(idp.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: new(hidden), Username: &nobody.name}))(t)
	if *sent.CodeDeliveryDetails.Destination != *again.CodeDeliveryDetails.Destination {
		t.Error("a missing user gives itself away: its address changes")
	}
	refused[*types.CodeMismatchException](t, confirm(t, nobody, hidden, "123456"), "")

	_, err = idp.ForgotPassword(t.Context(), &cognito.ForgotPasswordInput{ClientId: new(web), Username: &nobody.name})
	refused[*types.UserNotFoundException](t, err, "Username/client id combination not found.")
}
