package trigger_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

var update = flag.Bool("update", false, "write the example events anew")

// sample is one example event, with the type that aws-lambda-go has for it.
type sample struct {
	name  string // of its file in testdata/events
	event json.RawMessage
	typed any      // nil if there is none
	lacks []string // what the type has no member for
}

// typesOf are aws-lambda-go's types, by what the source begins with.
var typesOf = map[string]struct {
	make  func() any
	lacks []string
}{
	"PreSignUp":                   {func() any { return new(events.CognitoEventUserPoolsPreSignup) }, nil},
	"PostConfirmation":            {func() any { return new(events.CognitoEventUserPoolsPostConfirmation) }, nil},
	"PreAuthentication":           {func() any { return new(events.CognitoEventUserPoolsPreAuthentication) }, nil},
	"PostAuthentication":          {func() any { return new(events.CognitoEventUserPoolsPostAuthentication) }, nil},
	"DefineAuthChallenge":         {func() any { return new(events.CognitoEventUserPoolsDefineAuthChallenge) }, nil},
	"CreateAuthChallenge":         {func() any { return new(events.CognitoEventUserPoolsCreateAuthChallenge) }, nil},
	"VerifyAuthChallengeResponse": {func() any { return new(events.CognitoEventUserPoolsVerifyAuthChallenge) }, nil},
	"TokenGeneration":             {func() any { return new(events.CognitoEventUserPoolsPreTokenGen) }, nil},
	"UserMigration":               {func() any { return new(events.CognitoEventUserPoolsMigrateUser) }, []string{"enableSMSMFA", "userAttributes"}},
	"CustomMessage":               {func() any { return new(events.CognitoEventUserPoolsCustomMessage) }, []string{"linkParameter"}},
	"InboundFederation":           {func() any { return new(events.CognitoEventUserPoolsInboundFederation) }, nil},
}

// samples are the example events of all sources, and the later versions of the one trigger that has versions.
func samples(t *testing.T) []sample {
	t.Helper()
	var all []sample
	add := func(source, version string) {
		event, err := trigger.Example(source, trigger.About{TokenVersion: version})
		if err != nil {
			t.Fatal(err)
		}
		prefix, _, _ := strings.Cut(source, "_")
		s := sample{name: source, event: event}
		if of, ok := typesOf[prefix]; ok {
			s.typed, s.lacks = of.make(), of.lacks
		}
		if version != "" {
			s.name += "_" + version
		}
		if version != "" || source == trigger.TokensForMachines {
			s.typed = new(events.CognitoEventUserPoolsPreTokenGenV2_0)
		}
		all = append(all, s)
	}
	for _, source := range trigger.Sources() {
		add(source, "")
	}
	add(trigger.TokensAtSignIn, "V2_0")
	add(trigger.TokensAtSignIn, "V3_0")
	return all
}

// TestExampleEvents compares every kind of event, member by member and in its order, with the file that shows it.
func TestExampleEvents(t *testing.T) {
	var names []string
	for _, s := range samples(t) {
		var shown bytes.Buffer
		if err := json.Indent(&shown, s.event, "", "  "); err != nil {
			t.Fatal(err)
		}
		shown.WriteByte('\n')
		path := filepath.Join("testdata", "events", s.name+".json")
		names = append(names, filepath.Base(path))
		if *update {
			if err := os.WriteFile(path, shown.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), shown.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.name, diff)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "events"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !slices.Contains(names, file.Name()) {
			t.Errorf("%s shows an event that there is not", file.Name())
		}
	}
}

// TestTypedGoFunctionsChangeNothing sends every event through the type that a Go function has for it. What comes back
// must mean what the unchanged event means.
func TestTypedGoFunctionsChangeNothing(t *testing.T) {
	for _, s := range samples(t) {
		if s.typed == nil {
			if !strings.HasPrefix(s.name, "Custom") {
				t.Errorf("%s has no type", s.name)
			}
			continue
		}
		if err := json.Unmarshal(s.event, s.typed); err != nil {
			t.Errorf("%s does not fit %T: %v", s.name, s.typed, err)
			continue
		}
		back, err := json.Marshal(s.typed)
		if err != nil {
			t.Fatal(err)
		}
		verdict, refusal := trigger.Judge(s.event, lambdaclient.Result{Payload: back}, nil)
		wantVerdict, wantRefusal := trigger.Judge(s.event, lambdaclient.Result{Payload: s.event}, nil)
		if strings.HasPrefix(s.name, "TokenGeneration_") { // whose null groups are noted
			verdict, _, _ = strings.Cut(verdict, "; ")
		}
		if verdict != wantVerdict || (refusal == nil) != (wantRefusal == nil) || refusal != nil && refusal.Rule != wantRefusal.Rule {
			t.Errorf("%s: the event through %T is read as %q (%v), the event itself as %q (%v)", s.name, s.typed, verdict, refusal, wantVerdict, wantRefusal)
		}
		if lost := missing(s.event, back); !slices.Equal(lost, s.lacks) {
			t.Errorf("%s: %T loses %v, want %v", s.name, s.typed, lost, s.lacks)
		}
	}
}

