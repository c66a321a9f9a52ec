package cognitwo_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/cognitwo/cognitwo/"

// arrows says which of our packages a package may import: only downwards. ARCHITECTURE.md draws them.
var arrows = map[string][]string{
	"srp": {}, "cmd/apigen": {}, "emulator/internal/api": {}, "emulator/internal/clock": {}, "emulator/internal/keys": {},
	"emulator/internal/rule":       {"api"},
	"emulator/internal/journal":    {"api", "rule"},
	"emulator/internal/store":      {"clock"},
	"emulator/internal/directory":  {"api", "rule", "store", "srp"},
	"emulator/internal/factor":     {"api", "directory", "rule", "srp"},
	"emulator/internal/threat":     {"api", "directory", "journal", "message", "rule", "store", "trigger"},
	"emulator/internal/conceal":    {"api", "directory", "journal", "rule", "store", "srp"},
	"emulator/internal/message":    {"api", "directory", "store", "trigger"},
	"emulator/internal/token":      {"api", "directory", "keys", "rule", "store", "trigger"},
	"emulator/internal/trigger":    {"api", "directory", "journal", "rule", "store", "lambdaclient"},
	"emulator/internal/migration":  {"api", "directory", "journal", "message", "rule", "store", "trigger"},
	"emulator/internal/authflow":   {"api", "conceal", "directory", "factor", "journal", "keys", "message", "migration", "rule", "store", "threat", "token", "trigger", "srp"},
	"emulator/internal/ops/signin": {"api", "authflow", "directory", "journal", "rule", "store", "token"},
	"emulator/internal/oauth":      {"api", "directory", "rule", "store", "token"},
	"emulator/internal/rpc":        {"api", "conceal", "journal", "rule"},
	"emulator/internal/kms":        {"store"},
	"emulator/internal/manage":     {"api", "clock", "conceal", "directory", "factor", "journal", "message", "migration", "rule", "store", "trigger", "lambdaclient"},
	"emulator/internal/seed":       {"api", "directory", "journal", "rule", "store", "lambdaclient"},
	"emulator/emulatortest":        {"emulator", "clock", "lambdaclient"},
	"cmd/cognitwo":                 {"emulator", "fixtures", "lambdaclient"},
}

// operations may import what lies below them, and not each other.
var operations = []string{"api", "directory", "factor", "journal", "message", "rule", "store", "threat", "trigger", "token"}

func TestArrowsPointInward(t *testing.T) {
	for name, imports := range importsOf(t) {
		allowed, listed := arrows[name]
		if !listed && strings.HasPrefix(name, "emulator/internal/ops/") {
			allowed, listed = operations, true
		}
		if !listed {
			continue
		}
		for _, target := range imports {
			short := strings.TrimPrefix(target, "emulator/internal/")
			if !contains(allowed, short) {
				t.Errorf("%s imports %s, which lies beside or above it", name, target)
			}
		}
	}
}

func TestLambdaclientKnowsNothingOfUs(t *testing.T) {
	for name, imports := range importsOf(t) {
		for _, target := range imports {
			if strings.HasPrefix(name, "lambdaclient") && !strings.HasPrefix(target, "lambdaclient") {
				t.Errorf("%s imports %s", name, target)
			}
		}
	}
}

func TestNoPackageWithoutAMeaning(t *testing.T) {
	for name := range importsOf(t) {
		switch name[strings.LastIndexByte(name, '/')+1:] {
		case "util", "utils", "common", "helpers", "model", "types", "pkg":
			t.Errorf("%s has a name that says nothing", name)
		}
	}
}

// importsOf lists our packages and which of ours each imports, without tests.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	list, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	decoder := json.NewDecoder(strings.NewReader(string(list)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		var ours []string
		for _, target := range p.Imports {
			if strings.HasPrefix(target, module) {
				ours = append(ours, strings.TrimPrefix(target, module))
			}
		}
		packages[strings.TrimPrefix(p.ImportPath, module)] = ours
	}
	if len(packages) < 20 {
		t.Fatalf("go list shows only %d packages", len(packages))
	}
	return packages
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
