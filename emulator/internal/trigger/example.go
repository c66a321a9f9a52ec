package trigger

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// About says what an example event is about. What is "" is made up.
type About struct {
	Region       string // unless PoolID tells it
	PoolID       string
	ClientID     string
	UserName     string
	Attributes   map[string]string
	Code         string // of custom senders' events; encrypted
	TokenVersion string // V1_0 (the default), V2_0 or V3_0, of TokenGeneration events
}

// Sources lists the trigger sources of all triggers, sorted.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html#working-with-lambda-trigger-sources
func Sources() []string { return slices.Sorted(maps.Keys(examples)) }

// Example is an event as Cognito would send it for a source.
func Example(source string, about About) (json.RawMessage, error) {
	example, known := examples[source]
	if !known {
		return nil, fmt.Errorf("there is no trigger source %q; there are %s", source, strings.Join(Sources(), ", "))
	}
	version := cmp.Or(about.TokenVersion, string(api.PreTokenGenerationLambdaVersionTypeV10))
	if _, known := preTokenVersions[api.PreTokenGenerationLambdaVersionType(version)]; !known {
		return nil, fmt.Errorf("there is no version %q of TokenGeneration events; there are V1_0, V2_0 and V3_0", version)
	}
	about.PoolID = cmp.Or(about.PoolID, cmp.Or(about.Region, "us-east-1")+"_Example01")
	about.ClientID = cmp.Or(about.ClientID, "exampleclient0000000000001")
	about.UserName = cmp.Or(about.UserName, "jane")
	about.TokenVersion = version
	if about.Attributes == nil {
		about.Attributes = attributesAt(source)
	}
	return encode(example(source, about))
}

// attributesAt are the attributes of a user made up, as they are when the trigger runs.
func attributesAt(source string) map[string]string {
	status, verified := api.UserStatusTypeConfirmed, "true"
	switch _, occasion, _ := strings.Cut(source, "_"); occasion {
	case "SignUp", "ResendCode":
		status, verified = api.UserStatusTypeUnconfirmed, "false"
	case "AdminCreateUser":
		status = api.UserStatusTypeForceChangePassword
	}
	return map[string]string{
		"sub": "5f9c1d7e-2b34-4c56-8d90-0123456789ab", "cognito:user_status": string(status), "email": "jane@example.com", "email_verified": verified,
	}
}

// supplied are the attributes as a sign-up has them: without those that Cognito gives.
func (a About) supplied() map[string]string {
	attributes := maps.Clone(a.Attributes)
	for _, given := range []string{"sub", "cognito:user_status", "email_verified", "phone_number_verified"} {
		delete(attributes, given)
	}
	return attributes
}

func (a About) pool() directory.Pool {
	return directory.Pool{UserPoolType: api.UserPoolType{Id: a.PoolID}}
}

// examples make the events of every source, with the constructors that make the real ones.
var examples = gather(
	each(examplePreSignUp, "PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"),
	each(examplePostConfirmation, "PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"),
	each(examplePreAuthentication, "PreAuthentication_Authentication"),
	each(examplePostAuthentication, "PostAuthentication_Authentication"),
	each(exampleDefineAuthChallenge, "DefineAuthChallenge_Authentication"),
	each(exampleCreateAuthChallenge, "CreateAuthChallenge_Authentication"),
	each(exampleVerifyAuthChallenge, "VerifyAuthChallengeResponse_Authentication"),
	each(exampleTokenGeneration, TokensAtSignIn, TokensAtNewPassword, TokensAtDevice, TokensAtRefresh, TokensAtHostedSignIn, TokensForMachines),
	each(exampleMigration, MigrateAtSignIn, MigrateAtForgotPassword),
	each(exampleCustomMessage, named("CustomMessage", "SignUp", "AdminCreateUser", "ResendCode", "ForgotPassword",
		"UpdateUserAttribute", "VerifyUserAttribute", "Authentication")...),
	each(exampleCustomSender, named(emailSender, "SignUp", "AdminCreateUser", "ResendCode", "ForgotPassword",
		"UpdateUserAttribute", "VerifyUserAttribute", "Authentication", "AccountTakeOverNotification")...),
	each(exampleCustomSender, named(smsSender, "SignUp", "AdminCreateUser", "ResendCode", "ForgotPassword",
		"UpdateUserAttribute", "VerifyUserAttribute", "Authentication")...),
	each(exampleInboundFederation, "InboundFederation_ExternalProvider"),
)

type example func(source string, about About) envelope

func each(e example, sources ...string) map[string]example {
	made := map[string]example{}
	for _, source := range sources {
		made[source] = e
	}
	return made
}