// missing lists members of request and response that the second event does not have.
func missing(first, second []byte) []string {
	var a, b struct{ Request, Response map[string]json.RawMessage }
	if json.Unmarshal(first, &a) != nil || json.Unmarshal(second, &b) != nil {
		return []string{"all"}
	}
	var lost []string
	for _, pair := range [][2]map[string]json.RawMessage{{a.Request, b.Request}, {a.Response, b.Response}} {
		for name := range pair[0] {
			_, kept := pair[1][name]
			if !kept {
				lost = append(lost, name)
			}
		}
	}
	slices.Sort(lost)
	return lost
}

func TestExampleSaysWhatItIsAbout(t *testing.T) {
	event, err := trigger.Example("PostAuthentication_Authentication", trigger.About{
		PoolID: "eu-west-1_Other0001", ClientID: "client", UserName: "bob", Attributes: map[string]string{"sub": "s"},
	})
	want := `{"version":"1","region":"eu-west-1","userPoolId":"eu-west-1_Other0001","userName":"bob","callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"client"},"triggerSource":"PostAuthentication_Authentication","request":{"userAttributes":{"sub":"s"},"newDeviceUsed":false},"response":{}}`
	if string(event) != want || err != nil {
		t.Errorf("got %s, %v", event, err)
	}
	if event, err := trigger.Example("PreSignUp_SignUp", trigger.About{Region: "sa-east-1"}); !strings.Contains(string(event), `"region":"sa-east-1","userPoolId":"sa-east-1_`) {
		t.Errorf("got %s, %v", event, err)
	}
	for _, c := range []struct {
		source string
		about  trigger.About
		says   string
	}{
		{"PreSignUp", trigger.About{}, "PreSignUp_SignUp"},
		{trigger.TokensAtSignIn, trigger.About{TokenVersion: "V4_0"}, "V1_0, V2_0 and V3_0"},
	} {
		if _, err := trigger.Example(c.source, c.about); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to list %s", c.source, err, c.says)
		}
	}
}

// TestAliasesAreToldOf looks at what an event says of the attributes that a user signs in with.
func TestAliasesAreToldOf(t *testing.T) {
	user := map[string]string{"cognito:user_status": "CONFIRMED", "email": "a@b.org", "phone_number": "+12065550100", "phone_number_verified": "true"}
	for name, c := range map[string]struct {
		pool api.UserPoolType
		want string
	}{
		"names":         {api.UserPoolType{}, `{"cognito:user_status":"CONFIRMED","email":"a@b.org","phone_number":"+12065550100","phone_number_verified":"true"}`},
		"aliases":       {api.UserPoolType{AliasAttributes: []api.AliasAttributeType{"email", "phone_number"}}, `{"cognito:phone_number_alias":"+12065550100","cognito:user_status":"CONFIRMED","email":"a@b.org","phone_number":"+12065550100","phone_number_verified":"true"}`},
		"mails as name": {api.UserPoolType{UsernameAttributes: []api.UsernameAttributeType{"email"}}, `{"cognito:email_alias":"a@b.org","cognito:user_status":"CONFIRMED","email":"a@b.org","phone_number":"+12065550100","phone_number_verified":"true"}`},
	} {
		c.pool.Id, c.pool.LambdaConfig = "us-east-1_App000001", full.LambdaConfig
		f := &function{answer: "event"}
		triggers := &trigger.Triggers{Functions: f}
		pool := directory.Pool{UserPoolType: c.pool}
		for what, err := range map[string]error{
			"PostConfirmation":   triggers.PostConfirmation(t.Context(), pool, trigger.PostConfirmationRequest{Attributes: user}),
			"PostAuthentication": triggers.PostAuthentication(t.Context(), pool, trigger.PostAuthenticationRequest{Attributes: user}),
		} {
			if want := `"request":{"userAttributes":` + c.want; err != nil || !strings.Contains(f.event, want) {
				t.Errorf("%s, %s: %v, %s; want %s", name, what, err, f.event, want)
			}
		}
		if _, err := triggers.PreSignUp(t.Context(), pool, trigger.PreSignUpRequest{Attributes: map[string]string{"email": "a@b.org"}}); err != nil || strings.Contains(f.event, "alias") {
			t.Errorf("%s: %v, %s", name, err, f.event)
		}
	}
	if len(user) != 4 {
		t.Errorf("the user's attributes were changed: %v", user)
	}
}
