package lambdaclient

import (
	"context"
	"time"
)

// Invoker runs a function and waits for its answer.
//
// The function is a name or an ARN, either with an alias or version behind it, as in
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. A deadline of ctx limits the call: when it passes, the error is a
// [*TimeoutError]. The Result of a failed call still holds what is known of it, such as the output.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) (Result, error)
}

// InvokerFunc is a Go function as an [Invoker].
type InvokerFunc func(ctx context.Context, function string, payload []byte) (Result, error)

// Invoke calls f.
func (f InvokerFunc) Invoke(ctx context.Context, function string, payload []byte) (Result, error) {
	return f(ctx, function, payload)
}

// Result is what came of one invocation.
type Result struct {
	Payload       []byte         // the function's answer, byte for byte; nil when it reported an error
	FunctionError *FunctionError // the error that the function reported, or how it died
	Output        string         // what the function printed during the call, as far as it is visible from here; bounded
	RequestID     string         // the invocation's id, which the function sees too
	Duration      time.Duration  // from the call to the answer, a cold start and former attempts included
	Target        string         // what answered, for people: a command line, an address
	Attempts      []Attempt      // every try in order, the last one included; set by [Retry]
}

// Attempt is one try of an invocation that [Retry] may have made several times.
type Attempt struct {
	RequestID string
	Target    string
	Output    string
	Duration  time.Duration
	Err       error // why it did not count, or nil
}
