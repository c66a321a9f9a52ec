package runtimeapi_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
)

// write puts a file in place as an editor does that writes into it.
func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil { //nolint:gosec // an executable, maybe
		t.Fatal(err)
	}
}

// replace puts a file in place as a build does, by another name first.
func replace(t *testing.T, path, content string) {
	t.Helper()
	write(t, path+".new", content)
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// copyProbe makes an executable of its own in a new folder, which can be replaced.
func copyProbe(t *testing.T) (path, content string) {
	t.Helper()
	raw, err := os.ReadFile(program("probe")[0])
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "function")
	write(t, path, string(raw))
	return path, string(raw)
}

func TestExecutableIsReplaced(t *testing.T) {
	t.Parallel()
	path, content := copyProbe(t)
	pool := newPool(t, lambdaclient.Function{Command: []string{path}, Env: map[string]string{"MODE": "pid"}}, runtimeapi.Options{})
	first := answer(t, pool, `1`)
	if again := answer(t, pool, `1`); again != first {
		t.Errorf("processes %s and %s run the same code", first, again)
	}
	replace(t, path, content)
	second := answer(t, pool, `1`)
	if second == first {
		t.Errorf("process %s answered with code that was replaced", first)
	}
	expectGone(t, parse[int](t, first))
	if again := answer(t, pool, `1`); again != second {
		t.Errorf("processes %s and %s run the same code", second, again)
	}
	if err := os.Chtimes(path, time.Time{}, time.Now().Add(-time.Hour)); err != nil { // such as of an older build
		t.Fatal(err)
	}
	if third := answer(t, pool, `1`); third == second {
		t.Errorf("process %s answered with code of another time", second)
	}
}

// While a build has taken the old executable away, or is not done with the new one, what runs goes on.
func TestExecutableIsBeingBuilt(t *testing.T) {
	t.Parallel()
	path, content := copyProbe(t)
	pool := newPool(t, lambdaclient.Function{Command: []string{path}, Env: map[string]string{"MODE": "pid"}}, runtimeapi.Options{})
	first := answer(t, pool, `1`)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if again := answer(t, pool, `1`); again != first {
		t.Errorf("process %s answered while there was nothing to start", again)
	}
	if err := os.WriteFile(path, []byte(content[:100]), 0o600); err != nil { // not executable yet
		t.Fatal(err)
	}
	if again := answer(t, pool, `1`); again != first {
		t.Errorf("process %s answered while there was nothing to start", again)
	}
	replace(t, path, content)
	if again := answer(t, pool, `1`); again == first {
		t.Error("the new executable was never started")
	}
}

// A process that works when its code changes finishes; the next call gets another one.
func TestEditDuringAnInvocation(t *testing.T) {
	t.Parallel()
	path, content := copyProbe(t)
	f := lambdaclient.Function{Command: []string{path}, Env: map[string]string{"MODE": "sleep-pid"}, MaxConcurrency: 1}
	pool := newPool(t, f, runtimeapi.Options{})
	first := answer(t, pool, `"0s"`)
	working := begin(t, pool, `"1s"`, patience)
	time.Sleep(300 * time.Millisecond)
	replace(t, path, content)
	if got := string(working.result().Payload); got != first {
		t.Errorf("process %s answered, want %s to finish", got, first)
	}
	if got := answer(t, pool, `"0s"`); got == first {
		t.Error("the old process answered once more")
	}
	expectGone(t, parse[int](t, first))
}

// Several processes may be outdated at once; none of them stays.
func TestAllOutdatedProcessesEnd(t *testing.T) {
	t.Parallel()
	path, content := copyProbe(t)
	pool := newPool(t, lambdaclient.Function{Command: []string{path}, Env: map[string]string{"MODE": "sleep-pid"}}, runtimeapi.Options{})
	old := callAtOnce(t, pool, 4, `"200ms"`)
	replace(t, path, content)
	for pid := range callAtOnce(t, pool, 4, `"200ms"`) {
		if old[pid] {
			t.Errorf("process %s answered with old code", pid)
		}
	}
	for pid := range old {
		expectGone(t, parse[int](t, pid))
	}
}

