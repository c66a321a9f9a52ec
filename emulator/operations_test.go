package emulator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// emulated gives the subject folder of each operation that is built: the one that holds snake_case(name).go.
func emulated(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("internal/ops/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".go")
		for _, operation := range api.Names() {
			if snake(operation) != name {
				continue
			}
			if before, ok := folders[operation]; ok {
				t.Errorf("%s is in %s and in %s", operation, before, filepath.Dir(file))
			}
			folders[operation] = filepath.Base(filepath.Dir(file))
		}
	}
	return folders
}

var capital = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// snake turns ForgotPassword into forgot_password.
func snake(name string) string {
	return strings.ToLower(capital.ReplaceAllString(strings.ReplaceAll(name, "MFA", "Mfa"), "${1}_${2}"))
}

// A file that is named like an operation has its method, and every method is in such a file: an operation that
// answers NotImplementedByEmulator has none.
func TestOperationsAreInFilesOfTheirName(t *testing.T) {
	folders, all := emulated(t), sources(t)
	for _, operation := range api.Names() {
		method := regexp.MustCompile(`func \(o \*\w+\) ` + operation + `\(`)
		folder, built := folders[operation]
		if !built {
			if method.MatchString(all) {
				t.Errorf("%s is in no file %s.go", operation, snake(operation))
			}
			continue
		}
		source, err := os.ReadFile(filepath.Join("internal/ops", folder, snake(operation)+".go"))
		if err != nil {
			t.Fatal(err)
		}
		if !method.Match(source) {
			t.Errorf("ops/%s/%s.go has no method %s", folder, snake(operation), operation)
		}
		if !strings.Contains(string(source), "API_"+operation+".html") {
			t.Errorf("ops/%s/%s.go does not link the page of %s", folder, snake(operation), operation)
		}
	}
	if len(folders) < 50 {
		t.Errorf("only %d operations are emulated", len(folders))
	}
}

// sources are those of all operations.
func sources(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("internal/ops/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(source)
	}
	return all.String()
}

// TestReadmeListsTheOperations keeps the README's table true; -update writes it.
func TestReadmeListsTheOperations(t *testing.T) {
	const begin, end = "<!-- operations: written by go test ./emulator -run Readme -update -->\n", "<!-- end of operations -->"
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has lost the markers of the table")
	}
	want := before + begin + table(t) + end + after
	if *update {
		if err := os.WriteFile("../README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), want); diff != "" {
		t.Errorf("README.md is out of date:\n%s", diff)
	}
}

func table(t *testing.T) string {
	folders := emulated(t)
	subjects := map[string][]string{}
	var missing []string
	for _, operation := range api.Names() {
		if folder, ok := folders[operation]; ok {
			subjects[folder] = append(subjects[folder], operation)
		} else {
			missing = append(missing, operation)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%d of %d operations are emulated.\n\n| subject | operations |\n|---|---|\n", len(folders), len(api.Names()))
	names := make([]string, 0, len(subjects))
	for subject := range subjects {
		names = append(names, subject)
	}
	slices.Sort(names)
	for _, subject := range names {
		fmt.Fprintf(&text, "| [%s](emulator/internal/ops/%s) | %s |\n", subject, subject, strings.Join(subjects[subject], ", "))
	}
	fmt.Fprintf(&text, "| not yet (400 `NotImplementedByEmulator`) | %s |\n", strings.Join(missing, ", "))
	return text.String()
}
