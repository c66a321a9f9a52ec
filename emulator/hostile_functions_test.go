package emulator_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// buildHostile builds the function of testdata/hostile.
func buildHostile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hostile")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, "./testdata/hostile")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the function: %v\n%s", err, out)
	}
	return path
}

// mistreated is a trigger that has a hostile function.
type mistreated struct {
	config string // of a pool; FUNCTION is the hostile one
	ask    asking
}

// asking makes a user of a pool call the function. The pool's client has the same name.
type asking func(t *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer

// allMistreated are the triggers, by their names in error messages.
var allMistreated = map[string]mistreated{
	"PreSignUp":                   {`PreSignUp: FUNCTION`, signingUp},
	"PostConfirmation":            {`PostConfirmation: FUNCTION`, confirming},
	"PreAuthentication":           {`PreAuthentication: FUNCTION`, signingIn},
	"PostAuthentication":          {`PostAuthentication: FUNCTION`, signingIn},
	"UserMigration":               {`UserMigration: FUNCTION`, migrating},
	"DefineAuthChallenge":         {`DefineAuthChallenge: FUNCTION, CreateAuthChallenge: good, VerifyAuthChallengeResponse: good`, customSignIn},
	"CreateAuthChallenge":         {`DefineAuthChallenge: good, CreateAuthChallenge: FUNCTION, VerifyAuthChallengeResponse: good`, customSignIn},
	"VerifyAuthChallengeResponse": {`DefineAuthChallenge: good, CreateAuthChallenge: good, VerifyAuthChallengeResponse: FUNCTION`, customSignIn},
	"PreTokenGeneration":          {`PreTokenGeneration: FUNCTION`, signingIn},
	"PreTokenGenerationV2_0":      {`PreTokenGenerationConfig: {LambdaArn: FUNCTION, LambdaVersion: V2_0}`, signingIn},
	"CustomMessage":               {`CustomMessage: FUNCTION`, forgetting},
	"CustomEmailSender":           {hostileSender, forgetting},
}

const hostileSender = `CustomEmailSender: {LambdaArn: FUNCTION, LambdaVersion: V1_0}, KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"`

func signingIn(_ *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{"ClientId": pool, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": user, "PASSWORD": "Passw0rd!"}})
}

func migrating(t *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	return signingIn(t, s, pool, user+"-new")
}

func signingUp(_ *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	return s.Call("SignUp", fields{"ClientId": pool, "Username": user + "-new", "Password": "Passw0rd!"})
}

func confirming(t *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	signingUp(t, s, pool, user)
	return s.Call("AdminConfirmSignUp", fields{"UserPoolId": "us-east-1_" + pool, "Username": user + "-new"})
}

func forgetting(_ *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	return s.Call("ForgotPassword", fields{"ClientId": pool, "Username": user})
}

// customSignIn goes on until something is refused.
func customSignIn(t *testing.T, s *emulatortest.Server, pool, user string) emulatortest.Answer {
	first := s.Call("InitiateAuth", fields{"ClientId": pool, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": fields{"USERNAME": user}})
	if first.Status != 200 {
		return first
	}
	return s.Call("RespondToAuthChallenge", fields{
		"ClientId": pool, "ChallengeName": "CUSTOM_CHALLENGE", "Session": sessionOf(t, first), "ChallengeResponses": fields{"USERNAME": user, "ANSWER": "42"},
	})
}

// hostileSeed has a pool for each trigger with users who are called like tricks; what functions is goes under Lambdas.
func hostileSeed(functions, function string, users []string) string {
	var seed strings.Builder
	fmt.Fprintf(&seed, "Lambdas: {%s}\nUserPools:\n", functions)
	for name, m := range allMistreated {
		name = strings.ReplaceAll(name, "_", "")
		fmt.Fprintf(&seed, "  - Id: us-east-1_%[1]s\n    PoolName: %[1]s\n    LambdaConfig: {%[2]s}\n", name, strings.ReplaceAll(m.config, "FUNCTION", function))
		fmt.Fprintf(&seed, "    Clients: [{ClientId: %[1]s, ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_CUSTOM_AUTH]}]\n    Users:\n", name)
		for _, user := range users {
			fmt.Fprintf(&seed, "      - {Username: %[1]s, Password: Passw0rd!, Attributes: {email: %[1]s@example.com, email_verified: \"true\"}}\n", user)
		}
	}
	return seed.String()
}

// refusals are what clients are told of tricks; NAME is the trigger's name. The other tricks are no reason to refuse.
var refusals = map[string]string{
	"crash":  "UserLambdaValidationException: NAME failed with error RequestId: ID Error: Runtime exited with error: exit status 3.",
	"kill":   "UserLambdaValidationException: NAME failed with error RequestId: ID Error: Runtime exited with error: signal: killed.",
	"large":  "UserLambdaValidationException: NAME failed with error Response payload size exceeded maximum allowed payload size (6291556 bytes)..",
	"half":   notJSON,
	"deep":   notJSON,
	"bytes":  notRecognized,
	"number": notRecognized,
	"digits": notRecognized,
	"hang":   noAnswer,
	"flood":  noAnswer,
	"init":   noAnswer,
}

const (
	notJSON       = "InvalidLambdaResponseException: Invalid lambda function output : Invalid JSON"
	notRecognized = "InvalidLambdaResponseException: Unrecognizable lambda output"
	noAnswer      = "UnexpectedLambdaException: NAME invocation failed due to error Socket timeout while invoking Lambda function."
)

// refusal is what the client is told of a trick, given the trigger.
func refusal(trick, name string) string {
	refused := refusals[trick]
	says := !slices.Contains([]string{"PreAuthentication", "PostAuthentication", "PostConfirmation"}, name) // what is in its response matters
	strange := slices.Contains([]string{"claims", "long", "members"}, trick)                                // nothing that the trigger knows
	switch {
	case name == "CustomEmailSender", refused == notRecognized && !says, trick == "bytes" && name == "CustomMessage":
		return ""
	case name == "UserMigration" && (refused == notJSON || refused == notRecognized):
		return "UserNotFoundException: Exception migrating user in app client UserMigration"
	case name == "UserMigration" && strange:
		return "UserNotFoundException: User does not exist."
	case name == "DefineAuthChallenge" && strange:
		return notRecognized // no decision
	}
	return strings.ReplaceAll(refused, "NAME", name)
}

// TestHostileFunctions has real processes do what functions should not do. In the end nothing is left of them.
func TestHostileFunctions(t *testing.T) {
	command := buildHostile(t)
	for name, test := range map[string]func(*testing.T, string){
		"tricks":                 tricksOfAllKinds,
		"no answer":              noAnswers,
		"no beginning":           noBeginning,
		"nobody else waits":      nobodyElseWaits,
		"calls itself":           aFunctionThatCallsItself,
		"replaced under load":    replacedUnderLoad,
		"replaced while hanging": replacedWhileItHangs,
		"replays":                replays,
	} {
		before := measureLeaks(t)
		t.Run(name, func(t *testing.T) { test(t, command) })
		before.check(t, command)
	}
}

// tricksOfAllKinds plays the tricks on every trigger: the client is told what Cognito would tell it, and the next call,
// of an ordinary user, works.
func tricksOfAllKinds(t *testing.T, command string) {
	tricks := []string{"crash", "kill", "large", "half", "deep", "bytes", "number", "digits", "claims", "members", "long", "twice", "children", "exit", "floods"}
	s := startHostile(t, command, "Env: {}", tricks, lambdaclient.Policy{Attempts: 1, Timeout: time.Minute})
	playTricks(t, s, tricks, 4)
}

func noAnswers(t *testing.T, command string) {
	tricks := []string{"hang", "flood"}
	s := startHostile(t, command, "AnswerWithin: 0.3", tricks, lambdaclient.Policy{Attempts: 2, Timeout: time.Minute})
	playTricks(t, s, tricks, 12)
}

func noBeginning(t *testing.T, command string) {
	s := startHostile(t, command, "AnswerWithin: 0.2, Env: {MODE: init}", []string{"init"}, lambdaclient.Policy{Attempts: 2, Timeout: time.Minute})
	askAll(t, s, []string{"init"}, 12)
}

// startHostile starts an emulator with hostile functions, of which options say more. The other functions are good.
func startHostile(t *testing.T, command, options string, users []string, policy lambdaclient.Policy) *emulatortest.Server {
	t.Helper()
	functions := fmt.Sprintf("f: {Command: [%[1]q], MaxConcurrency: 12, %[2]s}, good: {Command: [%[1]q], MaxConcurrency: 12, Env: {MODE: good}}", command, options)
	began := closesSoon(t)
	s := emulatortest.New(t, emulatortest.Options{Seed: hostileSeed(functions, "f", append(users, "user")), Lambda: policy})
	began()
	return s
}

// playTricks makes users who are called like tricks call all triggers, some at a time, and an ordinary one afterwards.
func playTricks(t *testing.T, s *emulatortest.Server, tricks []string, atOnce int) {
	t.Helper()
	askAll(t, s, tricks, atOnce)
	askAll(t, s, []string{"user"}, 4)
}

func askAll(t *testing.T, s *emulatortest.Server, users []string, atOnce int) {
	t.Helper()
	var all sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for name, m := range allMistreated {
		for _, user := range users {
			all.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				answer := m.ask(t, s, strings.ReplaceAll(name, "_", ""), user)
				if got, want := anyID.ReplaceAllString(outcome(answer), "ID"), refusal(user, name); got != want {
					t.Errorf("%s of %s: got %q, want %q", user, name, got, want)
				}
			})
		}
	}
	all.Wait()
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[-0-9a-f]{27}`)
