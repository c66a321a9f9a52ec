//go:build !unix

package runtimeapi

import (
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"syscall"
)

// There are no process groups here: what a function started itself is not stopped with it.

func attributes() *syscall.SysProcAttr { return nil }

func terminateGroup(p *os.Process) { _ = p.Kill() }

func killGroup(p *os.Process) { _ = p.Kill() }

// waitEnd waits for the end of a process, and calls last then.
func waitEnd(cmd *exec.Cmd, last func()) {
	_ = cmd.Wait() // the state says it all
	last()
}

// inode is not known here.
func inode(fs.FileInfo) uint64 { return 0 }

// hungUp cannot look ahead here.
func hungUp(net.Conn) bool { return false }

// follow collects all that is written into a pipe until it is closed.
func (o *output) follow(pipe *os.File) { _, _ = io.Copy(o, pipe) }

// drain cannot tell here what is still in the pipe; such output counts for the next invocation.
func (o *output) drain(*os.File) {}
