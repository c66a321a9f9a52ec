package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func buildHostile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hostile")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", path, "../../emulator/testdata/hostile").CombinedOutput(); err != nil {
		t.Fatalf("building the function: %v\n%s", err, out)
	}
	return path
}

// hostileRehearsal gives the arguments for a rehearsal with so many users, for whom the function plays a trick.
func hostileRehearsal(t *testing.T, hostile, trick string, count int) []string {
	t.Helper()
	dir := t.TempDir()
	seed := fmt.Sprintf(`
Lambdas: {f: {Command: [%q], MaxConcurrency: 8}}
UserPools: [{PoolName: app, LambdaConfig: {UserMigration: f}, Clients: [{ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]}]
`, hostile)
	var users strings.Builder
	users.WriteString("username,password\n")
	for i := range count {
		fmt.Fprintf(&users, "%s-%d,Passw0rd!\n", trick, i)
	}
	for name, text := range map[string]string{"seed.yaml": seed, "users.csv": users.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"rehearse", filepath.Join(dir, "users.csv"), "--pool", "app", "--seed", filepath.Join(dir, "seed.yaml"), "--concurrency", "8"}
}

// TestRehearsalsOfHostileFunctions: one that crashes each time fails for one reason, and not for as many as there are
// users; who ends a rehearsal with one that hangs does not have to wait for it.
func TestRehearsalsOfHostileFunctions(t *testing.T) {
	hostile := buildHostile(t)
	var out, problems strings.Builder
	if status := run(t.Context(), hostileRehearsal(t, hostile, "crash", 60), &out, &problems); status != 0 {
		t.Errorf("status %d: %s", status, problems.String())
	}
	const want = "        60  UserLambdaValidationException: UserMigration failed with error RequestId: … Error: Runtime exited with error: exit status 3. (trigger.failed)"
	if !strings.Contains(out.String(), want) {
		t.Errorf("got %s, want %s", out.String(), want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	start := time.Now()
	status := run(ctx, hostileRehearsal(t, hostile, "hang", 10_000), &out, &problems)
	if took := time.Since(start); status != 1 || took > 3*time.Second {
		t.Errorf("status %d after %s", status, took)
	}
}
