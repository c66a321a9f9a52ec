package inprocess_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/inprocess"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	for want, handler := range map[string]any{
		`null`:             func() (any, error) { return nil, nil },
		`{}`:               func() (any, error) { return struct{}{}, nil },
		`""`:               func() (any, error) { return "", nil },
		`{"userName":"b"}`: func(event any) (any, error) { return event, nil },
		`"b"`: func(_ context.Context, e events.CognitoEventUserPoolsMigrateUser) (string, error) {
			return e.UserName, nil
		},
		`"<&>"`: func() (string, error) { return "<&>", nil },
	} {
		result, err := inprocess.Func(handler).Invoke(t.Context(), "f", []byte(`{"userName":"b"}`))
		if err != nil || result.FunctionError != nil || string(result.Payload) != want {
			t.Errorf("got %s, %+v, %v, want %s", result.Payload, result.FunctionError, err, want)
		}
	}
}

type custom struct{}

func (custom) Error() string { return "custom" }

// Errors and panics are reported with the bytes that aws-lambda-go posts.
func TestErrors(t *testing.T) {
	t.Parallel()
	for want, handler := range map[string]any{
		`{"errorMessage":"Bad password","errorType":"errorString"}`:                                                   func() error { return errors.New("Bad password") },
		`{"errorMessage":"wrap: x","errorType":"wrapError"}`:                                                          func() error { return fmt.Errorf("wrap: %w", errors.New("x")) },
		`{"errorMessage":"custom","errorType":"custom"}`:                                                              func() error { return &custom{} },
		`{"errorMessage":"m","errorType":"MyType"}`:                                                                   func() error { return messages.InvokeResponse_Error{Type: "MyType", Message: "m"} },
		`{"errorMessage":"boom","errorType":"string"}`:                                                                func() { panic("boom") },
		`{"errorMessage":"bad","errorType":"errorString"}`:                                                            func() { panic(errors.New("bad")) },
		`{"errorMessage":"7","errorType":"int"}`:                                                                      func() { panic(7) },
		`{"errorMessage":"json: cannot unmarshal object into Go value of type int","errorType":"UnmarshalTypeError"}`: func(int) {},
		`{"errorMessage":"handler is nil","errorType":"errorString"}`:                                                 nil,
		`{"errorMessage":"json: unsupported type: chan int","errorType":"UnsupportedTypeError"}`: func() (any, error) {
			return make(chan int), nil
		},
	} {
		result, err := inprocess.Func(handler).Invoke(t.Context(), "f", []byte(`{}`))
		if err != nil || result.FunctionError == nil || string(result.FunctionError.Raw) != want || result.Payload != nil {
			t.Errorf("got %s, %+v, %v, want %s", result.Payload, result.FunctionError, err, want)
		}
	}
}

func TestPanicShowsWhere(t *testing.T) {
	t.Parallel()
	result, err := inprocess.Func(func() { panic("boom") }).Invoke(t.Context(), "f", []byte(`{}`))
	if err != nil || !strings.Contains(result.Output, "inprocess_test.go") {
		t.Errorf("got %q, %v", result.Output, err)
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	inv := inprocess.Func(func(ctx context.Context) (string, error) {
		lc, _ := lambdacontext.FromContext(ctx)
		_, limited := ctx.Deadline()
		return fmt.Sprint(lc.AwsRequestID, " ", lc.InvokedFunctionArn, " ", limited), nil
	})
	result, err := inv.Invoke(ctx, "arn", []byte(`{}`))
	if want := `"` + result.RequestID + ` arn true"`; err != nil || string(result.Payload) != want || result.RequestID == "" {
		t.Errorf("got %s, %v, want %s", result.Payload, err, want)
	}
}

func TestRaw(t *testing.T) {
	t.Parallel()
	echo := inprocess.Raw(func(_ context.Context, payload []byte) ([]byte, error) { return payload, nil })
	if result, err := echo.Invoke(t.Context(), "f", []byte("not JSON")); err != nil || string(result.Payload) != "not JSON" {
		t.Errorf("got %s, %v", result.Payload, err)
	}
	big := inprocess.Raw(func(context.Context, []byte) ([]byte, error) { return make([]byte, lambdaclient.MaxPayload+1), nil })
	if result, err := big.Invoke(t.Context(), "f", nil); err != nil || result.FunctionError.Type != lambdaclient.TypeResponseTooLarge {
		t.Errorf("got %+v, %v", result.FunctionError, err)
	}
}

// A function that ignores its context is left behind.
func TestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inv := lambdaclient.Retry(inprocess.Func(func() { time.Sleep(time.Minute) }), lambdaclient.Policy{})
		started := time.Now()
		result, err := inv.Invoke(t.Context(), "f", []byte(`{}`))
		if !errors.Is(err, lambdaclient.ErrTimeout) || time.Since(started) != 15*time.Second {
			t.Errorf("got %v after %s", err, time.Since(started))
		}
		if a := result.Attempts; len(a) != 3 || a[0].RequestID == a[1].RequestID || a[1].RequestID == a[2].RequestID {
			t.Errorf("attempts %+v, want three with ids of their own", a)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := inv.Invoke(ctx, "f", []byte(`{}`)); !errors.Is(err, context.Canceled) || errors.Is(err, lambdaclient.ErrTimeout) {
			t.Errorf("canceled: %v", err)
		}
		time.Sleep(time.Hour) // lets the functions end
	})
}

// Concurrent calls do not see each other's answers.
func TestConcurrentAnswers(t *testing.T) {
	t.Parallel()
	inv := inprocess.Func(func(event string) (string, error) { return strings.Repeat(event, 100), nil })
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			word := fmt.Sprint("word", i)
			result, err := inv.Invoke(t.Context(), "f", fmt.Appendf(nil, "%q", word))
			if want := `"` + strings.Repeat(word, 100) + `"`; err != nil || string(result.Payload) != want {
				t.Errorf("got %s, %v", result.Payload, err)
			}
		})
	}
	all.Wait()
}
