//go:build unix

package runtimeapi

import (
	"errors"
	"io/fs"
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
func (o *output) follow(pipe *os.File) {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Read(func(fd uintptr) bool { // ends with an error when the pipe is closed
		for {
			if n, end := o.readAvailable(fd); n == 0 {
				return end
			}
		}
	})
}

// drain collects what is in the pipe at this moment: all that a process wrote before it did something else that we have seen.
func (o *output) drain(pipe *os.File) {
	raw, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		for total := 0; total < maxDrain; {
			n, _ := o.readAvailable(fd)
			if n == 0 {
				return
			}
			total += n
		}
	})
}

// readAvailable reads once, without blocking; n is 0 if nothing is there for now, or for good.
//
// It holds the output's mutex from the read to the append, so that drain never overtakes follow, but not from one read to the next:
// a process that never stops writing must not stop others.
func (o *output) readAvailable(fd uintptr) (n int, end bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for {
		n, err := syscall.Read(int(fd), o.buffer[:])
		switch {
		case n > 0:
			o.add(o.buffer[:n])
			return n, false
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN):
			return 0, false
		default:
			return 0, true // the other end is closed, or the pipe is broken
		}
	}
}

// inode is the number of a file on its disk, which changes when another one is put in its place.
func inode(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino) //nolint:unconvert // it is smaller on some systems
	}
	return 0
}
