package lambdaclient_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

const lambdas = `
migrate:
  Command: [bin/migrate, --verbose]
  Dir: functions
  Env: {ANSWER: event, PORT: 8080, DEBUG: true, EMPTY: ""}
  Timeout: 3
  MaxConcurrency: 2
script: {Runtime: nodejs22.x, Handler: index.handler}
short: http://localhost:3001
hook: {Url: "localhost:5000/hook", Mode: http, AnswerWithin: 1m30s}
container: {Listen: "0.0.0.0:9001"}
anywhere: {DialIn: true}
"arn:aws:lambda:us-east-1:000000000000:function:real": {Arn: "arn:aws:lambda:eu-west-1:111111111111:function:real:live", Timeout: 0}
signed: {Url: "http://localhost:4566", Mode: aws, Arn: other, Region: eu-west-1}
`

func TestFunctionsInYAML(t *testing.T) {
	t.Parallel()
	var got map[string]lambdaclient.Function
	if err := yaml.UnmarshalWithOptions([]byte(lambdas), &got, yaml.UseJSONUnmarshaler()); err != nil {
		t.Fatal(err)
	}
	want := map[string]lambdaclient.Function{
		"migrate": {
			Command: []string{"bin/migrate", "--verbose"}, Dir: "functions", MaxConcurrency: 2,
			Env:     map[string]string{"ANSWER": "event", "PORT": "8080", "DEBUG": "true", "EMPTY": ""},
			Timeout: lambdaclient.Duration(3 * time.Second),
		},
		"script":    {Runtime: "nodejs22.x", Handler: "index.handler"},
		"short":     {Url: "http://localhost:3001"},
		"hook":      {Url: "localhost:5000/hook", Mode: lambdaclient.ModeHTTP, AnswerWithin: lambdaclient.Duration(90 * time.Second)},
		"container": {Listen: "0.0.0.0:9001"},
		"anywhere":  {DialIn: true},
		"arn:aws:lambda:us-east-1:000000000000:function:real": {Arn: "arn:aws:lambda:eu-west-1:111111111111:function:real:live"},
		"signed": {Url: "http://localhost:4566", Mode: lambdaclient.ModeAWS, Arn: "other", Region: "eu-west-1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var second map[string]lambdaclient.Function
	if err := json.Unmarshal(again, &second); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, second); diff != "" {
		t.Errorf("written and read again: %s", diff)
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	var functions map[string]lambdaclient.Function
	if err := yaml.UnmarshalWithOptions([]byte(lambdas), &functions, yaml.UseJSONUnmarshaler()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]lambdaclient.Kind{
		"migrate": lambdaclient.KindProcess, "script": lambdaclient.KindProcess, "short": lambdaclient.KindEndpoint,
		"hook": lambdaclient.KindWebhook, "container": lambdaclient.KindDialIn, "anywhere": lambdaclient.KindDialIn,
		"arn:aws:lambda:us-east-1:000000000000:function:real": lambdaclient.KindAWS, "signed": lambdaclient.KindAWS,
	} {
		if got, err := functions[name].Kind(); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", name, got, err, want)
		}
	}
}

func TestFunctionsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		`{"Comand":["x"]}`:      `unknown field "Comand"`,
		`{"Command":"x"}`:       "Command",
		`{"Timeout":"soon"}`:    "is no time span",
		`{"Env":{"A":["x"]}}`:   "cannot be",
		`{"Env":{"A":{"b":1}}}`: "cannot be",
		`7`:                     "cannot unmarshal number",
		`["http://x"]`:          "cannot unmarshal array",
	} {
		var f lambdaclient.Function
		if err := json.Unmarshal([]byte(text), &f); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, want %q", text, err, says)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	script := filepath.Join(base, "functions", "run")
	if err := os.MkdirAll(filepath.Dir(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(script, []byte("#!/bin/sh\n"), 0o700); err != nil { //nolint:gosec // an executable
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ given, want lambdaclient.Function }{
		"relative": {
			lambdaclient.Function{Command: []string{"./run", "x"}, Dir: "functions"},
			lambdaclient.Function{Command: []string{script, "x"}, Dir: filepath.Dir(script)},
		},
		"below base": {
			lambdaclient.Function{Command: []string{"functions/run"}},
			lambdaclient.Function{Command: []string{script}, Dir: base},
		},
		"absolute": {
			lambdaclient.Function{Command: []string{script}, Dir: base},
			lambdaclient.Function{Command: []string{script}, Dir: base},
		},
		"port":   {lambdaclient.Function{DialIn: true}, lambdaclient.Function{DialIn: true, Listen: "127.0.0.1:0"}},
		"scheme": {lambdaclient.Function{Url: "rie:8080"}, lambdaclient.Function{Url: "http://rie:8080"}},
		"region": {
			lambdaclient.Function{Arn: "arn:aws:lambda:eu-west-1:111111111111:function:f"},
			lambdaclient.Function{Arn: "arn:aws:lambda:eu-west-1:111111111111:function:f", Region: "eu-west-1"},
		},
	} {
		got, err := c.given.Resolve(base)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
		if again, err := got.Resolve("elsewhere"); err != nil || !cmp.Equal(got, again) {
			t.Errorf("%s: resolving twice differs: %v %+v", name, err, again)
		}
	}
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	file := filepath.Join(base, "data")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for says, f := range map[string]lambdaclient.Function{
		"nowhere how to run it":      {},
		"Command or Runtime and Url": {Command: []string{"sh"}, Url: "http://x"},
		"Listen or DialIn and Url":   {DialIn: true, Url: "http://x"},
		"there is no file":           {Command: []string{"./missing"}},
		"is not executable":          {Command: []string{"./data"}},
		"executable file not found":  {Command: []string{"no-such-program-at-all"}},
		"empty Command":              {Command: []string{""}},
		"is no directory":            {Command: []string{"sh"}, Dir: "data"},
		"no such file or directory":  {Command: []string{"sh"}, Dir: "missing"},
		"_LAMBDA_SERVER_PORT":        {Command: []string{"sh"}, Env: map[string]string{"_LAMBDA_SERVER_PORT": "1"}},
		`"A=B"`:                      {Command: []string{"sh"}, Env: map[string]string{"A=B": "1"}},
		"needs a Command":            {Runtime: "java21", Handler: "x"},
		"no Handler":                 {Runtime: "nodejs22.x"},
		"it is host:port":            {Listen: "9001"},
		"it is http://host:port":     {Url: "ftp://x"},
		"but no Url":                 {Command: []string{"sh"}, Mode: lambdaclient.ModeHTTP},
		"one of invoke, http, aws":   {Url: "http://x", Mode: "soap"},
		"an Arn that is none":        {Arn: "arn:aws:s3:::bucket"},
		"negative":                   {Url: "http://x", AnswerWithin: -1},
		"AnswerWithin limits":        {Url: "http://x", Timeout: 1},
		"that they are for":          {Url: "http://x", Dir: "."},
	} {
		if _, err := f.Resolve(base); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: got %v, want %q", f, err, says)
		}
	}
}

func FuzzFunction(f *testing.F) {
	for _, seed := range []string{`"http://x"`, `{"Command":["x"],"Env":{"A":1}}`, `{"Timeout":"1s"}`, `{"Url":"%zz"}`, `[]`, `{"Listen":":0"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var function lambdaclient.Function
		if json.Unmarshal(text, &function) != nil {
			return
		}
		resolved, err := function.Resolve("")
		if err != nil {
			return
		}
		if kind, err := resolved.Kind(); err != nil || kind == "" {
			t.Errorf("%s: resolved, but of kind %q, %v", text, kind, err)
		}
	})
}

func FuzzParseReference(f *testing.F) {
	for _, seed := range []string{"f", arn + "f:live", "000000000000:function:f", "arn:aws:lambda:f", "f:$LATEST"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := lambdaclient.ParseReference(text)
		if err != nil {
			return
		}
		again, err := lambdaclient.ParseReference(ref.ARN("us-east-1", "000000000000"))
		if err != nil || again.Name != ref.Name || again.Qualifier != ref.Qualifier {
			t.Errorf("%q: %+v becomes %+v, %v", text, ref, again, err)
		}
	})
}
