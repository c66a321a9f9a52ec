package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// Pool runs a function in processes that it starts when they are needed, one for each call at a time, and keeps for the next.
// It is safe for concurrent use.
type Pool struct {
	spec     *spec
	slots    chan struct{} // one for each process that may run at a time
	calls    atomic.Int64  // calls that run or wait
	launcher *launcher
	tempDir  string // of our bootstrap; empty if there is none

	mu     sync.Mutex
	closed bool
	idle   []*process // the one used last is the last
	all    map[*process]bool
}

var errPoolClosed = errors.New("shut down")

// NewPool checks that the function, which must be given by Command or Runtime, can be started. Nothing runs before the first
// call. base is what a relative Dir counts from; empty means the working directory.
func NewPool(name, base string, function lambdaclient.Function, options Options) (*Pool, error) {
	kind, err := function.Kind()
	if err == nil && kind != lambdaclient.KindProcess {
		err = errors.New("has no Command to start")
	}
	if err == nil {
		function, err = function.Resolve(base)
	}
	if err != nil {
		return nil, fmt.Errorf("function %q %w", name, err)
	}
	options = options.withDefaults()
	p := &Pool{
		spec:  &spec{name, function, options},
		slots: make(chan struct{}, concurrency(function)),
		all:   map[*process]bool{},
	}
	if interpreter := function.Interpreter(); interpreter != "" {
		p.tempDir, p.spec.function.Command, err = installBootstrap(interpreter)
		if err != nil {
			return nil, fmt.Errorf("function %q: %w", name, err)
		}
	}
	p.launcher = newLauncher(p.tempDir)
	return p, nil
}

func concurrency(f lambdaclient.Function) int {
	if f.MaxConcurrency > 0 {
		return f.MaxConcurrency
	}
	return defaultConcurrency
}

// Invoke runs the function in a process that is free, or in a new one; if all that may run are busy, it waits for one. When there is
// other code on disk than the process was started with, a new one takes its place.
// A process that does not answer by the deadline of ctx is killed.
func (p *Pool) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	ctx, cancel := limited(ctx)
	defer cancel()
	result := lambdaclient.Result{RequestID: uuid.NewString()}
	answer, err := p.invoke(ctx, function, payload, &result)
	result.Payload, result.FunctionError = answer.payload, answer.err
	result.Duration = wallclock.Now().Sub(started)
	return result, failure(err, function, result.Duration)
}

// limited gives a context a deadline if it has none.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, longest)
}

func (p *Pool) invoke(ctx context.Context, function string, payload []byte, result *lambdaclient.Result) (answer, error) {
	defer p.calls.Add(-1)
	if waiting := p.calls.Add(1) - int64(cap(p.slots)); waiting > maxWaiting {
		return answer{}, throttled(function, p.spec.function.Command[0], fmt.Sprintf("%d processes that MaxConcurrency allows", cap(p.slots)))
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return answer{}, &waitError{ctx.Err(), fmt.Sprintf("all its %d processes were busy; MaxConcurrency allows no more", cap(p.slots))}
	}
	for {
		process, fresh, err := p.process(result.RequestID)
		if err != nil {
			return notStarted(err, function, p.spec.function.Command[0], result.RequestID)
		}
		result.Target = process.name
		inv := newInvocation(ctx, result.RequestID, p.spec.options.arn(function), payload, time.Duration(p.spec.function.Timeout))
		a, err := process.invoke(ctx, inv)
		p.finish(process, result)
		switch {
		case !errors.Is(err, errStale):
			return a, err
		case fresh: // it asks for work and goes away; another one would, too
			return answer{err: exitError(result.RequestID, process.ending())}, nil
		}
	}
}

// throttled is the refusal of a call that too many others wait before, in Lambda's terms.
func throttled(function, target, processes string) error {
	return &lambdaclient.ServerError{
		Function: function, Target: target, Status: http.StatusTooManyRequests, Type: "TooManyRequestsException",
		Message: fmt.Sprintf("%d calls wait already for one of the %s", maxWaiting, processes),
	}
}

// process is one that waits for work, or a fresh one if there is none that runs the present code.
func (p *Pool) process(requestID string) (_ *process, fresh bool, err error) {
	code := p.spec.code()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, false, errPoolClosed
	}
	if found := p.takeIdle(code); found != nil {
		p.retireOthers(code)
		return found, false, nil
	}
	started, err := startProcess(p.spec, p.launcher, code, requestID)
	if err == nil {
		p.all[started] = true
		p.retireOthers(code)
		return started, true, nil
	}
	if found := p.takeIdle(0); found != nil { // somebody is about to replace the code; the old one still works
		return found, false, nil
	}
	return nil, false, err
}

// takeIdle takes the process that was used last and runs this code, or any code if it is 0. It needs the mutex, as does retireOthers.
func (p *Pool) takeIdle(code uint64) *process {
	for i, candidate := range slices.Backward(p.idle) {
		if candidate.gone() {
			delete(p.all, candidate)
			p.idle = slices.Delete(p.idle, i, i+1)
		} else if code == 0 || code == candidate.code {
			p.idle = slices.Delete(p.idle, i, i+1)
			return candidate
		}
	}
	return nil
}

// retireOthers ends the free processes that run other code than this.
func (p *Pool) retireOthers(code uint64) {
	p.idle = slices.DeleteFunc(p.idle, func(old *process) bool {
		outdated := code != 0 && old.code != code
		if outdated {
			go p.retire(old)
		}
		return outdated
	})
}

func (p *Pool) retire(old *process) {
	old.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, old)
}

// finish collects the output of an invocation and keeps the process for the next one, unless it is gone.
func (p *Pool) finish(process *process, result *lambdaclient.Result) {
	result.Output += process.printed()
	p.mu.Lock()
	defer p.mu.Unlock()
	if process.gone() {
		delete(p.all, process)
		return
	}
	if !p.closed {
		p.idle = append(p.idle, process)
	}
}

// Close ends all processes, and does not return before they are gone.
func (p *Pool) Close() error {
	p.mu.Lock()
	closed := p.closed
	p.closed, p.idle = true, nil
	all := slices.Collect(maps.Keys(p.all)) // from now on none is added
	p.mu.Unlock()
	if closed {
		return nil
	}
	var gone sync.WaitGroup
	for _, process := range all {
		gone.Go(process.stop)
	}
	gone.Wait()
	p.launcher.stop()
	if p.tempDir == "" {
		return nil
	}
	return os.RemoveAll(p.tempDir)
}
