// Package inprocess wraps a Go function as a Lambda function, for tests and for programs that embed what calls it.
//
// [Func] takes what aws-lambda-go's lambda.Start takes and answers with the same bytes; [Raw] takes the event's bytes. Nothing
// runs in another process: a function that ignores its context cannot be stopped, only left behind, and os.Exit ends the program.
package inprocess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// Func is a handler in any of the forms that https://pkg.go.dev/github.com/aws/aws-lambda-go/lambda#Start allows.
func Func(handler any) lambdaclient.Invoker {
	return Raw(func(ctx context.Context, payload []byte) ([]byte, error) {
		// A handler of its own for each call: what lambda.Handler.Invoke returns is a buffer that its next call writes to.
		return lambda.NewHandler(handler).Invoke(ctx, payload)
	})
}

// Raw is a handler of bytes. The context holds a deadline and a lambdacontext.LambdaContext, as in Lambda.
func Raw(handler func(ctx context.Context, payload []byte) ([]byte, error)) lambdaclient.Invoker {
	return lambdaclient.InvokerFunc(func(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
		return invoke(ctx, handler, function, payload)
	})
}

// returned is how a handler ended: with a payload or an error, or in a panic.
type returned struct {
	payload []byte
	failure *lambdaclient.FunctionError
	stack   string
}

func invoke(
	ctx context.Context, handler func(context.Context, []byte) ([]byte, error), function string, payload []byte,
) (lambdaclient.Result, error) {
	started := wallclock.Now()
	result := lambdaclient.Result{RequestID: uuid.NewString(), Target: "Go function in this process"}
	ctx = lambdacontext.NewContext(ctx, &lambdacontext.LambdaContext{
		AwsRequestID:       result.RequestID,
		InvokedFunctionArn: function,
	})
	done := make(chan returned, 1)
	go func() { done <- call(ctx, handler, payload) }()
	select {
	case r := <-done:
		result.Payload, result.FunctionError, result.Output = r.payload, r.failure, r.stack
		result.Duration = wallclock.Now().Sub(started)
		return result, nil
	case <-ctx.Done():
		result.Duration = wallclock.Now().Sub(started)
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return result, &lambdaclient.TimeoutError{Function: function, After: result.Duration}
		}
		return result, fmt.Errorf("invoking function %q: %w", function, ctx.Err())
	}
}

func call(ctx context.Context, handler func(context.Context, []byte) ([]byte, error), payload []byte) (r returned) {
	defer func() {
		if p := recover(); p != nil {
			r = returned{failure: failure(p), stack: string(debug.Stack())}
		}
	}()
	answer, err := handler(ctx, payload)
	if err != nil {
		return returned{failure: failure(err)}
	}
	if len(answer) > lambdaclient.MaxPayload {
		return returned{failure: lambdaclient.ResponseTooLarge()}
	}
	return returned{payload: answer}
}

// failure is an error, or the value of a panic, as aws-lambda-go reports it: the type is the name of the Go type.
func failure(value any) *lambdaclient.FunctionError {
	report, ok := value.(messages.InvokeResponse_Error)
	if !ok {
		report = messages.InvokeResponse_Error{Message: fmt.Sprint(value), Type: typeName(reflect.TypeOf(value))}
	}
	raw, _ := json.Marshal(report) // strings and numbers: cannot fail
	return lambdaclient.ParseFunctionError(raw)
}

func typeName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}
