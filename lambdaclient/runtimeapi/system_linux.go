package runtimeapi

import (
	"errors"
	"os/exec"
	"syscall"
)

// attributes put a process into a group of its own, and let it die with us.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// waitEnd waits for the end of a process, and calls last when it has ended but its number cannot be given to another one yet,
// because nobody has asked for its state. That is the moment to end its group, and the last one to name it.
func waitEnd(cmd *exec.Cmd, last func()) {
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, onePID, uintptr(cmd.Process.Pid), 0, syscall.WEXITED|syscall.WNOWAIT, 0, 0)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	last()
	_ = cmd.Wait() // the state says it all
}

// onePID is P_PID of waitid(2).
const onePID = 1
