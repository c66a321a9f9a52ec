package emulator_test

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// foundingAnswer is what clients see of one answer of the function fixtures/lambdas/migrate-user.
type foundingAnswer struct {
	name            string // the function's ANSWER
	legacy, enabled string // what InitiateAuth says; "" for tokens
	forgotten       string // what ForgotPassword says with LEGACY; "" for a delivery
	hidden          bool   // with ENABLED ForgotPassword simulates a delivery
	because         string // the explanation of the sign-in; %s is the function's ARN
}

const (
	exception = "UserNotFoundException: Exception migrating user in app client "
	notEvent  = "; to have the sign-in answered as for an unknown user, return the event it received, with an empty response"
	noneKnown = `the function returned the event with a response that has no userAttributes: it does not know "bob"`
	badWord   = "UserLambdaValidationException: UserMigration failed with error Bad password."
	boom      = "UserLambdaValidationException: UserMigration failed with error boom."
	tooLate   = "UnexpectedLambdaException: UserMigration invocation failed due to error Socket timeout while invoking Lambda function."
)

// foundingAnswers is the question that this project began with: what is "an empty response" of a migration function
// written in Go? Not nil, not "", not struct{}{}, but the event.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
var foundingAnswers = []foundingAnswer{
	{"nil", exception + "nil0legacy", exception + "nil0enabled", exception + "nil0legacy", false, "the function returned null" + notEvent},
	{"empty-string", exception + "emptystring0legacy", exception + "emptystring0enabled", exception + "emptystring0legacy", false, `the function returned the empty string "" instead of an object` + notEvent},
	{"empty-struct", exception + "emptystruct0legacy", exception + "emptystruct0enabled", exception + "emptystruct0legacy", false, "the function returned an empty object {}" + notEvent},
	{"event", saysUnknown, saysWrong, saysUnknownTo, true, noneKnown},
	{"empty-response", saysUnknown, saysWrong, saysUnknownTo, true, noneKnown},
	{"full", "", "", "", false, ""},
	{"reset-required", saysReset, saysReset, "", false, "user bob is RESET_REQUIRED"},
	{"error", badWord, badWord, badWord, false, "the function %s reported an error: Bad password (errorString)"},
	{"panic", boom, boom, boom, false, "the function %s reported an error: boom (string)"},
	{"sleep", tooLate, tooLate, tooLate, false, `function "%s" did not answer within 0.50 seconds (3 attempts)`},
}

// TestTheFoundingQuestion builds the function, runs it as Lambda would, and asks for a user whom the pool does not have.
func TestTheFoundingQuestion(t *testing.T) {
	seed := foundingSeed(buildMigrateUser(t))
	for _, f := range foundingAnswers {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			t.Run("signing in", func(t *testing.T) { f.signIn(t, seed) })
			t.Run("forgotten password", func(t *testing.T) { f.forgot(t, seed) })
		})
	}
}

func (f foundingAnswer) client(setting string) string {
	return strings.ReplaceAll(f.name, "-", "") + "0" + setting
}

func (f foundingAnswer) signIn(t *testing.T, seed string) {
	for setting, want := range map[string]string{"legacy": f.legacy, "enabled": f.enabled} {
		s := startExistence(t, seed) // a new one, since the first sign-in may have made the user
		answer := s.Call("InitiateAuth", fields{
			"ClientId": f.client(setting), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "bob", "PASSWORD": "secret"},
		})
		if got := outcome(answer); got != want {
			t.Errorf("%s: %q, want %q", setting, got, want)
		}
		because := f.because
		if strings.Contains(because, "%s") {
			because = fmt.Sprintf(because, "arn:aws:lambda:us-east-1:000000000000:function:"+f.name)
		}
		if got := becauseOf(t, s, answer); !strings.HasPrefix(got, because) {
			t.Errorf("%s: because %s, want %s", setting, got, because)
		}
	}
}

func (f foundingAnswer) forgot(t *testing.T, seed string) {
	want := map[string]string{"legacy": f.forgotten, "enabled": strings.Replace(f.forgotten, "0legacy", "0enabled", 1)}
	if f.hidden {
		want["enabled"] = ""
	}
	for setting, want := range want {
		s := startExistence(t, seed)
		answer := askForgot(s, f.client(setting), "bob")
		if got := outcome(answer); got != want {
			t.Errorf("%s: %q, want %q", setting, got, want)
		}
		if want == "" && !strings.Contains(string(answer.Body), `"DeliveryMedium":"EMAIL"`) {
			t.Errorf("%s: %s", setting, answer.Body)
		}
	}
}

