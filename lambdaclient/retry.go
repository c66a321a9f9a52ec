package lambdaclient

import (
	"context"
	"errors"
	"time"
)

// Policy says how long a caller waits for a function, and how often. The zero value is AWS's for services that call a function
// synchronously while somebody waits for them.
type Policy struct {
	Timeout  time.Duration // of one attempt; 0 means 5 seconds
	Attempts int           // how many at most; 0 means 3
}

// Retry makes inv answer within the policy. Only an attempt that timed out is repeated, and each one is an invocation of its own
// with a fresh request id; a function's own error and an endpoint's refusal are final. All attempts are listed in the Result.
func Retry(inv Invoker, policy Policy) Invoker {
	if policy.Timeout <= 0 {
		policy.Timeout = 5 * time.Second
	}
	if policy.Attempts <= 0 {
		policy.Attempts = 3
	}
	return InvokerFunc(func(ctx context.Context, function string, payload []byte) (Result, error) {
		return policy.invoke(ctx, inv, function, payload)
	})
}

func (p Policy) invoke(ctx context.Context, inv Invoker, function string, payload []byte) (Result, error) {
	var attempts []Attempt
	var took time.Duration
	for {
		result, err := once(ctx, inv, p.Timeout, function, payload)
		attempts = append(attempts, Attempt{result.RequestID, result.Target, result.Output, result.Duration, err})
		took += result.Duration
		result.Attempts, result.Duration = attempts, took
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return result, err
		}
		if len(attempts) == p.Attempts {
			return result, &TimeoutError{Function: function, After: p.Timeout, Attempts: len(attempts), Detail: detail(err)}
		}
	}
}

func once(ctx context.Context, inv Invoker, timeout time.Duration, function string, payload []byte) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return inv.Invoke(ctx, function, payload)
}

func detail(err error) string {
	if timeout, ok := errors.AsType[*TimeoutError](err); ok {
		return timeout.Detail
	}
	return ""
}
