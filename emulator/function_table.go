package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cognitwo/cognitwo/emulator/internal/manage"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

// others is the name under which the table keeps what answers for all functions that it does not name.
const others = "*"

// functions is the table of Lambda functions. It is safe for concurrent use.
type functions struct {
	mu     sync.RWMutex
	byName map[string]found
	router *lambdaclient.Router // of what byName has
}

// found is what answers for one function.
type found struct {
	target        lambdaclient.Invoker
	set           *targets.Set           // to close; nil for a Go function
	configuration *lambdaclient.Function // nil for a Go function
}

func newFunctions() *functions {
	return &functions{byName: map[string]found{}, router: &lambdaclient.Router{}}
}

// Invoke implements lambdaclient.Invoker. A function that is replaced meanwhile is called as it was.
func (t *functions) Invoke(ctx context.Context, function string, event []byte) (lambdaclient.Result, error) {
	target, err := t.target(function)
	if err != nil {
		return lambdaclient.Result{}, err
	}
	return target.Invoke(ctx, function, event)
}

func (t *functions) target(function string) (lambdaclient.Invoker, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.router.Target(function)
}

// put makes a function known, and closes the one that had its name.
func (t *functions) put(name string, f found) error {
	_, err := t.change(name, func() { t.byName[name] = f })
	if err != nil {
		return fmt.Errorf("closing the function that had this name before: %w", err)
	}
	return nil
}

// remove closes a function and forgets it.
func (t *functions) remove(name string) (existed bool, err error) {
	return t.change(name, func() { delete(t.byName, name) })
}

// change makes one change and a table anew; then it closes what had the name.
func (t *functions) change(name string, do func()) (existed bool, err error) {
	t.mu.Lock()
	former, existed := t.byName[name]
	do()
	err = t.rebuild()
	t.mu.Unlock()
	if former.set != nil {
		err = errors.Join(err, former.set.Close())
	}
	return existed, err
}

func (t *functions) rebuild() error {
	router := &lambdaclient.Router{}
	for name, f := range t.byName {
		if name == others {
			router.HandleOthers(f.target)
		} else if err := router.Handle(name, f.target); err != nil {
			return err
		}
	}
	t.router = router
	return nil
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

// Close closes all functions.
func (t *functions) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var problems []error
	for _, f := range t.byName {
		if f.set != nil {
			problems = append(problems, f.set.Close())
		}
	}
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
