package main

import (
	"context"
	"errors"
	"io"
	"sync"
)

// inOrder does something with everything that next gives until it ends with io.EOF, several at a time, and hands the
// results over in the order of the input. It runs ahead of a slow one a few times that far at most. The first error ends it.
func inOrder[In, Out any](ctx context.Context, atOnce int, next func() (In, error), do func(context.Context, In) (Out, error), each func(Out) error) error {
	type result struct {
		out Out
		err error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pending := make(chan chan result, 4*atOnce) // what comes next, each as soon as it is done
	slots := make(chan struct{}, atOnce)
	var reading error
	var working sync.WaitGroup
	working.Go(func() {
		defer close(pending)
		for ctx.Err() == nil {
			in, err := next()
			if err != nil {
				reading = err
				return
			}
			done := make(chan result, 1)
			pending <- done
			slots <- struct{}{}
			working.Go(func() {
				defer func() { <-slots }()
				out, err := do(ctx, in)
				done <- result{out, err}
			})
		}
	})
	var problem error
	for done := range pending {
		r := <-done
		if problem == nil {
			problem = r.err
		}
		if problem == nil {
			problem = each(r.out)
		}
		if problem != nil {
			cancel()
		}
	}
	working.Wait()
	if problem == nil && !errors.Is(reading, io.EOF) {
		problem = errors.Join(reading, ctx.Err())
	}
	return problem
}
