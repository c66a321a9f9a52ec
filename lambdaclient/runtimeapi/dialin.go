package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// DialIn serves the Runtime API to a function that somebody else starts, with AWS_LAMBDA_RUNTIME_API=host:port in its environment
// and the other variables of the real runtime, as far as it needs them. Calls wait until the function asks for work; as many run at
// a time as processes ask.
//
// Most runtimes end when they cannot reach their Runtime API, or lose it. So whoever starts the function has to start it again, with
// a restart policy for instance, and then it does not matter which side is up first.
type DialIn struct {
	name     string
	function lambdaclient.Function
	options  Options
	calls    atomic.Int64 // that run or wait
	exchange *exchange
	server   *server
	address  string
}

// Listen opens the function's listener, at its Listen or at any free port of the loopback interface.
func Listen(name string, function lambdaclient.Function, options Options) (*DialIn, error) {
	kind, err := function.Kind()
	if err == nil && kind != lambdaclient.KindDialIn {
		err = errors.New("has neither Listen nor DialIn")
	}
	if err == nil {
		function, err = function.Resolve("")
	}
	if err != nil {
		return nil, fmt.Errorf("function %q %w", name, err)
	}
	listener, err := net.Listen("tcp", function.Listen)
	if err != nil {
		return nil, fmt.Errorf("function %q cannot listen: %w", name, err)
	}
	x := newExchange(false)
	d := &DialIn{
		name:     name,
		function: function,
		options:  options.withDefaults(),
		exchange: x,
		server:   serve(listener, x, name),
		address:  listener.Addr().String(),
	}
	return d, nil
}

// Address is the host and port at which the function finds its Runtime API.
func (d *DialIn) Address() string { return d.address }

// Close ends the listener and all connections, whereupon the function's processes end.
func (d *DialIn) Close() error {
	d.exchange.close()
	d.server.stop(0)
	return nil
}

// Invoke gives the event to a process that asks for work.
func (d *DialIn) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	ctx, cancel := limited(ctx)
	defer cancel()
	inv := newInvocation(ctx, uuid.NewString(), d.options.arn(function), payload, time.Duration(d.function.Timeout))
	answer, err := d.invoke(ctx, function, inv)
	took := wallclock.Now().Sub(started)
	return lambdaclient.Result{
		Payload:       answer.payload,
		FunctionError: answer.err,
		RequestID:     inv.id,
		Duration:      took,
		Target:        d.target(),
	}, failure(err, function, took)
}

func (d *DialIn) target() string { return "the runtime that dials in at " + d.address }

func (d *DialIn) invoke(ctx context.Context, function string, inv *invocation) (answer, error) {
	defer d.calls.Add(-1)
	if d.calls.Add(1) > maxWaiting {
		return answer{}, throttled(function, d.address, "processes that dial in")
	}
	d.exchange.submit(inv)
	for {
		select {
		case poll := <-d.exchange.polls:
			if d.exchange.hand(inv, poll) {
				return d.await(ctx, function, inv)
			}
		case e := <-d.exchange.initErrors:
			d.exchange.giveUp(inv, false)
			return answer{err: e}, nil
		case <-d.exchange.closed:
			return answer{}, d.unreachable(function, errors.New("shut down"))
		case <-ctx.Done():
			d.exchange.giveUp(inv, false)
			return d.nobodyCame(ctx, function)
		}
	}
}

// nobodyCame says why no process took an invocation.
func (d *DialIn) nobodyCame(ctx context.Context, function string) (answer, error) {
	if errors.Is(ctx.Err(), context.Canceled) || d.exchange.runtimes() > 0 {
		return answer{}, &waitError{ctx.Err(), "all processes that have dialled in were busy"}
	}
	return answer{}, d.unreachable(function,
		fmt.Errorf("no process has dialled in; start the function with AWS_LAMBDA_RUNTIME_API=%s", d.dialable()))
}

func (d *DialIn) unreachable(function string, err error) error {
	return &lambdaclient.UnreachableError{Function: function, Target: d.address, Err: err}
}

// dialable is our address as another host would write it.
func (d *DialIn) dialable() string {
	host, port, _ := net.SplitHostPort(d.address)
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		return "OUR-HOST-NAME:" + port
	}
	return d.address
}

// await waits for the answer of a process that has taken the invocation. It cannot be killed from here; what it still says after
// its time is dropped.
func (d *DialIn) await(ctx context.Context, function string, inv *invocation) (answer, error) {
	limit, stop := after(inv.limit)
	defer stop()
	select {
	case a := <-inv.answered:
		return a, nil
	case <-limit:
		d.exchange.giveUp(inv, true)
		return answer{err: lambdaclient.TimedOut(inv.id, inv.limit)}, nil
	case <-d.exchange.closed:
		return answer{}, d.unreachable(function, errors.New("shut down"))
	case <-ctx.Done():
		d.exchange.giveUp(inv, true)
		return answer{}, ctx.Err()
	}
}
