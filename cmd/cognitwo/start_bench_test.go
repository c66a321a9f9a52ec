package main_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures the program from its start to "Ready.", and its resident memory a second later, when the
// keys that it makes ahead are made. The aims are 50 ms with an empty seed, and 30 MB.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "cognitwo")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for name, arguments := range map[string][]string{"empty": {"--seed-inline", "{}"}, "demo": nil} {
		b.Run(name, func(b *testing.B) {
			var megabytes float64
			for b.Loop() {
				megabytes += start(b, program, arguments...)
			}
			b.ReportMetric(megabytes/float64(b.N), "RSS-MB")
		})
	}
}

// start runs the program once. Only the way to "Ready." is on the benchmark's clock.
func start(b *testing.B, program string, arguments ...string) float64 {
	command := exec.Command(program, append(arguments, "--listen", "127.0.0.1:0")...)
	command.Dir = filepath.Dir(program)
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "COGNITWO_") })
	out, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "Ready." {
	}
	b.StopTimer()
	time.Sleep(time.Second)
	megabytes := resident(b, command.Process.Pid)
	_ = command.Process.Kill()
	_ = command.Wait() // it was killed
	b.StartTimer()
	return megabytes
}

var residentPattern = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// resident is a process's resident memory; 0 where the system does not tell.
func resident(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	found := residentPattern.FindSubmatch(status)
	if found == nil {
		b.Fatalf("the process is gone: %s", status)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) / 1000
}
