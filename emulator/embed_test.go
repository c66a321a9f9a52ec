package emulator_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/fixtures"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
)

func newEmulator(t *testing.T, c emulator.Config) *emulator.Emulator {
	t.Helper()
	c.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	e, err := emulator.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// serveCall makes an API call without a network.
func serveCall(e *emulator.Emulator, operation, body string) (int, string) {
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

const embeddedSeed = `
UserPools:
  - Id: us-east-1_App000001
    PoolName: app
    LambdaConfig: {UserMigration: migrate, PreSignUp: refuse}
    Clients:
      - ClientName: web
        ClientId: web00000000000000000000001
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
`

// TestEmbedded: a Go program can have the emulator inside, with Go functions as its triggers.
func TestEmbedded(t *testing.T) {
	e := newEmulator(t, emulator.Config{})
	if err := e.ApplySeed(t.Context(), []byte(embeddedSeed)); err == nil || !strings.Contains(err.Error(), "no target for function") {
		t.Fatalf("a function that nobody knows: %v", err)
	}
	migrate := func(event events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) {
		event.UserAttributes = map[string]string{"email": "ada@example.com"}
		event.FinalUserStatus, event.MessageAction = "CONFIRMED", "SUPPRESS"
		return event, nil
	}
	refuse := func() error { return errors.New("closed") }
	for name, function := range map[string]any{"migrate": migrate, "refuse": refuse} {
		if err := e.Handle(name, inprocess.Func(function)); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.ApplySeed(t.Context(), []byte(embeddedSeed)); err != nil {
		t.Fatal(err)
	}
	status, body := serveCall(e, "InitiateAuth", `{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"web00000000000000000000001","AuthParameters":{"USERNAME":"ada","PASSWORD":"Passw0rd!"}}`)
	if status != http.StatusOK || !strings.Contains(body, "AccessToken") {
		t.Errorf("migration: %d %s", status, body)
	}
	status, body = serveCall(e, "SignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Passw0rd!"}`)
	if status != http.StatusBadRequest || !strings.Contains(body, "PreSignUp failed with error closed.") {
		t.Errorf("pre sign-up: %d %s", status, body)
	}
	pools, err := e.Pools(t.Context())
	want := []emulator.PoolInfo{{
		ID: "us-east-1_App000001", Name: "app", Issuer: "http://localhost:2646/us-east-1_App000001", Users: 1,
		Clients: []emulator.ClientInfo{{ID: "web00000000000000000000001", Name: "web"}},
		Triggers: []emulator.TriggerInfo{
			{Name: "PreSignUp", ARN: "arn:aws:lambda:us-east-1:000000000000:function:refuse", Answered: true},
			{Name: "UserMigration", ARN: "arn:aws:lambda:us-east-1:000000000000:function:migrate", Answered: true},
		},
	}}
	if diff := cmp.Diff(want, pools); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

// TestFallback: functions that nobody names are the fallback's, one way or the other.
func TestFallback(t *testing.T) {
	echo := lambdaclient.InvokerFunc(func(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
		return lambdaclient.Result{Payload: payload}, nil
	})
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	defer endpoint.Close()
	for name, c := range map[string]emulator.Config{"Go": {Functions: echo}, "endpoint": {LambdaEndpoint: endpoint.URL}} {
		t.Run(name, func(t *testing.T) {
			e := newEmulator(t, c)
			if err := e.ApplySeed(t.Context(), []byte(embeddedSeed)); err != nil {
				t.Fatal(err)
			}
			if status, body := serveCall(e, "SignUp", `{"ClientId":"web00000000000000000000001","Username":"bob","Password":"Passw0rd!"}`); status != http.StatusOK {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

// TestApplySeedFile reads files and folders, several as one.
func TestApplySeedFile(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"b.yaml":       "UserPools: [{PoolName: app, MfaConfiguration: 'OFF'}]",
		"a.json":       `{"UserPools": [{"PoolName": "app"}, {"PoolName": "other"}]}`,
		"c.yml":        "UserPools: [{PoolName: third}]",
		".hidden.yaml": "nonsense",
		"notes.txt":    "nonsense",
		"more/d.yaml":  "UserPools: [{PoolName: fourth}]",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := newEmulator(t, emulator.Config{})
	if err := e.ApplySeedFile(t.Context(), dir, filepath.Join(dir, "more", "d.yaml")); err != nil {
		t.Fatal(err)
	}
	pools, err := e.Pools(t.Context())
	if err != nil || len(pools) != 4 {
		t.Errorf("%v %+v", err, pools)
	}
	for _, path := range []string{filepath.Join(dir, "nowhere"), filepath.Join(dir, "notes.txt"), t.TempDir()} {
		if err := e.ApplySeedFile(t.Context(), path); err == nil {
			t.Errorf("%s was applied", path)
		}
	}
}

// TestFixtures: the example seeds are seeds.
func TestFixtures(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("MIGRATE", program) // the function of founding.yaml, which nobody calls here
	files, err := fs.Glob(fixtures.Seeds, "seeds/*")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		document, err := fixtures.Seeds.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := newEmulator(t, emulator.Config{}).ApplySeed(t.Context(), document); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestClose: what listens for functions stops listening, also when a seed with the same function is applied again.
func TestClose(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := e.ApplySeed(t.Context(), []byte("Lambdas: {f: {Listen: '"+address+"'}}")); err != nil {
			t.Fatal(err)
		}
		answer, err := http.Get("http://" + address)
		if err != nil {
			t.Fatal(err)
		}
		if err := answer.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestConfig: an emulator that could not work does not start.
func TestConfig(t *testing.T) {
	for want, c := range map[string]emulator.Config{
		"the issuer is":                      {Issuer: "nowhere"},
		"the public URL":                     {PublicURL: "nonsense"},
		"invoke endpoint has Url":            {LambdaEndpoint: "ftp://x"},
		"store: open /dev/null/state: mkdir": {DataDir: "/dev/null/state"},
	} {
		if e, err := emulator.New(c); err == nil || e != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", c, err, want)
		}
	}
}
