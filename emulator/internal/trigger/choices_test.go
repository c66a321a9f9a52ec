package trigger_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

func TestEachChoiceHasItsOwnField(t *testing.T) {
	for _, choice := range trigger.AllChoices() {
		chosen, err := trigger.Choose(choice.Name)
		if err != nil {
			t.Fatal(err)
		}
		set := 0
		for _, field := range reflect.ValueOf(chosen).Fields() {
			if field.Bool() {
				set++
			}
		}
		if set != 1 {
			t.Errorf("%s sets %d fields", choice.Name, set)
		}
	}
	fields := reflect.TypeFor[trigger.Choices]().NumField()
	if all := len(trigger.AllChoices()); all != fields {
		t.Errorf("there are %d choices for %d fields", all, fields)
	}
	if _, err := trigger.Choose("strict"); err == nil || !strings.Contains(err.Error(), "strict-answers") {
		t.Errorf("got %v, want the list", err)
	}
}
