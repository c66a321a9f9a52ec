package runtimeapi

import (
	"errors"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// launcher starts processes on one thread that lives as long as they do. On Linux, a child asks to be killed when its parent
// dies, but the parent is the thread that started it (prctl(2), PR_SET_PDEATHSIG), and Go may end its other threads at any time.
// What that does not reach, such as the children's own children, the watchdog does.
type launcher struct {
	requests chan launch
	watchdog *watchdog
}

type launch struct {
	cmd  func() *exec.Cmd
	done chan launched
}

type launched struct {
	cmd *exec.Cmd
	err error
}

// newLauncher makes one for processes that use a folder of ours; "" if there is none.
func newLauncher(folder string) *launcher {
	l := &launcher{requests: make(chan launch), watchdog: newWatchdog(folder)}
	go l.run()
	return l
}

func (l *launcher) run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for request := range l.requests {
		request.done <- l.launch(request.cmd)
	}
}

// launch tries again while somebody has the executable open to write it. That may even be a process that is just about to be started by
// a program which wrote the executable a moment ago: see https://go.dev/issue/22315.
func (l *launcher) launch(command func() *exec.Cmd) launched {
	for wait := time.Millisecond; ; wait *= 2 {
		cmd := command()
		err := cmd.Start()
		if err == nil {
			l.watchdog.guard(cmd.Process.Pid)
		}
		if !errors.Is(err, syscall.ETXTBSY) || wait > 100*time.Millisecond {
			return launched{cmd, err}
		}
		time.Sleep(wait)
	}
}

func (l *launcher) start(command func() *exec.Cmd) (*exec.Cmd, error) {
	request := launch{command, make(chan launched, 1)}
	l.requests <- request
	result := <-request.done
	return result.cmd, result.err
}

// stop ends the thread and the watchdog; all processes must be gone.
func (l *launcher) stop() {
	close(l.requests)
	l.watchdog.stop()
}
