package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
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
		spec:  &spec{name, function, options, &sharedWriter{w: options.Output}},
		slots: make(chan struct{}, concurrency(function)),
		all:   map[*process]bool{},
	}
	if interpreter := function.Interpreter(); interpreter != "" {
		p.tempDir, p.spec.function.Command, err = installBootstrap(interpreter)
		if err != nil {
			return nil, fmt.Errorf("function %q: %w", name, err)
		}
	}
	p.launcher = newLauncher()
	return p, nil
}

func concurrency(f lambdaclient.Function) int {
	if f.MaxConcurrency > 0 {
		return f.MaxConcurrency
	}
	return defaultConcurrency
}

// Invoke runs the function in a process that is free, or in a new one; if all that may run are busy, it waits for one.
// A process that does not answer by the deadline of ctx is killed.
func (p *Pool) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	result := lambdaclient.Result{RequestID: uuid.NewString()}
	answer, err := p.invoke(ctx, function, payload, &result)
	result.Payload, result.FunctionError = answer.payload, answer.err
	result.Duration = wallclock.Now().Sub(started)
	return result, failure(err, function, result.Duration)
}

func (p *Pool) invoke(ctx context.Context, function string, payload []byte, result *lambdaclient.Result) (answer, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return answer{}, &waitError{ctx.Err(), fmt.Sprintf("all its %d processes were busy; MaxConcurrency allows no more", cap(p.slots))}
	}
	for {
		process, err := p.process(result.RequestID)
		if err != nil {
			return notStarted(err, function, p.spec.function.Command[0], result.RequestID)
		}
		result.Target = process.String()
		inv := newInvocation(ctx, result.RequestID, p.spec.options.arn(function), payload, time.Duration(p.spec.function.Timeout))
		a, err := process.invoke(ctx, inv)
		p.finish(process, result)
		if !errors.Is(err, errStale) {
			return a, err
		}
	}
}

// process is one that waits for work, or a new one.
func (p *Pool) process(requestID string) (*process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errPoolClosed
	}
	for len(p.idle) > 0 {
		last := len(p.idle) - 1
		candidate := p.idle[last]
		p.idle = p.idle[:last]
		if !candidate.gone() {
			return candidate, nil
		}
		delete(p.all, candidate)
	}
	started, err := startProcess(p.spec, p.launcher)
	if err != nil {
		return nil, err
	}
	p.all[started] = true
	return started, nil
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
