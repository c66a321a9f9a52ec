package emulator_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// TestDisputedPointsInTheDocs keeps the table in docs/triggers.md as the code has it; -update writes it.
func TestDisputedPointsInTheDocs(t *testing.T) {
	const path, begin, end = "../docs/triggers.md", "-update -->\n", "<!-- end of disputed -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("\n| name | when it is chosen | otherwise |\n|---|---|---|\n")
	for _, c := range trigger.AllChoices() {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", c.Name, c.Meaning, c.Instead)
	}
	table.WriteString("\n")
	before, rest, ok := strings.Cut(string(text), begin)
	former, after, found := strings.Cut(rest, end)
	if !ok || !found {
		t.Fatalf("%s has no place for the table", path)
	}
	if former == table.String() {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date: go test ./emulator -run Disputed -update", path)
	}
	if err := os.WriteFile(path, []byte(before+begin+table.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