func gather(parts ...map[string]example) map[string]example {
	all := map[string]example{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

func named(trigger string, occasions ...string) []string {
	var sources []string
	for _, occasion := range occasions {
		sources = append(sources, trigger+"_"+occasion)
	}
	return sources
}

func examplePreSignUp(source string, a About) envelope {
	r := PreSignUpRequest{Source: source, UserName: a.UserName, ClientID: a.ClientID, Attributes: a.supplied()}
	switch source {
	case "PreSignUp_AdminCreateUser":
		r.ClientID = NoClient
	case "PreSignUp_ExternalProvider":
		r.ValidationData = map[string]string{}
	}
	return preSignUpEvent(context.Background(), a.pool(), r)
}

func examplePostConfirmation(source string, a About) envelope {
	return postConfirmationEvent(context.Background(), a.pool(),
		PostConfirmationRequest{Source: source, UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes})
}

func examplePreAuthentication(_ string, a About) envelope {
	return preAuthenticationEvent(context.Background(), a.pool(),
		PreAuthenticationRequest{UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes, UserNotFound: new(false)})
}

func examplePostAuthentication(_ string, a About) envelope {
	return postAuthenticationEvent(context.Background(), a.pool(),
		PostAuthenticationRequest{UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes})
}

// exampleDefineAuthChallenge is the second round of a sign-in that began with a password.
func exampleDefineAuthChallenge(_ string, a About) envelope {
	return defineAuthChallengeEvent(context.Background(), a.pool(), a.challenge())
}

func exampleCreateAuthChallenge(_ string, a About) envelope {
	return createAuthChallengeEvent(context.Background(), a.pool(), a.challenge())
}

func (a About) challenge() ChallengeRequest {
	return ChallengeRequest{
		UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes, ChallengeName: "CUSTOM_CHALLENGE", UserNotFound: new(false),
		Session: []ChallengeResult{{"SRP_A", true, nil}, {"PASSWORD_VERIFIER", true, nil}},
	}
}

func exampleVerifyAuthChallenge(_ string, a About) envelope {
	return verifyAuthChallengeEvent(context.Background(), a.pool(), VerifyAuthChallengeRequest{
		UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes, UserNotFound: new(false),
		Private: map[string]string{"answer": "42"}, Answer: "42",
	})
}

func exampleTokenGeneration(source string, a About) envelope {
	r := PreTokenGenerationRequest{
		Source: source, UserName: a.UserName, ClientID: a.ClientID, Attributes: a.Attributes, Scopes: []string{"aws.cognito.signin.user.admin"},
	}
	if source == TokensForMachines {
		a.TokenVersion = string(api.PreTokenGenerationLambdaVersionTypeV30) // there are no others
		r.UserName, r.Attributes, r.Scopes = "ClientCredentials", nil, []string{"example/read"}
	}
	return preTokenEvent(context.Background(), a.pool(), preTokenVersions[api.PreTokenGenerationLambdaVersionType(a.TokenVersion)], r)
}

func exampleMigration(source string, a About) envelope {
	return userMigrationEvent(context.Background(), a.pool(),
		UserMigrationRequest{Source: source, UserName: a.UserName, ClientID: a.ClientID, Password: "Example-Password-1"})
}

func exampleCustomMessage(source string, a About) envelope {
	return customMessageEvent(context.Background(), a.pool(),
		CustomMessageRequest{Source: source, UserName: a.UserName, ClientID: a.clientOf(source), Attributes: a.Attributes})
}

// exampleCustomSender has a text in place of the code, unless there is one.
func exampleCustomSender(source string, a About) envelope {
	r := CustomSenderRequest{
		Source: source, UserName: a.UserName, ClientID: a.clientOf(source), Attributes: a.Attributes, Code: new(cmp.Or(a.Code, "AYADeExampleThatNoKeyDecrypts=")),
	}
	if strings.HasSuffix(source, "_AccountTakeOverNotification") {
		r.Code, r.Attributes = nil, maps.Clone(a.Attributes)
		maps.Copy(r.Attributes, map[string]string{
			"EVENT_ID": "c8a7b6d5-0000-4000-8000-000000000000", "USER_NAME": a.UserName, "IP_ADDRESS": "192.0.2.1",
			"ACCOUNT_TAKE_OVER_ACTION": "NO_ACTION", "LOGIN_TIME": "2026-01-01T00:00:00Z", "CITY": "Seattle", "COUNTRY": "United States",
			"DEVICE_NAME": "Firefox", "ONE_CLICK_LINK_VALID": "https://example.com/valid", "ONE_CLICK_LINK_INVALID": "https://example.com/invalid",
			"FEEDBACK_TOKEN": "token",
		})
	}
	return customSenderEvent(context.Background(), a.pool(), r)
}

// clientOf is the client that an event names: that of an administrator is none.
func (a About) clientOf(source string) string {
	if strings.HasSuffix(source, "_AdminCreateUser") {
		return NoClient
	}
	return a.ClientID
}

func exampleInboundFederation(_ string, a About) envelope {
	return inboundFederationEvent(context.Background(), a.pool(), InboundFederationRequest{
		UserName: a.UserName, ClientID: a.ClientID, ProviderName: "ExampleProvider", ProviderType: "OIDC",
		Attributes: InboundAttributes{
			TokenResponse: map[string]any{"token_type": "Bearer", "expires_in": "3600"},
			IDToken:       map[string]any{"sub": "12345", "email": "jane@example.com"},
			UserInfo:      map[string]any{"sub": "12345", "email": "jane@example.com", "given_name": "Jane"},
		},
	})
}
