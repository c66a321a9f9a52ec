//go:build unix

package runtimeapi

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// watchdog kills the processes of functions when we end without having done so, even if we are killed, and removes the folder that
// we made for them. It is a shell that reads from
// a pipe which groups of processes there are, and notices by the pipe's end that we are gone.
//
// It catches whatever stays in its process group. What a function moves into a group or session of its own, as daemons do, gets away.
// Where there is no /bin/sh there is no watchdog. That is so in containers that are made of nothing but our program, and such a
// container's processes all end with its first one.
type watchdog struct {
	mu      sync.Mutex
	groups  map[int]bool
	shell   *exec.Cmd // nil before the first group
	gone    chan struct{}
	pipe    *os.File
	starts  int
	stopped bool
	folder  string // "" if there is none
}

// maxStarts bounds how often a watchdog is replaced that somebody kills.
const maxStarts = 100

// watch is the watchdog's program. It reads lines such as "+ 123" and "- 123".
const watch = `trap '' HUP INT QUIT TERM
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
for group in $groups; do
  kill -9 "-$group" 2>/dev/null
done
[ -z "$1" ] || rm -rf "$1"`

func newWatchdog(folder string) *watchdog { return &watchdog{groups: map[int]bool{}, folder: folder} }

// guard tells the watchdog, which is started if need be, about a new group.
func (w *watchdog) guard(group int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.groups[group] = true
	if w.shell == nil || !w.tell('+', group) {
		w.start()
	}
}

// forget tells it that a group is gone. The group's number must not be in use again yet.
func (w *watchdog) forget(group int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.groups, group)
	if w.shell != nil {
		w.tell('-', group)
	}
}

// stop ends the watchdog and waits until it is gone.
func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.end()
}

// tell needs the mutex, as the others below.
func (w *watchdog) tell(sign rune, group int) bool {
	_ = w.pipe.SetWriteDeadline(wallclock.Now().Add(time.Second)) // one that is stopped must not stop us
	_, err := fmt.Fprintf(w.pipe, "%c %d\n", sign, group)
	return err == nil
}

func (w *watchdog) start() {
	if w.shell != nil {
		_ = w.shell.Process.Kill() // it may be stopped or in trouble, but must not act on the pipe's end
		w.end()
	}
	if w.stopped || w.starts == maxStarts {
		return
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return
	}
	defer func() { _ = reader.Close() }()
	shell := exec.Command("/bin/sh", "-c", watch, "lambda-watchdog", w.folder)
	shell.Dir, shell.Env, shell.Stdin = "/", []string{}, reader
	shell.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // out of reach of the terminal's signals
	if shell.Start() != nil {
		_ = writer.Close()
		return
	}
	w.starts++
	w.shell, w.pipe, w.gone = shell, writer, make(chan struct{})
	for group := range w.groups {
		w.tell('+', group)
	}
	go w.replace(shell, w.gone)
}

// replace waits for the end of a shell, and starts another one if somebody has killed it.
func (w *watchdog) replace(shell *exec.Cmd, gone chan struct{}) {
	_ = shell.Wait() // it has nothing to say
	close(gone)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shell == shell {
		w.end()
		w.start()
	}
}

func (w *watchdog) end() {
	if w.shell == nil {
		return
	}
	shell := w.shell
	w.shell = nil
	_ = w.pipe.Close()
	killer := time.AfterFunc(time.Second, func() { _ = shell.Process.Kill() })
	defer killer.Stop()
	<-w.gone
}
