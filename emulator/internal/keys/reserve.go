package keys

import (
	"context"
	"fmt"
	"io"
)

// Reserve is a small stock of keys, refilled in the background, so that making
// a user pool waits for a key only when pools are made faster than keys.
type Reserve struct {
	keys chan *Key
	err  error // why keys was closed; written before it is
}

// StartReserve returns at once, and keeps size keys in stock (and one more in
// hand) until ctx ends or random fails. One goroutine makes them, one after
// another.
func StartReserve(ctx context.Context, size int, random io.Reader) *Reserve {
	r := &Reserve{keys: make(chan *Key, max(size, 0))}
	go func() {
		r.err = r.fill(ctx, random)
		close(r.keys)
	}()
	return r
}

// Take returns a key of its own to every caller. It waits for one to be made,
// as long as ctx lasts. When the reserve has stopped, it gives out what is left
// and then says why it stopped.
func (r *Reserve) Take(ctx context.Context) (*Key, error) {
	select {
	case key, ok := <-r.keys:
		if !ok {
			return nil, fmt.Errorf("no more keys are made: %w", r.err)
		}
		return key, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a key: %w", context.Cause(ctx))
	}
}

// fill makes keys until it must not or cannot.
func (r *Reserve) fill(ctx context.Context, random io.Reader) error {
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		key, err := Generate(random)
		if err != nil {
			return err
		}
		select {
		case r.keys <- key:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
