package store_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// crashDir is the environment variable that makes the test binary the victim of TestKill.
const crashDir = "STORE_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, commitForever(dir, os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// A block is a record that shows whether it is whole.
type block struct {
	N       int
	Payload string
	Sum     string
}

var blocks = store.Table[block]{
	Kind:    "block",
	Key:     func(b block) string { return fmt.Sprintf("%09d", b.N) },
	Indexes: map[string]func(block) []string{"sum": func(b block) []string { return []string{b.Sum} }},
}

// A tally counts the blocks, in the same transaction.
type tally struct{ Blocks int }

var tallies = store.Table[tally]{Kind: "tally", Key: func(tally) string { return "all" }}

// blockOf returns the nth block; some fit into a page of the database and most don't.
func blockOf(n int) block {
	payload := strings.Repeat(strconv.Itoa(n), n*7919%20_000)
	return block{N: n, Payload: payload, Sum: fmt.Sprintf("%d:%x", n, sha256.Sum256([]byte(payload)))}
}

// batch is how many blocks a transaction writes. Together they take long enough to write that it is often what a kill
// interrupts.
const batch = 10

// commitForever commits one batch of blocks after the other and acknowledges each with a line: how many there are now.
func commitForever(dir string, acknowledge io.Writer) error {
	db, err := store.Open(store.Options{Dir: dir})
	if err != nil {
		return err
	}
	for {
		there := 0
		if err := db.Update(context.Background(), func(_ context.Context, tx *store.Tx) (err error) {
			there, err = commitBatch(tx)
			return err
		}); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(acknowledge, there); err != nil {
			return err
		}
	}
}

func commitBatch(tx *store.Tx) (there int, err error) {
	all, err := tallies.Get(tx, "all")
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	for range batch {
		all.Blocks++
		if err := blocks.Insert(tx, blockOf(all.Blocks)); err != nil {
			return 0, err
		}
	}
	return all.Blocks, tallies.Put(tx, all)
}

// TestKill kills a process that commits, again and again, and looks at what it left.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	there := 0
	for round, commits := range []int{1, 12, 3, 7, 20, 2, 5, 9, 1, 16} {
		// Later and later in the transaction that follows.
		delay := time.Duration(round) * 500 * time.Microsecond
		there = checkBlocks(t, dir, killAfter(t, dir, commits, delay))
		if t.Failed() {
			return
		}
	}
	if there < 76*batch {
		t.Errorf("only %d blocks after all", there)
	}
}

// killAfter starts the victim, kills it a moment after some commits, and returns how many blocks it has acknowledged.
func killAfter(t *testing.T, dir string, commits int, delay time.Duration) (acknowledged int) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.Command(exe)
	victim.Env = append(os.Environ(), crashDir+"="+dir)
	victim.Stderr = t.Output()
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	seen := 0
	for lines.Scan() {
		if acknowledged, err = strconv.Atoi(lines.Text()); err != nil {
			t.Errorf("acknowledgement: %v", err)
		}
		if seen++; seen == commits {
			time.Sleep(delay)
			if err := victim.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := victim.Wait(); seen < commits {
		t.Fatalf("the victim died by itself after %d commits: %v", seen, err)
	}
	return acknowledged
}

// checkBlocks checks that all acknowledged blocks are there, and returns how many there are: maybe one more batch, which
// was committed and not acknowledged any more.
func checkBlocks(t *testing.T, dir string, acknowledged int) (there int) {
	t.Helper()
	db, err := store.Open(store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	view(t, db, func(tx *store.Tx) error {
		all, err := tallies.Get(tx, "all")
		if err != nil {
			return err
		}
		there = all.Blocks
		if there != acknowledged && there != acknowledged+batch {
			t.Errorf("%d blocks were acknowledged, %d are there", acknowledged, there)
		}
		if n, err := blocks.Count(tx, ""); n != there || err != nil {
			t.Errorf("%d blocks were tallied, %d are there, %v", there, n, err)
		}
		for n := 1; n <= there; n++ {
			want := blockOf(n)
			if got, err := blocks.GetBy(tx, "sum", want.Sum); got != want || err != nil {
				t.Errorf("block %d is damaged: %v", n, err)
			}
		}
		return nil
	})
	return there
}
