package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// family starts a child that ignores SIGTERM and has a child itself, and gives the process ids of all three.
func family(event json.RawMessage) ([]int, error) {
	if string(event) == `"hang"` {
		time.Sleep(time.Hour)
	}
	child := exec.Command("sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait; sleep 600")
	out, err := child.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := child.Start(); err != nil {
		return nil, err
	}
	var line [32]byte
	n, err := out.Read(line[:])
	if err != nil {
		return nil, err
	}
	grandchild, err := strconv.Atoi(strings.TrimSpace(string(line[:n])))
	return []int{os.Getpid(), child.Process.Pid, grandchild}, err
}
