package keys_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/keys"
)

func TestReserveGivesEverybodyAKeyOfTheirOwn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reserve := keys.StartReserve(ctx, 3, rand.Reader)
	var (
		mu   sync.Mutex
		seen = map[string]bool{}
		all  sync.WaitGroup
	)
	for range 8 {
		all.Go(func() {
			key, err := reserve.Take(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if seen[key.Kid()] {
				t.Errorf("key %s was given out twice", key.Kid())
			}
			seen[key.Kid()] = true
		})
	}
	all.Wait()
	if len(seen) != 8 {
		t.Errorf("%d keys for 8 takers", len(seen))
	}
}

// blocked is a reader that says when it is first read and then waits.
type blocked struct {
	read    chan struct{}
	release chan struct{}
	once    sync.Once
}

func newBlocked() *blocked {
	return &blocked{read: make(chan struct{}), release: make(chan struct{})}
}

func (b *blocked) Read([]byte) (int, error) {
	b.once.Do(func() { close(b.read) })
	<-b.release
	return 0, io.ErrClosedPipe
}

// Starting must not wait for randomness, let alone for a key.
func TestStartReserveReturnsAtOnce(t *testing.T) {
	random := newBlocked()
	reserve := keys.StartReserve(t.Context(), 1, random)
	<-random.read // the goroutine is at work, and we were not held up
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if key, err := reserve.Take(ctx); key != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Take = %v, %v", key, err)
	}
	close(random.release)
	if key, err := reserve.Take(t.Context()); key != nil || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("Take = %v, %v", key, err)
	}
}

func TestReserveGivesOutTheRestAndThenStops(t *testing.T) {
	stop := errors.New("shutting down")
	ctx, cancel := context.WithCancelCause(t.Context())
	reserve := keys.StartReserve(ctx, 2, rand.Reader)
	if _, err := reserve.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
	cancel(stop)
	for given := 0; ; given++ {
		_, err := reserve.Take(t.Context())
		if errors.Is(err, stop) {
			return
		}
		if err != nil || given > 3 {
			t.Fatalf("after %d keys: %v", given, err)
		}
	}
}

func TestReserveWithoutRandomnessSaysSo(t *testing.T) {
	for _, size := range []int{-1, 0, 4} {
		reserve := keys.StartReserve(t.Context(), size, strings.NewReader("few bytes"))
		if key, err := reserve.Take(t.Context()); key != nil || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("size %d: Take = %v, %v", size, key, err)
		}
	}
}

// A full reserve ends with its context, though nobody takes anything: the
// bubble would not end before its goroutines do.
func TestReserveEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		keys.StartReserve(ctx, 1, rand.Reader)
		synctest.Wait()
		cancel()
	})
}

// A reserve of nothing still makes a key for whoever waits.
func TestReserveOfNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := keys.StartReserve(ctx, 0, rand.Reader).Take(ctx); err != nil {
		t.Fatal(err)
	}
}
