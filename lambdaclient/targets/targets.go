// Package targets opens what a configuration says about functions: for each one the process, listener, endpoint or webhook that
// answers for it, all in one table.
//
// It only puts the pieces together; what they do is described in lambdaclient and the packages beside this one.
package targets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/invokeapi"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// Options are what the functions of a configuration have in common.
type Options struct {
	Base     string              // the folder that relative paths count from; empty means the working directory
	Fallback string              // URL of an Invoke endpoint for functions that are not configured; empty means there is none
	Policy   lambdaclient.Policy // how long and how often one call is tried
	Runtime  runtimeapi.Options  // for the functions that we start, and those that dial in
}

// Set is the open targets of a configuration. It is an [lambdaclient.Invoker] with the policy applied.
type Set struct {
	router    lambdaclient.Router
	policy    lambdaclient.Policy
	addresses map[string]string
	closers   []io.Closer
}

// Open opens all targets, or none: the error names every function that is configured wrongly, and why.
// No process is started and no endpoint called before the first invocation.
func Open(ctx context.Context, functions map[string]lambdaclient.Function, options Options) (*Set, error) {
	s := &Set{policy: options.Policy, addresses: map[string]string{}}
	opener := opener{ctx, options, s, endpoints{concurrency: endpointConcurrency(functions)}}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		if err := opener.open(name, functions[name]); err != nil {
			problems = append(problems, err)
		}
	}
	if options.Fallback != "" {
		if endpoint, err := opener.endpoint(options.Fallback); err != nil {
			problems = append(problems, err)
		} else {
			s.router.HandleOthers(lambdaclient.Retry(endpoint, s.policy))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(append(problems, s.Close())...)
	}
	return s, nil
}

// Invoke calls a function within the policy.
func (s *Set) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	return s.router.Invoke(ctx, function, payload)
}

// Handle adds a target, such as a Go function, or replaces the one that the configuration has under the same name.
func (s *Set) Handle(name string, target lambdaclient.Invoker) error {
	return s.router.Handle(name, lambdaclient.Retry(target, s.policy))
}

// Names are the names of all functions, sorted.
func (s *Set) Names() []string { return s.router.Names() }

// Addresses are, by name, where the functions that somebody else starts find their Runtime API.
func (s *Set) Addresses() map[string]string { return maps.Clone(s.addresses) }

// Close ends all processes and connections.
func (s *Set) Close() error {
	problems := make([]error, len(s.closers))
	var closing sync.WaitGroup
	for i, c := range s.closers {
		closing.Go(func() { problems[i] = c.Close() })
	}
	closing.Wait()
	s.closers = nil
	return errors.Join(problems...)
}

// opener is what Open needs at hand for each function.
type opener struct {
	ctx       context.Context //nolint:containedctx // lives as long as Open
	options   Options
	set       *Set
	endpoints endpoints
}

// endpoints are those that are open, by URL: functions of the same endpoint share its limit of calls at a time.
type endpoints struct {
	concurrency map[string]int
	open        map[string]*invokeapi.Endpoint
}

func (o *opener) open(name string, function lambdaclient.Function) error {
	ref, err := lambdaclient.ParseReference(name)
	if err != nil {
		return err
	}
	function, err = function.Resolve(o.options.Base)
	if err != nil {
		return fmt.Errorf("function %q %w", name, err)
	}
	target, err := o.target(name, ref, function)
	if err != nil {
		return err
	}
	policy := o.set.policy
	if function.AnswerWithin > 0 {
		policy.Timeout = time.Duration(function.AnswerWithin)
	}
	return o.set.router.Handle(name, lambdaclient.Retry(target, policy))
}

func (o *opener) target(name string, ref lambdaclient.Reference, f lambdaclient.Function) (lambdaclient.Invoker, error) {
	kind, err := f.Kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case lambdaclient.KindProcess:
		return keep(o.set)(runtimeapi.NewPool(ref.Name, o.options.Base, f, o.options.Runtime))
	case lambdaclient.KindDialIn:
		return o.listen(name, ref.Name, f)
	case lambdaclient.KindWebhook:
		return keep(o.set)(invokeapi.NewWebhook(f.Url, f.MaxConcurrency))
	case lambdaclient.KindAWS:
		target, err := invokeapi.NewAWS(o.ctx, f)
		if err != nil {
			return nil, fmt.Errorf("function %q %w", name, err)
		}
		return target, nil
	case lambdaclient.KindEndpoint:
		endpoint, err := o.endpoint(f.Url)
		if err != nil || f.Arn == "" {
			return endpoint, err
		}
		return endpoint.Named(f.Arn), nil
	}
	return nil, fmt.Errorf("function %q is of kind %q, for which there is no target", name, kind)
}

func (o *opener) listen(key, name string, f lambdaclient.Function) (lambdaclient.Invoker, error) {
	d, err := runtimeapi.Listen(name, f, o.options.Runtime)
	if err != nil {
		return nil, err
	}
	o.set.closers = append(o.set.closers, d)
	o.set.addresses[key] = d.Address()
	return d, nil
}

func (o *opener) endpoint(given string) (*invokeapi.Endpoint, error) {
	url, err := wholeURL(given)
	if err != nil {
		return nil, fmt.Errorf("invoke endpoint %w", err)
	}
	if known := o.endpoints.open[url]; known != nil {
		return known, nil
	}
	endpoint, err := invokeapi.NewEndpoint(url, o.endpoints.concurrency[url])
	if err != nil {
		return nil, err
	}
	if o.endpoints.open == nil {
		o.endpoints.open = map[string]*invokeapi.Endpoint{}
	}
	o.endpoints.open[url] = endpoint
	o.set.closers = append(o.set.closers, endpoint)
	return endpoint, nil
}

// endpointConcurrency is the highest MaxConcurrency that any function of an endpoint has, by resolved URL.
func endpointConcurrency(functions map[string]lambdaclient.Function) map[string]int {
	most := map[string]int{}
	for _, f := range functions {
		if url, err := wholeURL(f.Url); err == nil {
			most[url] = max(most[url], f.MaxConcurrency)
		}
	}
	return most
}

// wholeURL is how an endpoint's URL is written when nothing is left out.
func wholeURL(given string) (string, error) {
	f, err := lambdaclient.Function{Url: given}.Resolve("")
	return f.Url, err
}

// closingInvoker is a target that must be closed.
type closingInvoker interface {
	lambdaclient.Invoker
	io.Closer
}

// keep lets the set close a target that was opened.
func keep(s *Set) func(target closingInvoker, err error) (lambdaclient.Invoker, error) {
	return func(target closingInvoker, err error) (lambdaclient.Invoker, error) {
		if err != nil {
			return nil, err
		}
		s.closers = append(s.closers, target)
		return target, nil
	}
}
