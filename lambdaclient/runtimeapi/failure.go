package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// waitError is the end of a caller's patience, with what it waited for.
type waitError struct {
	cause  error // of the context
	detail string
}

func (e *waitError) Error() string { return e.detail }

func (e *waitError) Unwrap() error { return e.cause }

// failure turns the end of a context into the error of this module.
func failure(err error, function string, waited time.Duration) error {
	detail := ""
	if wait, ok := errors.AsType[*waitError](err); ok {
		detail = wait.detail
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &lambdaclient.TimeoutError{Function: function, After: waited, Detail: detail}
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("invoking function %q: %w", function, err)
	}
	return err
}

// notStarted is what comes of an invocation for which no process could be started.
func notStarted(err error, function, command, requestID string) (answer, error) {
	if errors.Is(err, errPoolClosed) {
		return answer{}, &lambdaclient.UnreachableError{Function: function, Target: command, Err: err}
	}
	message := fmt.Sprintf("RequestId: %s Error: %v", requestID, err)
	return answer{err: lambdaclient.NewFunctionError(lambdaclient.TypeEntrypoint, message)}, nil
}
