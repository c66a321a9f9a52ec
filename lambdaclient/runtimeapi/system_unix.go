//go:build unix && !linux

package runtimeapi

import (
	"os/exec"
	"syscall"
)

// attributes put a process into a group of its own.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// waitEnd waits for the end of a process, and calls last then. For a moment, its number may be another one's.
func waitEnd(cmd *exec.Cmd, last func()) {
	_ = cmd.Wait() // the state says it all
	last()
}
