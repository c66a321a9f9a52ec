package runtimeapi

import (
	"os/exec"
	"runtime"
)

// launcher starts processes on one thread that lives as long as they do. On Linux, a child asks to be killed when its parent
// dies, but the parent is the thread that started it (prctl(2), PR_SET_PDEATHSIG), and Go may end its other threads at any time.
// What that does not reach, such as the children's own children, the watchdog does.
type launcher struct {
	requests chan launch
	watchdog *watchdog
}

type launch struct {
	cmd  *exec.Cmd
	done chan error
}

func newLauncher() *launcher {
	l := &launcher{requests: make(chan launch), watchdog: newWatchdog()}
	go l.run()
	return l
}

func (l *launcher) run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for request := range l.requests {
		err := request.cmd.Start()
		if err == nil {
			l.watchdog.guard(request.cmd.Process.Pid)
		}
		request.done <- err
	}
}

func (l *launcher) start(cmd *exec.Cmd) error {
	request := launch{cmd, make(chan error, 1)}
	l.requests <- request
	return <-request.done
}

// stop ends the thread and the watchdog; all processes must be gone.
func (l *launcher) stop() {
	close(l.requests)
	l.watchdog.stop()
}
