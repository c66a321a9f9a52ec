package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/manage"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

// others is the name under which the table keeps what answers for all functions that it does not name.
const others = "*"

// functions is the table of Lambda functions. It is safe for concurrent use.
type functions struct {
	mu      sync.RWMutex
	byName  map[string]found
	router  *lambdaclient.Router // of what byName has
	retired map[*calls]bool      // those that were replaced or removed while they were called
	closed  bool
}

// found is what answers for one function.
type found struct {
	target        lambdaclient.Invoker
	calls         *calls
	set           *targets.Set           // nil for a Go function
	configuration *lambdaclient.Function // nil for a Go function
}

// called is a found function as the router has it.
type called struct {
	lambdaclient.Invoker
	calls *calls
}

// calls are those of one function that go on, and what it takes to close it.
type calls struct {
	running sync.WaitGroup // grows only while the table's mutex is held
	close   func() error   // may be called again
}

func newFunctions() *functions {
	return &functions{byName: map[string]found{}, router: &lambdaclient.Router{}, retired: map[*calls]bool{}}
}

// Invoke implements lambdaclient.Invoker. A function that is replaced or removed meanwhile is called as it was.
func (t *functions) Invoke(ctx context.Context, function string, event []byte) (result lambdaclient.Result, err error) {
	target, err := t.begin(function)
	if err != nil {
		return lambdaclient.Result{}, err
	}
	defer target.calls.running.Done()
	defer func() {
		if p := recover(); p != nil { // a Go function's mistake is its own
			result = lambdaclient.Result{FunctionError: lambdaclient.NewFunctionError(fmt.Sprintf("%T", p), fmt.Sprint(p)), Output: string(debug.Stack())}
		}
	}()
	return target.Invoke(ctx, function, event)
}

// begin finds a function for a call, which has to be noted as done afterwards.
func (t *functions) begin(function string) (called, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	target, err := t.router.Target(function)
	if err != nil {
		return called{}, err
	}
	found, _ := target.(called) // the table makes no others
	found.calls.running.Add(1)
	return found, nil
}

func (t *functions) target(function string) (lambdaclient.Invoker, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.router.Target(function)
}

// answers is why no function answers for an ARN; nil if one does.
func (t *functions) answers(arn string) error {
	_, err := t.target(arn)
	return err
}

// put makes a function known, and retires the one that had its name.
func (t *functions) put(name string, f found) error {
	f.calls = &calls{close: sync.OnceValue(func() error {
		if f.set == nil {
			return nil
		}
		return f.set.Close()
	})}
	former, err := t.change(name, func() { t.byName[name] = f })
	switch {
	case errors.Is(err, errFunctionsClosed):
		return errors.Join(err, f.calls.close())
	case err != nil || former == nil:
		return err
	}
	if err := t.retire(former); err != nil {
		return fmt.Errorf("closing the function that had this name before: %w", err)
	}
	return nil
}

// remove forgets a function and retires it.
func (t *functions) remove(name string) (existed bool, err error) {
	former, err := t.change(name, func() { delete(t.byName, name) })
	if err != nil || former == nil {
		return false, err
	}
	return true, t.retire(former)
}

// evict forgets a function and closes it at once, whoever is calling it: its address is needed.
func (t *functions) evict(name string) error {
	former, err := t.change(name, func() { delete(t.byName, name) })
	if err != nil || former == nil {
		return err
	}
	defer t.forget(former)
	return former.close()
}

// retire closes a function as soon as nobody calls it any more. It waits for that a moment only.
func (t *functions) retire(former *calls) error {
	closed := make(chan error, 1)
	go func() {
		defer t.forget(former)
		former.running.Wait()
		closed <- former.close()
	}()
	select {
	case err := <-closed:
		return err
	case <-time.After(retirement):
		return nil
	}
}

// retirement is for how long changing a function waits for calls of the former one; the function goes on without.
const retirement = 100 * time.Millisecond

var errFunctionsClosed = errors.New("the emulator is closed")

// change makes one change and a table anew. It gives what had the name, which has to be closed and forgotten.
func (t *functions) change(name string, do func()) (*calls, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, errFunctionsClosed
	}
	former := t.byName[name].calls
	do()
	if former != nil {
		t.retired[former] = true
	}
	return former, t.rebuild()
}

func (t *functions) forget(former *calls) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.retired, former)
}

func (t *functions) rebuild() error {
	router := &lambdaclient.Router{}
	for name, f := range t.byName {
		target := called{f.target, f.calls}
		if name == others {
			router.HandleOthers(target)
		} else if err := router.Handle(name, target); err != nil {
			return err
		}
	}
	t.router = router
	return nil
}

// listens reports whether a function has an address of its own, which its successor may want to have.
func (t *functions) listens(name string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	c := t.byName[name].configuration
	return c != nil && c.Listen != ""
}

// list shows all functions, by name.
func (t *functions) list() []manage.Function {
	t.mu.RLock()
	defer t.mu.RUnlock()
	listed := []manage.Function{}
	for _, name := range slices.Sorted(maps.Keys(t.byName)) {
		listed = append(listed, t.byName[name].shown(name))
	}
	return listed
}

// Close closes all functions, at the same time, also those that are still called.
func (t *functions) Close() error {
	t.mu.Lock()
	t.closed = true
	all := slices.Collect(maps.Keys(t.retired))
	for _, f := range t.byName {
		all = append(all, f.calls)
	}
	t.mu.Unlock()
	problems := make([]error, len(all))
	var closing sync.WaitGroup
	for i, c := range all {
		closing.Go(func() { problems[i] = c.close() })
	}
	closing.Wait()
	return errors.Join(problems...)
}

func (f found) shown(name string) manage.Function {
	if f.configuration == nil {
		return manage.Function{Name: name, Kind: "in-process", Where: "a Go function in this process"}
	}
	kind, _ := f.configuration.Kind() // it was checked when it was opened
	return manage.Function{Name: name, Kind: string(kind), Where: f.where(name, kind), Configuration: f.configuration}
}

// where is what answers, for people.
func (f found) where(name string, kind lambdaclient.Kind) string {
	c := f.configuration
	switch kind {
	case lambdaclient.KindProcess:
		command := strings.Join(c.Command, " ")
		return fmt.Sprintf("%s in %s", cmp.Or(command, c.Runtime+" "+c.Handler), cmp.Or(c.Dir, "."))
	case lambdaclient.KindDialIn:
		return f.set.Addresses()[name]
	}
	return strings.TrimSpace(c.Url + " " + c.Arn)
}