// Scripts that are arguments of an interpreter count as code, whether by path or from Dir.
func TestArgumentIsEdited(t *testing.T) {
	t.Parallel()
	needs(t, "python3")
	dir := t.TempDir()
	bootstrap, err := os.ReadFile("bootstrap/python.py")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "run.py"), string(bootstrap))
	write(t, filepath.Join(dir, "app.py"), "import os\ndef handler(event, context): return os.getpid()\n")
	f := lambdaclient.Function{Command: []string{"python3", "run.py"}, Dir: dir, Handler: "app.handler"}
	pool := newPool(t, f, patient)
	first := answer(t, pool, `1`)
	write(t, filepath.Join(dir, "notes.txt"), "no code")
	if again := answer(t, pool, `1`); again != first {
		t.Error("a file that is no argument made another process start")
	}
	write(t, filepath.Join(dir, "run.py"), string(bootstrap)+"\n")
	if again := answer(t, pool, `1`); again == first {
		t.Error("the script was edited, but the old process answered")
	}
}

// handlers are modules that hold a number, by runtime.
func handlers(number int) map[string]string {
	n := strconv.Itoa(number)
	return map[string]string{
		"nodejs": "exports.number = " + n + "\n", // of lib/number.js
		"python": "number = " + n + "\n",
	}
}

// An edit anywhere in the folder of a handler counts, and so does a file that is replaced by another; caches do not.
func TestHandlerIsEdited(t *testing.T) {
	t.Parallel()
	for runtime, c := range map[string]struct{ interpreter, main, source, module string }{
		"nodejs": {"node", "src/index.js", "const lib = require('../lib/number.js')\nexports.handler = async () => [lib.number, process.pid]\n", "lib/number.js"},
		"python": {"python3", "src/index.py", "import os\nfrom lib import number\ndef handler(e, c): return [number.number, os.getpid()]\n", "lib/number.py"},
	} {
		t.Run(runtime, func(t *testing.T) {
			t.Parallel()
			needs(t, c.interpreter)
			dir := t.TempDir()
			write(t, filepath.Join(dir, c.main), c.source)
			module := filepath.Join(dir, c.module)
			write(t, module, handlers(1)[runtime])
			pool := newPool(t, lambdaclient.Function{Runtime: runtime, Handler: "src/index.handler", Dir: dir}, patient)
			ask := func(want int) int {
				t.Helper()
				got := parse[[2]int](t, answer(t, pool, `1`))
				if got[0] != want {
					t.Errorf("got %d, want %d", got[0], want)
				}
				return got[1]
			}
			first := ask(1)
			write(t, filepath.Join(dir, ".cache", "x"), "x")
			write(t, filepath.Join(dir, "__pycache__", "x.pyc"), "x")
			write(t, filepath.Join(dir, "node_modules", "deep", "x.js"), "x") // the folder is new,
			second := ask(1)
			write(t, filepath.Join(dir, "node_modules", "deep", "x.js"), "xy") // and what is deep in it may change
			write(t, filepath.Join(dir, ".git", "index"), "x")
			if again := ask(1); first == second || again != second {
				t.Errorf("processes %d, %d and %d, want a new one for a new folder of packages and no other", first, second, again)
			}
			write(t, module, handlers(2)[runtime])
			third := ask(2)
			replace(t, module, handlers(3)[runtime])
			if again := ask(3); again == third || third == second {
				t.Errorf("processes %d, %d and %d for three versions", second, third, again)
			}
			write(t, filepath.Join(dir, "added.json"), "{}")
			added := ask(3)
			if err := os.Remove(filepath.Join(dir, "added.json")); err != nil {
				t.Fatal(err)
			}
			if again := ask(3); again == added {
				t.Error("a file was removed unnoticed")
			}
		})
	}
}

// A folder of releases that a link points to is switched as a whole.
func TestLinkIsSwitched(t *testing.T) {
	t.Parallel()
	needs(t, "python3")
	dir := t.TempDir()
	for _, release := range []string{"a", "b"} {
		write(t, filepath.Join(dir, release, "index.py"), "def handler(e, c): return '"+release+"'\n")
	}
	link := filepath.Join(dir, "current")
	if err := os.Symlink("a", link); err != nil {
		t.Fatal(err)
	}
	pool := newPool(t, lambdaclient.Function{Runtime: "python", Handler: "index.handler", Dir: link}, patient)
	if got := answer(t, pool, `1`); got != `"a"` {
		t.Errorf("got %s", got)
	}
	if err := os.Symlink("b", link+".new"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(link+".new", link); err != nil {
		t.Fatal(err)
	}
	if got := answer(t, pool, `1`); got != `"b"` {
		t.Errorf("got %s, want the release that the link points to now", got)
	}
}
