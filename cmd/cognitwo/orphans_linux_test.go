package main

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOrphansAreReaped: this process inherits orphans as the first one of a container does. It lets go of them, and of
// nothing that it has started itself.
func TestOrphansAreReaped(t *testing.T) {
	const setChildSubreaper = 36 // prctl(2)
	set := func(on uintptr) {
		if _, _, errno := syscall.Syscall(syscall.SYS_PRCTL, setChildSubreaper, on, 0); errno != 0 {
			t.Fatal(errno)
		}
	}
	set(1)
	defer set(0)
	out, err := exec.Command("sh", "-c", "sleep 0.01 >/dev/null & echo $!").Output()
	if err != nil {
		t.Fatal(err)
	}
	orphan, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	var known []zombie
	for deadline := time.Now().Add(10 * time.Second); syscall.Kill(orphan, 0) == nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("process %d is still there; the zombies are %v", orphan, zombies())
		}
		known = reapAgain(known)
		if err := exec.Command("true").Run(); err != nil {
			t.Fatalf("a process of ours was taken: %v", err)
		}
	}
}
