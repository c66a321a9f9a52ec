package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// busyFunctions have a child that ignores SIGTERM and a grandchild, and hang. ID finds them, and their processes, which
// inherit it, again.
const busyFunctions = `
Lambdas:
  go: {Command: [%[2]q], Env: {ID: %[1]q}}
  node: {Runtime: nodejs22.x, Handler: index.handler, Env: {ID: %[1]q}}
  python: {Runtime: python3.12, Handler: busy.handler, Env: {ID: %[1]q}}
UserPools:
  - {PoolName: go, LambdaConfig: {PreSignUp: go}, Clients: [{ClientId: go, ClientName: web}]}
  - {PoolName: node, LambdaConfig: {PreSignUp: node}, Clients: [{ClientId: node, ClientName: web}]}
  - {PoolName: python, LambdaConfig: {PreSignUp: python}, Clients: [{ClientId: python, ClientName: web}]}
`

const (
	busyNode = `
const child = "trap '' TERM; sleep 3600 & wait; sleep 3600"
exports.handler = () => { require('child_process').spawn('sh', ['-c', child]); return new Promise(() => {}) }
setInterval(() => {}, 1000)
process.on('SIGTERM', () => {})
`
	busyPython = `
import signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def handler(event, context):
    subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 3600 & wait; sleep 3600"])
    time.sleep(3600)
`
)

// busy are the processes that have an ID in their environment.
func busy(id string) (pids []int) {
	paths, _ := filepath.Glob("/proc/[0-9]*/environ") // the pattern is well-formed
	for _, path := range paths {
		environ, err := os.ReadFile(path)
		pid, problem := strconv.Atoi(strings.Split(path, "/")[2])
		if err == nil && problem == nil && bytes.Contains(environ, []byte("ID="+id+"\x00")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func awaitBusy(t *testing.T, id string, patience time.Duration, want int) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for len(busy(id)) != want {
		if time.Now().After(deadline) {
			out, _ := exec.Command("ps", "-o", "pid,ppid,stat,args", "-p", strings.Trim(strings.ReplaceAll(fmt.Sprint(busy(id)), " ", ","), "[]")).CombinedOutput()
			t.Fatalf("there are %d processes of functions instead of %d after %s:\n%s", len(busy(id)), want, patience, out)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestNothingOutlivesTheEmulator: whether it is asked to end or killed, alone or as the first process of a container,
// functions that are busy in three languages end with it, and so do the processes that they have started.
func TestNothingOutlivesTheEmulator(t *testing.T) {
	hostile := buildHostile(t)
	container := []string{"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"}
	for name, c := range map[string]struct {
		wrapper []string
		end     func(t *testing.T, emulator *exec.Cmd, server int)
		within  time.Duration
	}{
		"killed":               {nil, sending(syscall.SIGKILL), 5 * time.Second},
		"terminated":           {nil, sending(syscall.SIGTERM), 10 * time.Second},
		"interrupted, twice":   {nil, twice, 5 * time.Second},
		"killed, container":    {container, sending(syscall.SIGKILL), 5 * time.Second},
		"container terminated": {container, sending(syscall.SIGTERM), 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.wrapper != nil && exec.Command(c.wrapper[0], append(c.wrapper[1:], "true")...).Run() != nil {
				missing(t, "no process namespaces can be made here")
			}
			id := filepath.Base(t.TempDir()) + strconv.FormatInt(time.Now().UnixNano(), 36)
			emulator, server, languages := startBusy(t, id, hostile, c.wrapper)
			awaitBusy(t, id, time.Minute, 3*languages) // each with a child and a grandchild
			c.end(t, emulator, server)
			_ = emulator.Wait() // it was killed, perhaps
			awaitBusy(t, id, c.within, 0)
		})
	}
}

func sending(signal syscall.Signal) func(*testing.T, *exec.Cmd, int) {
	return func(t *testing.T, _ *exec.Cmd, server int) {
		if err := syscall.Kill(server, signal); err != nil {
			t.Error(err)
		}
	}
}

// twice is somebody in a hurry.
func twice(t *testing.T, emulator *exec.Cmd, server int) {
	start := time.Now()
	sending(syscall.SIGINT)(t, emulator, server)
	time.Sleep(100 * time.Millisecond)
	sending(syscall.SIGINT)(t, emulator, server)
	_ = emulator.Wait() // the signal killed it
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
}

// startBusy starts an emulator all of whose functions are busy.
func startBusy(t *testing.T, id, hostile string, wrapper []string) (emulator *exec.Cmd, server, languages int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"seed.yaml": fmt.Sprintf(busyFunctions, id, hostile), "index.js": busyNode, "busy.py": busyPython} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, "cognitwo") // the name says what this binary is to be
	if self, err := os.Executable(); err != nil || os.Symlink(self, program) != nil {
		t.Fatal("no program:", err)
	}
	args := append(wrapper, program, "--seed", filepath.Join(dir, "seed.yaml"), "--listen", "127.0.0.1:0", "--lambda-timeout", "1h")
	emulator = exec.Command(args[0], args[1:]...) //nolint:gosec // ourselves
	out, err := emulator.StdoutPipe()
	if err == nil {
		err = emulator.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = emulator.Process.Kill() })
	url := urlOf(t, bufio.NewScanner(out))
	for _, language := range []string{"go", "node", "python3"} {
		if _, err := exec.LookPath(language); err != nil && os.Getenv("CI") != "true" {
			continue
		}
		languages++
		go func() { _, _ = signUp(url, strings.TrimSuffix(language, "3"), "family") }() // it is never answered
	}
	return emulator, serverOf(t, emulator, wrapper != nil), languages
}

func urlOf(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		if _, url, found := strings.Cut(lines.Text(), "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER="); found {
			return url
		}
	}
	t.Fatal("the emulator did not start")
	return ""
}

// serverOf is the emulator's process, which in a container is a child of the one that we have started.
func serverOf(t *testing.T, emulator *exec.Cmd, contained bool) int {
	t.Helper()
	if !contained {
		return emulator.Process.Pid
	}
	out, err := exec.Command("ps", "-o", "pid=", "--ppid", strconv.Itoa(emulator.Process.Pid)).Output()
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func signUp(url, client, user string) (*http.Response, error) {
	body := fmt.Sprintf(`{"ClientId":%q,"Username":%q,"Password":"Passw0rd!"}`, client, user)
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
	return http.DefaultClient.Do(request)
}

// missing skips a test for which there is no tool; in CI all must be there.
func missing(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
