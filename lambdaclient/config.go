package lambdaclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Function is where one function is to be found, as a configuration file says it. Exactly one way of running it is filled in:
//
//	{"Command": ["./bootstrap", "arg"], "Dir": "functions/a", "Env": {"K": "v"}}    we start the executable
//	{"Runtime": "nodejs22.x", "Handler": "src/index.handler", "Dir": "functions/b"} we start it in node (or python3)
//	{"Listen": "0.0.0.0:9001"} or {"DialIn": true}                                  somebody else starts it and it calls us
//	{"Url": "http://127.0.0.1:3001"} or just "http://127.0.0.1:3001"                an Invoke endpoint
//	{"Url": "http://127.0.0.1:5000/hook", "Mode": "http"}                           a webhook: POST the event, get the answer
//	{"Arn": "arn:aws:lambda:…", "Region": "eu-west-1"}                              AWS
//
// A file in YAML decodes into it by way of JSON.
type Function struct {
	Command []string          `json:"Command,omitempty"` // executable and arguments; a relative path counts from Dir
	Dir     string            `json:"Dir,omitempty"`     // working directory and LAMBDA_TASK_ROOT; default: where the configuration lies
	Env     map[string]string `json:"Env,omitempty"`     // environment variables for this function, beside the real runtime's
	Handler string            `json:"Handler,omitempty"` // what the runtime is told as _HANDLER, such as index.handler
	Runtime string            `json:"Runtime,omitempty"` // such as nodejs22.x, or just nodejs; for AWS_EXECUTION_ENV, and instead of Command

	Listen string `json:"Listen,omitempty"` // host:port at which a function that somebody else starts finds its Runtime API
	DialIn bool   `json:"DialIn,omitempty"` // the same at any free port of the loopback interface

	Url    string `json:"Url,omitempty"`    //nolint:revive // the configuration's word
	Mode   Mode   `json:"Mode,omitempty"`   // what is spoken at Url
	Arn    string `json:"Arn,omitempty"`    // name or ARN by which AWS, or the endpoint at Url, knows the function
	Region string `json:"Region,omitempty"` // of AWS; default: the ARN's

	Timeout        Duration `json:"Timeout,omitempty"`        // the function's own limit, as in Lambda: exceeding it is the function's error
	AnswerWithin   Duration `json:"AnswerWithin,omitempty"`   // how long a caller waits for one attempt, instead of the policy's time
	MaxConcurrency int      `json:"MaxConcurrency,omitempty"` // calls at a time; more of them wait
}

// Mode is what is spoken at a URL.
type Mode string

// The modes. An endpoint speaks https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html.
const (
	ModeInvoke Mode = "invoke" // the default
	ModeHTTP   Mode = "http"
	ModeAWS    Mode = "aws" // as invoke, with signed requests
)

// Kind is one of the ways to run a function.
type Kind string

// The kinds, see [Function].
const (
	KindProcess  Kind = "process"
	KindDialIn   Kind = "dial-in"
	KindEndpoint Kind = "endpoint"
	KindWebhook  Kind = "webhook"
	KindAWS      Kind = "aws"
)

// Duration is a time span that is written as a number of seconds, as Lambda's Timeout is, or as text like "1m30s".
type Duration time.Duration

// UnmarshalJSON reads a number of seconds or a text.
func (d *Duration) UnmarshalJSON(raw []byte) error {
	var seconds float64
	if json.Unmarshal(raw, &seconds) == nil {
		*d = Duration(seconds * float64(time.Second))
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if span, err := time.ParseDuration(text); err == nil {
			*d = Duration(span)
			return nil
		}
	}
	return fmt.Errorf("%s is no time span: write a number of seconds, or a text such as \"2.5s\"", raw)
}

// MarshalJSON writes the text form.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads the members, or a mere URL. A member that does not exist is an error.
func (f *Function) UnmarshalJSON(raw []byte) error {
	var url string
	if json.Unmarshal(raw, &url) == nil {
		*f = Function{Url: url}
		return nil
	}
	type plain Function // without this method
	members := struct {
		*plain
		Env map[string]scalar `json:"Env"`
	}{plain: (*plain)(f)}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&members); err != nil {
		return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	for name, value := range members.Env {
		if f.Env == nil {
			f.Env = map[string]string{}
		}
		f.Env[name] = string(value)
	}
	return nil
}

// scalar is an environment variable's value, which people also write as a number or a boolean.
type scalar string

func (s *scalar) UnmarshalJSON(raw []byte) error {
	var text string
	switch err := json.Unmarshal(raw, &text); {
	case err == nil:
		*s = scalar(text)
	case len(raw) > 0 && strings.ContainsRune("{[", rune(raw[0])):
		return fmt.Errorf("an environment variable cannot be %s", raw)
	default:
		*s = scalar(raw)
	}
	return nil
}
