package runtimeapi

import (
	"os/exec"
	"runtime"
)

// launcher starts processes on one thread that lives as long as they do. On Linux, a child asks to be killed when its parent
// dies, but the parent is the thread that started it (prctl(2), PR_SET_PDEATHSIG), and Go may end its other threads at any time.
type launcher struct {
	requests chan launch
}

type launch struct {
	cmd  *exec.Cmd
	done chan error
}

func newLauncher() *launcher {
	l := &launcher{requests: make(chan launch)}
	go l.run()
	return l
}

func (l *launcher) run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for request := range l.requests {
		request.done <- request.cmd.Start()
	}
}

func (l *launcher) start(cmd *exec.Cmd) error {
	request := launch{cmd, make(chan error, 1)}
	l.requests <- request
	return <-request.done
}

// stop ends the thread; all processes must be gone.
func (l *launcher) stop() { close(l.requests) }
