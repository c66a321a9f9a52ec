package directory_test

import (
	"fmt"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

func TestLevels(t *testing.T) {
	own := directory.Pool{}
	own.AcrConfiguration = map[string]api.AcrLevelConfigType{"Level1": {AcrValue: "one"}, "Level2": {AcrValue: "urn:cognito:loa:2"}, "Level3": {AcrValue: "three"}, "Level4": {AcrValue: "four"}}
	for level, name := range map[int]string{0: "", 1: "one", 2: "urn:cognito:loa:2", 3: "three", 4: "four", 5: "", -1: ""} {
		if got := own.LevelName(level); got != name {
			t.Errorf("level %d of the pool is %q, want %q", level, got, name)
		}
		if got := own.Level(name); name != "" && got != level {
			t.Errorf("%s is level %d, want %d", name, got, level)
		}
	}
	for level := 1; level <= 4; level++ {
		if name := fmt.Sprintf("urn:cognito:loa:%d", level); (directory.Pool{}).Level(name) != level || (directory.Pool{}).LevelName(level) != name {
			t.Errorf("a pool without names of its own does not have %s", name)
		}
	}
	for _, unknown := range []string{"", "urn:cognito:loa:1", "two"} {
		if got := own.Level(unknown); got != 0 {
			t.Errorf("the pool knows %q as level %d", unknown, got)
		}
	}
}

// The table of the documentation.
func TestLevelOf(t *testing.T) {
	for _, c := range []struct {
		methods []string
		want    int
	}{
		{nil, 0},
		{[]string{"mfa"}, 0},
		{[]string{"fed"}, 0},
		{[]string{"otp"}, 0},
		{[]string{"pwd"}, 1},
		{[]string{"sms"}, 2},
		{[]string{"email_otp"}, 2},
		{[]string{"hwk"}, 3},
		{[]string{"swk"}, 3},
		{[]string{"pwd", "sms", "mfa"}, 3},
		{[]string{"pwd", "email_otp", "mfa"}, 3},
		{[]string{"pwd", "swk"}, 3},
		{[]string{"pwd", "otp", "mfa"}, 4},
		{[]string{"sms", "pwd", "otp", "mfa"}, 4},
	} {
		if got := directory.LevelOf(c.methods); got != c.want {
			t.Errorf("%v reach level %d, want %d", c.methods, got, c.want)
		}
	}
}
