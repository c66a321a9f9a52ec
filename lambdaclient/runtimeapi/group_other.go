//go:build !unix

package runtimeapi

import (
	"io"
	"net"
	"os"
	"syscall"
)

// There are no process groups here: what a function started itself is not stopped with it.

func attributes() *syscall.SysProcAttr { return nil }

func terminateGroup(p *os.Process) { _ = p.Kill() }

func killGroup(p *os.Process) { _ = p.Kill() }

// hungUp cannot look ahead here.
func hungUp(net.Conn) bool { return false }

// follow collects all that is written into a pipe until it is closed.
func (o *output) follow(pipe *os.File) { _, _ = io.Copy(o, pipe) }

// drain cannot tell here what is still in the pipe; such output counts for the next invocation.
func (o *output) drain(*os.File) {}
