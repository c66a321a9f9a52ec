package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Auth is how the caller of an operation shows who they are.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
type Auth int

// The four classes of operations.
const (
	Public        Auth = iota // unsigned; names an app client, and may prove its secret
	AccessToken               // unsigned; an access token or a session in the body
	SigV4                     // signed with AWS credentials
	SigV4Optional             // signed or unsigned; an app client's id and secret in the body
)

// Operation is one entry of the table of operations.
type Operation struct {
	Name      string
	Auth      Auth
	Errors    []string // the exceptions that the model declares
	EmptyBody bool     // success has no body, not even {}

	// Read turns a body into the operation's input, a pointer to a structure. Its error is always an *Error with status 400.
	Read func(body []byte) (any, error)
	// Call hands the input that Read made to the service. The answer is nil when EmptyBody is true.
	Call func(ctx context.Context, s Service, in any) (any, error)
}

// Lookup finds an operation by its exact name.
func Lookup(name string) (Operation, bool) {
	i, ok := slices.BinarySearchFunc(operations, name, func(o Operation, name string) int { return cmp.Compare(o.Name, name) })
	if !ok {
		return Operation{}, false
	}
	return operations[i], true
}

// Names are the names of all operations, sorted.
func Names() []string {
	names := make([]string, len(operations))
	for i, o := range operations {
		names[i] = o.Name
	}
	return names
}

func op[In, Out any, P request[In]](
	name string, auth Auth, method func(Service, context.Context, *In) (*Out, error), errors ...string,
) Operation {
	call := func(ctx context.Context, s Service, in any) (any, error) {
		input, err := inputOf[In](name, in)
		if err != nil {
			return nil, err
		}
		out, err := method(s, ctx, input)
		if err != nil {
			return nil, err // not out, which would be a nil pointer in a non-nil interface
		}
		return out, nil
	}
	return Operation{Name: name, Auth: auth, Errors: errors, Read: read[In, P], Call: call}
}

// silent is an operation without an answer.
func silent[In any, P request[In]](
	name string, auth Auth, method func(Service, context.Context, *In) error, errors ...string,
) Operation {
	call := func(ctx context.Context, s Service, in any) (any, error) {
		input, err := inputOf[In](name, in)
		if err != nil {
			return nil, err
		}
		return nil, method(s, ctx, input)
	}
	return Operation{Name: name, Auth: auth, Errors: errors, EmptyBody: true, Read: read[In, P], Call: call}
}

func read[In any, P request[In]](body []byte) (any, error) {
	in, err := decode[In, P](body)
	if err != nil {
		return nil, err
	}
	return in, nil
}

func inputOf[In any](name string, in any) (*In, error) {
	input, ok := in.(*In)
	if !ok {
		return nil, fmt.Errorf("api: %s called with a %T", name, in)
	}
	return input, nil
}
