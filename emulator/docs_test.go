package emulator_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// TestSeedsInTheDocs: what docs/sign-in.md shows can be started.
func TestSeedsInTheDocs(t *testing.T) {
	page, err := os.ReadFile("../docs/sign-in.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) < 3 {
		t.Errorf("the page shows %d seeds", len(blocks))
	}
	for _, block := range blocks {
		emulatortest.New(t, emulatortest.Options{Seed: string(block[1])})
	}
}
