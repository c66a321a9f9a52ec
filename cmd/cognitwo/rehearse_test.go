package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func numbers(n int) func() (int, error) {
	next := 0
	return func() (int, error) {
		if next == n {
			return 0, io.EOF
		}
		next++
		return next, nil
	}
}

// Whatever takes how long, the results come in the order of the input, and no more than asked for run at a time.
func TestInOrder(t *testing.T) {
	for _, atOnce := range []int{1, 2, 8} {
		var now, most atomic.Int32
		want := 0
		err := inOrder(t.Context(), atOnce, numbers(100), func(_ context.Context, n int) (int, error) {
			running := now.Add(1)
			for seen := most.Load(); running > seen && !most.CompareAndSwap(seen, running); seen = most.Load() {
			}
			time.Sleep(time.Duration(n%5) * time.Millisecond)
			now.Add(-1)
			return n, nil
		}, func(n int) error {
			if want++; n != want {
				t.Errorf("got %d, want %d", n, want)
			}
			return nil
		})
		if err != nil || want != 100 || int(most.Load()) > atOnce || atOnce > 1 && most.Load() < 2 {
			t.Errorf("%d at once: %v, %d results, %d at a time", atOnce, err, want, most.Load())
		}
	}
}

// The first mistake ends it, wherever it is made.
func TestInOrderEnds(t *testing.T) {
	mistake := errors.New("mistake")
	fine := func(_ context.Context, n int) (int, error) { return n, nil }
	endless := func() (int, error) { return 1, nil }
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, run := range map[string]func() error{
		"reading": func() error {
			return inOrder(t.Context(), 2, func() (int, error) { return 0, mistake }, fine, func(int) error { return nil })
		},
		"doing": func() error {
			return inOrder(t.Context(), 2, endless, func(context.Context, int) (int, error) { return 0, mistake }, func(int) error { return nil })
		},
		"taking": func() error {
			return inOrder(t.Context(), 2, endless, fine, func(int) error { return mistake })
		},
		"interrupted": func() error {
			return errors.Join(inOrder(canceled, 2, endless, fine, func(int) error { return nil }), mistake)
		},
	} {
		if err := run(); !errors.Is(err, mistake) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := inOrder(canceled, 2, endless, fine, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Ten thousand users, each of whom has a reason of their own to be refused: the summary stays short, and the reader
// knows how far it is.
func TestRehearseManyUsers(t *testing.T) {
	const many = 10_000
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_emulator/pools/my pool/rehearsal" {
			t.Errorf("%s", r.URL.Path)
		}
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `{"user":"u","result":"failed","rule":"trigger.failed","wouldAnswer":{"type":"T","message":"%d"},"because":%q}`, len(body), body)
	}))
	defer server.Close()
	var file strings.Builder
	file.WriteString("username,password\n")
	for i := range many {
		fmt.Fprintf(&file, "%s,Passw0rd!\n", strings.Repeat("u", i%700+1))
	}
	path := filepath.Join(t.TempDir(), "users.csv")
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &rehearse{target: target{URL: server.URL}, Users: path, Pool: "my pool", Concurrency: 16}
	var out, progress bytes.Buffer
	if err := c.Run(t.Context(), output{&out, &progress}); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "10000 users rehearsed") || len(got) > 10_000 || !strings.Contains(got, "reasons more; the report has them all") {
		t.Errorf("%.3000s", got)
	}
	if got := progress.String(); !strings.HasPrefix(got, "1000 of 10000 users\n2000 of ") || strings.Count(got, "\n") != 10 {
		t.Errorf("%s", got)
	}
}

// Who interrupts a rehearsal is told what is known so far, and that it is not all.
func TestRehearsalIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); bytes.Contains(body, []byte("u3")) {
			cancel()
			<-r.Context().Done()
		}
		fmt.Fprint(w, `{"user":"u","result":"migrated"}`)
	}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "users.csv")
	if err := os.WriteFile(path, []byte("username,password\nu1,x\nu2,x\nu3,x\nu4,x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &rehearse{target: target{URL: server.URL}, Users: path, Pool: "app", Concurrency: 1}
	var out bytes.Buffer
	err := c.Run(ctx, output{&out, io.Discard})
	if err == nil || err.Error() != "interrupted before the end of the file" || !strings.HasPrefix(out.String(), "2 users rehearsed") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// Names come from a file, and end on a terminal.
func TestNamesAreShownSafely(t *testing.T) {
	for name, want := range map[string]string{"bob": "bob", "ö@x.org": "ö@x.org", "a, b": `"a, b"`, "\x1b[2J": `"\x1b[2J"`, "": "", "\u202e": `"\u202e"`} {
		if got := shown(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestAnswersOfOtherServers(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"e","because":"no pool","fix":"give one"}`: "no pool; give one", "<html>": "404 Not Found: <html>",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, body)
		}))
		err := newRemote(server.URL).post(t.Context(), "/x", nil, new(outcome))
		server.Close()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
