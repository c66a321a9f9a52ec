//go:build unix

package runtimeapi

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// terminateGroup asks a process and all that it started to end; killGroup does not ask.
func terminateGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGTERM) } // it may be gone already

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// hungUp reports whether the other end of a TCP connection is closed, which the HTTP server only finds out a moment later.
func hungUp(conn net.Conn) (gone bool) {
	tcp, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return true
	}
	err = raw.Control(func(fd uintptr) {
		var next [1]byte
		n, _, err := syscall.Recvfrom(int(fd), next[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		gone = n <= 0 && !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, syscall.EINTR)
	})
	return gone || err != nil
}

// follow collects all that is written into a pipe until it is closed at the other end, or here.
//
// It reads without blocking and holds the output's mutex from the read to the append, so that drain never overtakes it.
func (o *output) follow(pipe *os.File) {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Read(func(fd uintptr) bool { return o.readAvailable(fd) }) // ends with an error when the pipe is closed
}

// drain collects what is in the pipe at this moment: all that a process wrote before it did something else that we have seen.
func (o *output) drain(pipe *os.File) {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) { o.readAvailable(fd) })
}

// readAvailable reads until nothing is left for now, and reports whether that is the end for good.
func (o *output) readAvailable(fd uintptr) (end bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var buffer [4096]byte
	for {
		n, err := syscall.Read(int(fd), buffer[:])
		switch {
		case n > 0:
			o.add(buffer[:n])
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return false
		default:
			return true // the other end is closed, or the pipe is broken
		}
	}
}
