package directory_test

import (
	"crypto/rand"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

func devicePool(secret byte) directory.Pool {
	return directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_Device001"}, Secret: []byte{secret, 2, 3}}
}

// A key tells its user, and whether there was a second factor; nobody else's key does, nor one that was changed.
func TestDeviceKey(t *testing.T) {
	form := regexp.MustCompile(`^us-east-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z0-9-]{1,36}`)
		owner := directory.DeviceOwner{Sub: name.Draw(t, "sub"), Factor: rapid.Bool().Draw(t, "factor")}
		user := directory.User{Sub: owner.Sub}
		key, err := directory.NewDeviceKey(devicePool(1), owner, rand.Reader)
		if err != nil || !form.MatchString(key) || len(key) > 55 {
			t.Fatalf("key %q: %v", key, err)
		}
		if factor, ok := directory.ReadDeviceKey(devicePool(1), user, key); !ok || factor != owner.Factor {
			t.Fatalf("own key: %t, %t", factor, ok)
		}
		other := directory.User{Sub: name.Filter(func(sub string) bool { return sub != owner.Sub }).Draw(t, "other")}
		at := rapid.IntRange(0, len(key)-1).Draw(t, "at")
		changed := key[:at] + string(rapid.SampledFrom([]byte("0123456789abcdef-_A ")).Filter(func(c byte) bool { return c != key[at] }).Draw(t, "digit")) + key[at+1:]
		for what, c := range map[string]struct {
			pool directory.Pool
			user directory.User
			key  string
		}{
			"another user": {devicePool(1), other, key}, "another pool": {devicePool(2), user, key}, "another key": {devicePool(1), user, changed},
			"upper case": {devicePool(1), user, strings.ToUpper(key)}, "longer": {devicePool(1), user, key + "0"}, "empty": {devicePool(1), user, ""},
		} {
			if _, ok := directory.ReadDeviceKey(c.pool, c.user, c.key); ok {
				t.Errorf("%s: %q is taken", what, c.key)
			}
		}
		owner.Alias = "a@example.com"
		if key, err = directory.NewDeviceKey(devicePool(1), owner, rand.Reader); err != nil {
			t.Fatal(err)
		}
		if _, ok := directory.ReadDeviceKey(devicePool(1), user, key); ok {
			t.Error("a key that was announced to an alias is taken")
		}
	})
}

func TestDeviceKeyNeedsRandomness(t *testing.T) {
	if key, err := directory.NewDeviceKey(devicePool(1), directory.DeviceOwner{}, strings.NewReader("1234567")); err == nil {
		t.Errorf("made %q of seven bytes", key)
	}
}

func TestDeviceGroupKey(t *testing.T) {
	one, two := directory.DeviceGroupKey(devicePool(1), directory.User{Sub: "1"}), directory.DeviceGroupKey(devicePool(1), directory.User{Sub: "2"})
	if form := regexp.MustCompile(`^-[0-9A-Za-z]{8}$`); !form.MatchString(one) || !form.MatchString(two) || one == two {
		t.Errorf("%q and %q", one, two)
	}
	if again := directory.DeviceGroupKey(devicePool(1), directory.User{Sub: "1"}); again != one {
		t.Errorf("%q, then %q", one, again)
	}
}

// What DeviceConfiguration says: any value switches tracking on.
func TestDeviceConfiguration(t *testing.T) {
	yes, no := new(true), new(false)
	trusted := directory.Device{Remembered: true, Trusted: true}
	for name, c := range map[string]struct {
		config              *api.DeviceConfigurationType
		device              directory.Device
		tracks, asks, spare bool
	}{
		"none":             {nil, trusted, false, false, false},
		"without values":   {&api.DeviceConfigurationType{}, trusted, false, false, false},
		"only one":         {&api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: no}, trusted, true, false, false},
		"only the other":   {&api.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: no}, trusted, true, false, false},
		"asking":           {&api.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: yes}, trusted, true, true, false},
		"sparing":          {&api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: yes}, trusted, true, false, true},
		"both":             {&api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: yes, DeviceOnlyRememberedOnUserPrompt: yes}, trusted, true, true, true},
		"not remembered":   {&api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: yes}, directory.Device{Trusted: true}, true, false, false},
		"without a factor": {&api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: yes}, directory.Device{Remembered: true}, true, false, false},
	} {
		pool := directory.Pool{UserPoolType: api.UserPoolType{DeviceConfiguration: c.config}}
		if tracks, asks, spare := pool.TracksDevices(), pool.AsksToRemember(), pool.SparesFactor(c.device); tracks != c.tracks || asks != c.asks || spare != c.spare {
			t.Errorf("%s: tracks %t, asks %t, spares %t", name, tracks, asks, spare)
		}
	}
}
