package invokeapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// Endpoint is an address that speaks the Invoke API, for one function or several.
//
// Calls are made one after the other, unless more are allowed: the runtime interface emulator crashes when two of them overlap. For
// the same reason a call that the caller no longer waits for goes on, and keeps its place, until the endpoint answers.
type Endpoint struct {
	base   *url.URL
	client *http.Client
	slots  chan struct{} // one for each call at a time

	// unnamed says that the endpoint knows its only function as "function", as the runtime interface emulator does. It is found out
	// by the first call.
	unnamed atomic.Bool

	ctx    context.Context // of the calls; ends with Close
	cancel context.CancelFunc
}

// longest is the most that Lambda lets a function run; an endpoint that has not answered by then never will.
const longest = 15 * time.Minute

var errClosed = errors.New("shut down")

// NewEndpoint is the endpoint at a URL such as http://localhost:3001, or at the full URL of one function's invocations.
// concurrency is how many calls may be made at a time; 0 means one.
func NewEndpoint(rawURL string, concurrency int) (*Endpoint, error) {
	function, err := lambdaclient.Function{Url: rawURL}.Resolve("")
	if err != nil {
		return nil, fmt.Errorf("invoke endpoint %w", err)
	}
	base, err := url.Parse(function.Url)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Endpoint{
		base:   base,
		client: newClient(),
		slots:  make(chan struct{}, max(concurrency, 1)),
		ctx:    ctx,
		cancel: cancel,
	}, nil
}

// Named calls one function of the endpoint whatever the caller calls it: by the name or ARN that the endpoint knows.
func (e *Endpoint) Named(name string) lambdaclient.Invoker {
	return lambdaclient.InvokerFunc(func(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
		return e.invoke(ctx, function, name, payload)
	})
}

// Invoke calls the function by its name, without the rest of its ARN and without its alias, which few local endpoints know.
func (e *Endpoint) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	name := function
	if ref, err := lambdaclient.ParseReference(function); err == nil {
		name = ref.Name
	}
	return e.invoke(ctx, function, name, payload)
}

// Close ends the calls that are under way.
func (e *Endpoint) Close() error {
	e.cancel()
	e.client.CloseIdleConnections()
	return nil
}

type replyOrError struct {
	reply reply
	err   error
}

func (e *Endpoint) invoke(ctx context.Context, function, name string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	elapsed := func() time.Duration { return wallclock.Now().Sub(started) }
	target := e.base.String()
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		const detail = "a call before it was not answered; MaxConcurrency allows no more at a time"
		return lambdaclient.Result{Target: target, Duration: elapsed()},
			failure(ctx, ctx.Err(), function, target, elapsed(), detail)
	}
	done := make(chan replyOrError, 1)
	go func() {
		defer func() { <-e.slots }()
		r, err := e.call(name, payload)
		done <- replyOrError{r, err}
	}()
	select {
	case got := <-done:
		if got.err != nil {
			return lambdaclient.Result{Target: target, Duration: elapsed()},
				failure(context.Background(), got.err, function, target, elapsed(), "")
		}
		o := interpret(function, target, got.reply)
		return result(got.reply, o, target, elapsed()), o.err
	case <-ctx.Done():
		return lambdaclient.Result{Target: target, Duration: elapsed()}, failure(ctx, ctx.Err(), function, target, elapsed(), "")
	}
}

// call posts to the function's path. A web server's 404, unlike Lambda's own, means that the endpoint has only one function,
// which is called "function".
func (e *Endpoint) call(name string, payload []byte) (reply, error) {
	if e.ctx.Err() != nil {
		return reply{}, errClosed
	}
	ctx, cancel := context.WithTimeout(e.ctx, longest)
	defer cancel()
	if e.unnamed.Load() {
		return post(ctx, e.client, e.url(onlyFunction), payload)
	}
	first, err := post(ctx, e.client, e.url(name), payload)
	if err != nil || first.status != http.StatusNotFound || isAPIError(first) || e.isFullURL() {
		return first, err
	}
	second, err := post(ctx, e.client, e.url(onlyFunction), payload)
	if err != nil || second.status == http.StatusNotFound {
		return first, err
	}
	e.unnamed.Store(true)
	return second, nil
}

const onlyFunction = "function"

// url is where a function is invoked. No query is ever added: sam local refuses any.
func (e *Endpoint) url(name string) string {
	if e.isFullURL() {
		return e.base.String()
	}
	return e.base.JoinPath("2015-03-31", "functions", url.PathEscape(name), "invocations").String()
}

func (e *Endpoint) isFullURL() bool { return strings.HasSuffix(e.base.Path, "/invocations") }