// becauseOf is the journal's explanation of an answer.
func becauseOf(t *testing.T, s *emulatortest.Server, answer emulatortest.Answer) string {
	t.Helper()
	var entry struct{ Explain struct{ Because string } }
	s.Get("/_emulator/requests/"+answer.Header.Get("x-amzn-requestid")).Into(t, &entry)
	return entry.Explain.Because
}

// buildMigrateUser builds the function into a folder that is removed with the test.
func buildMigrateUser(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "migrate-user")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, "github.com/cognitwo/cognitwo/fixtures/lambdas/migrate-user")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the function: %v\n%s", err, out)
	}
	return path
}

// foundingSeed has a function and a pool for each answer.
func foundingSeed(command string) string {
	lambdas, pools := "Lambdas:\n", "UserPools:\n"
	for i, f := range foundingAnswers {
		within := "10s"
		if f.name == "sleep" {
			within = "500ms"
		}
		lambdas += fmt.Sprintf("  %s: {Command: [%q], Env: {ANSWER: %s}, AnswerWithin: %s}\n", f.name, command, f.name, within)
		pools += fmt.Sprintf(`  - Id: us-east-1_Answer%03d
    PoolName: %s
    AutoVerifiedAttributes: [email]
    LambdaConfig: {UserMigration: %[2]s}
    Clients:
      - {ClientName: legacy, ClientId: %[3]s, PreventUserExistenceErrors: LEGACY, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
      - {ClientName: enabled, ClientId: %[4]s, PreventUserExistenceErrors: ENABLED, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
`, i, f.name, f.client("legacy"), f.client("enabled"))
	}
	return lambdas + pools
}

// TestAFunctionThatMakesTheUserItself makes the user by AdminCreateUser before it answers: the sign-in that asked fails,
// the next one works.
//
// Observed: aws/aws-sdk-js#3976.
func TestAFunctionThatMakesTheUserItself(t *testing.T) {
	var s *emulatortest.Server
	function := func(_ context.Context, _ string, event []byte) (lambdaclient.Result, error) {
		s.Must("AdminCreateUser", fields{"UserPoolId": "us-east-1_App000001", "Username": "bob", "MessageAction": "SUPPRESS"})
		s.Must("AdminSetUserPassword", fields{"UserPoolId": "us-east-1_App000001", "Username": "bob", "Password": "Passw0rd!", "Permanent": true})
		answer := strings.Replace(string(event), `"userAttributes":null,"force`, `"userAttributes":{"email":"bob@example.com"},"force`, 1)
		return lambdaclient.Result{Payload: []byte(answer)}, nil
	}
	s = emulatortest.New(t, emulatortest.Options{Functions: lambdaclient.InvokerFunc(function), Seed: `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    LambdaConfig: {UserMigration: migrate}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
`})
	signIn := fields{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "bob", "PASSWORD": "Passw0rd!"}}
	first := s.Call("InitiateAuth", signIn)
	if outcome(first) != saysWrong || first.Rule() != "migration.attributes-refused" {
		t.Errorf("the first sign-in: %s %s", first.Rule(), first.Body)
	}
	if because := becauseOf(t, s, first); !strings.Contains(because, "perhaps the function created it itself") {
		t.Errorf("because %s", because)
	}
	s.Must("InitiateAuth", signIn)
}

// TestTheMigrationEventHasTheClientMetadata looks at what InitiateAuth and ForgotPassword hand on.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
func TestTheMigrationEventHasTheClientMetadata(t *testing.T) {
	functions := &eventRecorder{}
	s := emulatortest.New(t, emulatortest.Options{Functions: functions, Seed: `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    LambdaConfig: {UserMigration: migrate}
    Clients: [{ClientName: web, ClientId: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
`})
	metadata := fields{"shop": "north"}
	s.Call("InitiateAuth", fields{
		"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "bob", "PASSWORD": "secret"}, "ClientMetadata": metadata,
	})
	if want := `"request":{"password":"secret","validationData":{"shop":"north"},"userAttributes":null}`; !strings.Contains(string(functions.event), want) {
		t.Errorf("the event is %s, want in it %s", functions.event, want)
	}
	s.Call("ForgotPassword", fields{"ClientId": "web", "Username": "bob", "ClientMetadata": metadata})
	if want := `"request":{"validationData":null,"userAttributes":null,"clientMetadata":{"shop":"north"}}`; !strings.Contains(string(functions.event), want) {
		t.Errorf("the event is %s, want in it %s", functions.event, want)
	}
}
