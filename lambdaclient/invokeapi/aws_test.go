package invokeapi_test

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/invokeapi"
)

const functionARN = "arn:aws:lambda:eu-west-1:111111111111:function:real:live"

// credentials gives AWS's SDK what it needs, and keeps it from looking anywhere else.
func credentials(t *testing.T) {
	t.Helper()
	nothing := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "", "AWS_REGION": "",
		"AWS_DEFAULT_REGION": "", "AWS_PROFILE": "", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": nothing, "AWS_SHARED_CREDENTIALS_FILE": nothing, "AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_LAMBDA": "",
	} {
		t.Setenv(name, value)
	}
}

func newAWS(t *testing.T, url string) *invokeapi.AWS {
	t.Helper()
	a, err := invokeapi.NewAWS(t.Context(), lambdaclient.Function{Arn: functionARN, Url: url})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The real service is called with AWS's own client: signed, by the whole ARN, with the log.
func TestAWSRequest(t *testing.T) {
	credentials(t)
	var seen atomic.Pointer[http.Request]
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r)
		w.Header().Set("X-Amzn-Requestid", "the-id")
		w.Header().Set("X-Amz-Log-Result", base64.StdEncoding.EncodeToString([]byte("log")))
		_, _ = io.Copy(w, r.Body)
	})
	result, err := newAWS(t, url).Invoke(within(t, 20*time.Second), "called-so-here", []byte(event))
	if err != nil || string(result.Payload) != event || result.RequestID != "the-id" || result.Output != "log" {
		t.Errorf("got %+v, %v", result, err)
	}
	r := seen.Load()
	if path := r.URL.Path; r.Method != http.MethodPost || path != "/2015-03-31/functions/"+functionARN+"/invocations" {
		t.Errorf("%s %s", r.Method, path)
	}
	if auth := r.Header.Get("Authorization"); !strings.Contains(auth, "AKIDEXAMPLE") || !strings.Contains(auth, "/eu-west-1/lambda/aws4_request") {
		t.Errorf("Authorization: %s", auth)
	}
	if got := r.Header.Get("X-Amz-Log-Type"); got != "Tail" {
		t.Errorf("X-Amz-Log-Type: %s", got)
	}
}

func TestAWSFailures(t *testing.T) {
	credentials(t)
	for name, c := range map[string]struct {
		status    int
		errorType string
		want      error
	}{
		"unknown":   {404, "ResourceNotFoundException", lambdaclient.ErrUnknownFunction},
		"throttled": {429, "TooManyRequestsException", lambdaclient.ErrServer},
		"denied":    {403, "AccessDeniedException", lambdaclient.ErrServer},
		"broken":    {500, "ServiceException", lambdaclient.ErrServer},
	} {
		var calls atomic.Int32
		url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			calls.Add(1)
			says(c.status, `{"Type":"User","message":"the text"}`, "X-Amzn-Errortype", c.errorType, "X-Amzn-Requestid", "the-id")(w, r)
		})
		result, err := newAWS(t, url).Invoke(within(t, 20*time.Second), "f", []byte(event))
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), "the text") || result.RequestID != "the-id" {
			t.Errorf("%s: got %v (request %s)", name, err, result.RequestID)
		}
		if server, ok := errors.AsType[*lambdaclient.ServerError](err); ok && (server.Status != c.status || server.Type != c.errorType) {
			t.Errorf("%s: got %+v", name, server)
		}
		if calls.Load() != 1 {
			t.Errorf("%s: called %d times", name, calls.Load())
		}
	}
}

func TestAWSFunctionErrorTimeoutAndAbsence(t *testing.T) {
	credentials(t)
	failing := serve(t, says(200, `{"errorMessage":"Bad password","errorType":"Error"}`, "X-Amz-Function-Error", "Unhandled"))
	result, err := newAWS(t, failing).Invoke(within(t, 20*time.Second), "f", []byte(event))
	if err != nil || result.FunctionError == nil || result.FunctionError.Message != "Bad password" || result.Payload != nil {
		t.Errorf("got %+v, %v", result, err)
	}
	hanging := serve(t, hang)
	if _, err := newAWS(t, hanging).Invoke(within(t, 200*time.Millisecond), "f", []byte(event)); !errors.Is(err, lambdaclient.ErrTimeout) {
		t.Errorf("got %v, want ErrTimeout", err)
	}
	if _, err := newAWS(t, "http://127.0.0.1:1").Invoke(within(t, 20*time.Second), "f", nil); !errors.Is(err, lambdaclient.ErrUnreachable) {
		t.Errorf("got %v, want ErrUnreachable", err)
	}
	if _, err := invokeapi.NewAWS(t.Context(), lambdaclient.Function{Arn: "name-only"}); err == nil || !strings.Contains(err.Error(), "no Region") {
		t.Errorf("got %v", err)
	}
	if _, err := invokeapi.NewAWS(t.Context(), lambdaclient.Function{}); err == nil {
		t.Error("a function without a name was accepted")
	}
}
