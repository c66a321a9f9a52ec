package lambdaclient

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// What can go wrong beside the function itself; the errors of this package match one of them with [errors.Is].
var (
	ErrUnknownFunction = errors.New("unknown function")
	ErrTimeout         = errors.New("no answer in time")
	ErrUnreachable     = errors.New("function unreachable")
	ErrServer          = errors.New("invocation failed")
)

// UnknownFunctionError says that no target is configured for a function, or that the endpoint does not know it.
type UnknownFunctionError struct {
	Function string
	Known    []string // the names that are configured, sorted
	Reason   string   // what the endpoint said, or why the name is no use; empty if it just is not in the table
}

func (e *UnknownFunctionError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no target for function %q", e.Function)
	if e.Reason != "" {
		return b.String() + ": " + e.Reason
	}
	if near := nearest(e.Function, e.Known); near != "" {
		fmt.Fprintf(&b, " (did you mean %q?)", near)
	}
	if len(e.Known) == 0 {
		b.WriteString("; none is configured")
	} else {
		b.WriteString("; configured: " + strings.Join(e.Known, ", "))
	}
	name := e.Function
	if ref, err := ParseReference(name); err == nil {
		name = ref.Name
	}
	fmt.Fprintf(&b, "; add one under Lambdas, such as %s: {Command: [./bootstrap]} or %s: http://localhost:8080", name, name)
	return b.String()
}

// Is reports whether target is [ErrUnknownFunction].
func (e *UnknownFunctionError) Is(target error) bool { return target == ErrUnknownFunction }

// TimeoutError says that a function did not answer before the caller's deadline.
// A limit of the function's own is no TimeoutError but a [FunctionError] of type Sandbox.Timedout.
type TimeoutError struct {
	Function string
	After    time.Duration // how long one attempt was waited for
	Attempts int           // how many were made; 0 and 1 both mean one
	Detail   string        // what it was doing, if that is known
}

func (e *TimeoutError) Error() string {
	s := fmt.Sprintf("function %q did not answer within %.2f seconds", e.Function, e.After.Seconds())
	if e.Attempts > 1 {
		s += fmt.Sprintf(" (%d attempts)", e.Attempts)
	}
	return withDetail(s, e.Detail)
}

// Is reports whether target is [ErrTimeout].
func (e *TimeoutError) Is(target error) bool { return target == ErrTimeout }

// Unwrap makes a TimeoutError a [context.DeadlineExceeded], too.
func (e *TimeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout marks the error as a time-out, as in [net.Error].
func (e *TimeoutError) Timeout() bool { return true }

// UnreachableError says that nothing answered where the function should be.
type UnreachableError struct {
	Function string
	Target   string
	Err      error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("function %q is not reachable at %s: %v", e.Function, e.Target, e.Err)
}

// Is reports whether target is [ErrUnreachable].
func (e *UnreachableError) Is(target error) bool { return target == ErrUnreachable }

// Unwrap gives the cause.
func (e *UnreachableError) Unwrap() error { return e.Err }

// ServerError says that an endpoint refused the call or failed on its own account: the function did not run, or nobody knows.
type ServerError struct {
	Function string
	Target   string
	Status   int    // the HTTP status
	Type     string // the exception's name, such as TooManyRequestsException; may be empty
	Message  string // the endpoint's text; may be empty
}

func (e *ServerError) Error() string {
	s := fmt.Sprintf("invoking function %q at %s: status %d", e.Function, e.Target, e.Status)
	if e.Type != "" {
		s += " " + e.Type
	}
	return withDetail(s, e.Message)
}

// Is reports whether target is [ErrServer].
func (e *ServerError) Is(target error) bool { return target == ErrServer }

func withDetail(s, detail string) string {
	if detail == "" {
		return s
	}
	return s + ": " + detail
}
