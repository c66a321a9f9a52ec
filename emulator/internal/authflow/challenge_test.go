package authflow

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// A challenge that is missing from the table would be a nil function to call.
func TestEveryChallengeIsListed(t *testing.T) {
	for _, name := range api.ChallengeNameType("").Values() {
		if c := challenges[name]; c.ask == nil || c.answer == nil || len(c.required) == 0 {
			t.Errorf("%s has no ask, no answer or no required responses", name)
		}
	}
}
