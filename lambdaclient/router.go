package lambdaclient

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Router is a table from functions to their targets. It is safe for concurrent use; the zero value is an empty table.
type Router struct {
	mu       sync.RWMutex
	routes   map[string]route
	fallback Invoker
}

type route struct {
	key    Reference
	target Invoker
}

// Handle makes target answer for a function. The name may be a bare one, which stands for the function in any region and account
// and under any alias, or be as precise as an ARN with an alias; the most precise entry wins. A second call replaces the first.
func (r *Router) Handle(name string, target Invoker) error {
	key, err := ParseReference(name)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.routes == nil {
		r.routes = map[string]route{}
	}
	r.routes[name] = route{key, target}
	return nil
}

// HandleOthers makes target answer for all functions that have no entry; nil takes that back.
func (r *Router) HandleOthers(target Invoker) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fallback = target
}

// Names are the names of the table, sorted.
func (r *Router) Names() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Sorted(maps.Keys(r.routes))
}

// Target is what answers for a function, or an [*UnknownFunctionError].
func (r *Router) Target(function string) (Invoker, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if exact, ok := r.routes[function]; ok {
		return exact.target, nil
	}
	wanted, err := ParseReference(function)
	if err != nil {
		return nil, &UnknownFunctionError{Function: function, Reason: err.Error()}
	}
	switch best := r.best(wanted); {
	case len(best) == 1:
		return r.routes[best[0]].target, nil
	case len(best) > 1:
		reason := fmt.Sprintf("%s fit it alike; use a whole ARN", strings.Join(best, " and "))
		return nil, &UnknownFunctionError{Function: function, Reason: reason}
	case r.fallback != nil:
		return r.fallback, nil
	}
	return nil, &UnknownFunctionError{Function: function, Known: slices.Sorted(maps.Keys(r.routes))}
}

// best are the names of the most precise entries that fit, sorted.
func (r *Router) best(wanted Reference) []string {
	var best []string
	precision := -1
	for _, name := range slices.Sorted(maps.Keys(r.routes)) {
		key := r.routes[name].key
		switch p := key.precision(); {
		case !key.fits(wanted) || p < precision:
		case p > precision:
			best, precision = []string{name}, p
		default:
			best = append(best, name)
		}
	}
	return best
}

// Invoke calls the function's target.
func (r *Router) Invoke(ctx context.Context, function string, payload []byte) (Result, error) {
	target, err := r.Target(function)
	if err != nil {
		return Result{}, err
	}
	return target.Invoke(ctx, function, payload)
}
