package emulator_test

import (
	"flag"
	"strconv"
	"testing"
)

// fewer makes rapid check a property less often than usual, where each check takes many calls. Who says -rapid.checks gets
// that many.
func fewer(t *testing.T, checks int) {
	t.Helper()
	setting := flag.Lookup("rapid.checks")
	if setting.Value.String() != setting.DefValue {
		return
	}
	set := func(to string) {
		if err := setting.Value.Set(to); err != nil {
			t.Fatal(err)
		}
	}
	set(strconv.Itoa(checks))
	t.Cleanup(func() { set(setting.DefValue) })
}
