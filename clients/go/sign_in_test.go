package clients_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func signIn(t *testing.T, p person, client string) (*cognito.InitiateAuthOutput, error) {
	return initiate(t, client, types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": p.name, "PASSWORD": p.password})
}

func refresh(t *testing.T, token *string, client string) (*cognito.InitiateAuthOutput, error) {
	return initiate(t, client, types.AuthFlowTypeRefreshTokenAuth, map[string]string{"REFRESH_TOKEN": aws.ToString(token)})
}

func initiate(t *testing.T, client string, flow types.AuthFlowType, parameters map[string]string) (*cognito.InitiateAuthOutput, error) {
	return app(t).InitiateAuth(t.Context(), &cognito.InitiateAuthInput{ClientId: &client, AuthFlow: flow, AuthParameters: parameters})
}

func secretHash(username string) string {
	mac := hmac.New(sha256.New, []byte(clientSecret))
	mac.Write([]byte(username + secret))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestSeededUserSignsIn(t *testing.T) {
	answer := must(signIn(t, alice, web))(t)
	tokens := answer.AuthenticationResult
	if *tokens.TokenType != "Bearer" || tokens.ExpiresIn != 3600 || aws.ToString(tokens.RefreshToken) == "" {
		t.Errorf("got %+v", tokens)
	}
	access, identity := claims(t, tokens.AccessToken), claims(t, tokens.IdToken)
	if access["token_use"] != "access" || access["client_id"] != web || access["username"] != "alice" {
		t.Errorf("the access token says %v", access)
	}
	if identity["token_use"] != "id" || identity["aud"] != web || identity["email"] != alice.email {
		t.Errorf("the ID token says %v", identity)
	}
	if id, _ := awsmiddleware.GetRequestIDMetadata(answer.ResultMetadata); id == "" || access["event_id"] != id {
		t.Errorf("the event is %v, the request %q", access["event_id"], id)
	}
}

func TestAdministratorSignsIn(t *testing.T) {
	p := confirmed(t)
	answer := must(administrator(t).AdminInitiateAuth(t.Context(), &cognito.AdminInitiateAuthInput{
		UserPoolId: new(pool), ClientId: new(web), AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": p.name, "PASSWORD": p.password},
	}))(t)
	if answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
}

func TestTemporaryPasswordHasToChange(t *testing.T) {
	asked := must(signIn(t, temp, web))(t)
	if asked.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
		t.Fatalf("got %+v", asked)
	}
	respond := func(password string) (*cognito.RespondToAuthChallengeOutput, error) {
		return app(t).RespondToAuthChallenge(t.Context(), &cognito.RespondToAuthChallengeInput{
			ClientId: new(web), ChallengeName: asked.ChallengeName, Session: asked.Session,
			ChallengeResponses: map[string]string{"USERNAME": temp.name, "NEW_PASSWORD": password},
		})
	}
	_, err := respond("weak")
	refused[*types.InvalidPasswordException](t, err, "Password does not conform to policy: Password not long enough")
	if answer := must(respond("An0ther&Secret"))(t); answer.AuthenticationResult == nil {
		t.Errorf("got %+v", answer)
	}
	_, err = respond("An0ther&Secret")
	refused[*types.NotAuthorizedException](t, err, "Invalid session for the user, session can only be used once.")
}

func TestRefreshKeepsTheSession(t *testing.T) {
	first := must(signIn(t, confirmed(t), web))(t).AuthenticationResult
	second := must(refresh(t, first.RefreshToken, web))(t).AuthenticationResult
	third := must(app(t).GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{
		ClientId: new(web), RefreshToken: first.RefreshToken,
	}))(t).AuthenticationResult
	old := claims(t, first.AccessToken)
	for _, fresh := range []*types.AuthenticationResultType{second, third} {
		if fresh.RefreshToken != nil {
			t.Error("a client that does not rotate got a refresh token")
		}
		got := claims(t, fresh.AccessToken)
		if got["origin_jti"] != old["origin_jti"] || got["auth_time"] != old["auth_time"] || got["jti"] == old["jti"] {
			t.Errorf("%v became %v", old, got)
		}
	}
}

func TestRotatingClientHasEachTokenOnce(t *testing.T) {
	rotate := func(token *string) (*cognito.GetTokensFromRefreshTokenOutput, error) {
		return app(t).GetTokensFromRefreshToken(t.Context(), &cognito.GetTokensFromRefreshTokenInput{
			ClientId: new(rotating), RefreshToken: token,
		})
	}
	first := must(signIn(t, confirmed(t), rotating))(t).AuthenticationResult.RefreshToken
	_, err := refresh(t, first, rotating)
	refused[*types.UnsupportedOperationException](t, err, "This API does not support refresh token rotation")
	second := must(rotate(first))(t).AuthenticationResult.RefreshToken
	_, err = rotate(first)
	refused[*types.RefreshTokenReuseException](t, err, "Refresh token reuse detected")
	must(rotate(second))(t)
}

func TestRevokeAndSignOut(t *testing.T) {
	idp, p := app(t), confirmed(t)
	first := must(signIn(t, p, web))(t).AuthenticationResult
	must(idp.RevokeToken(t.Context(), &cognito.RevokeTokenInput{ClientId: new(web), Token: first.RefreshToken}))(t)
	_, err := refresh(t, first.RefreshToken, web)
	refused[*types.NotAuthorizedException](t, err, "Refresh Token has been revoked")

	second := must(signIn(t, p, web))(t).AuthenticationResult
	must(idp.GlobalSignOut(t.Context(), &cognito.GlobalSignOutInput{AccessToken: second.AccessToken}))(t)
	_, err = idp.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: second.AccessToken})
	refused[*types.NotAuthorizedException](t, err, "Access Token has been revoked")
}

func TestClientWithSecret(t *testing.T) {
	p := confirmed(t)
	parameters := map[string]string{"USERNAME": p.name, "PASSWORD": p.password}
	_, err := initiate(t, secret, types.AuthFlowTypeUserPasswordAuth, parameters)
	refused[*types.NotAuthorizedException](t, err, "Client "+secret+" is configured with secret but SECRET_HASH was not received")
	parameters["SECRET_HASH"] = secretHash("somebody else")
	_, err = initiate(t, secret, types.AuthFlowTypeUserPasswordAuth, parameters)
	refused[*types.NotAuthorizedException](t, err, "Unable to verify secret hash for client "+secret)
	parameters["SECRET_HASH"] = secretHash(p.name)
	must(initiate(t, secret, types.AuthFlowTypeUserPasswordAuth, parameters))(t)
}

func TestSignInIsRefused(t *testing.T) {
	p := confirmed(t)
	_, err := signIn(t, p, srpOnly)
	refused[*types.InvalidParameterException](t, err, "USER_PASSWORD_AUTH flow not enabled for this client")
	_, err = initiate(t, web, types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": p.name})
	refused[*types.InvalidParameterException](t, err, "Missing required parameter PASSWORD")
	_, err = signIn(t, p, "nobodysclient")
	refused[*types.ResourceNotFoundException](t, err, "User pool client nobodysclient does not exist.")
	_, err = signIn(t, newcomer(t), web)
	refused[*types.UserNotFoundException](t, err, "User does not exist.")
	p.password = "not-the-passw0rd"
	_, err = signIn(t, p, web)
	refused[*types.NotAuthorizedException](t, err, "Incorrect username or password.")
}
