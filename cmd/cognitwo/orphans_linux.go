package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// reapOrphans lets processes go that have ended and whose parent is gone, if it is us who inherit them: as the first
// process of a container. Functions leave some behind when they start processes of their own.
func reapOrphans(ctx context.Context) {
	if os.Getpid() != 1 {
		return
	}
	ticker := time.NewTicker(5 * time.Second)
	go func() {
		defer ticker.Stop()
		var known []zombie
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				known = reapAgain(known)
			}
		}
	}()
}

// zombie is a process that has ended, which nobody has asked for.
type zombie struct {
	pid   int
	start string // tells processes with the same number apart
}

// reapAgain reaps the zombies that are known, and gives all others. Processes that we have started ourselves are asked
// for as soon as they end, and so are not there a second time.
func reapAgain(known []zombie) (others []zombie) {
	for _, z := range zombies() {
		if slices.Contains(known, z) {
			_, _ = syscall.Wait4(z.pid, nil, syscall.WNOHANG, nil) // it is gone, or it is not ours
		} else {
			others = append(others, z)
		}
	}
	return others
}

// zombies are those whose parent we are (proc_pid_stat(5)).
func zombies() (found []zombie) {
	paths, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well-formed
	us := strconv.Itoa(os.Getpid())
	for _, path := range paths {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has just gone
		}
		text := string(stat)
		fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
		if len(fields) < 20 || fields[0] != "Z" || fields[1] != us {
			continue
		}
		z := zombie{start: fields[19]}
		if _, err := fmt.Sscan(text, &z.pid); err == nil {
			found = append(found, z)
		}
	}
	return found
}
