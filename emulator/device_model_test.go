package emulator_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// modelDevice is what the model knows of a device.
type modelDevice struct {
	*phone
	remembered, trusted bool
	refresh             string // a refresh token of it
}

// deviceWalk is a user with some devices.
type deviceWalk struct {
	*deviceWorld
	user    string
	sparing bool
	asking  bool
	mfa     bool
	token   string // an access token of the user
	known   []*modelDevice
	gone    []*modelDevice
}

// TestDeviceModel has users confirm, remember, forget and use devices, and compares what sign-ins ask for, what lists show,
// and which refresh tokens are good, with a small model.
func TestDeviceModel(t *testing.T) {
	worlds := map[string]*deviceWorld{}
	for _, settings := range []string{sparingDevices, besideDevices, askingDevices} {
		worlds[settings] = newDeviceWorld(t, settings, emulatortest.Options{})
	}
	count := 0
	fewer(t, 25)
	rapid.Check(t, func(r *rapid.T) {
		settings := rapid.SampledFrom([]string{sparingDevices, besideDevices, askingDevices}).Draw(r, "settings")
		count++
		world := *worlds[settings]
		w := &deviceWalk{deviceWorld: &world, user: fmt.Sprint("user", count), sparing: settings != besideDevices, asking: settings == askingDevices}
		who := fields{"UserPoolId": devicePool, "Username": w.user}
		w.Must("AdminCreateUser", merge(who, fields{"MessageAction": "SUPPRESS", "UserAttributes": attribute("phone_number", "+12065550199")}))
		w.Must("AdminSetUserPassword", merge(who, fields{"Password": "Passw0rd!", "Permanent": true}))
		r.Repeat(map[string]func(*rapid.T){
			"new device": w.newDevice, "sign in": w.signIn, "sign in from a device that is gone": w.signInFromGone, "status": w.status, "forget": w.forget,
			"mfa": w.switchMFA, "refresh": w.refresh, "": w.check,
		})
	})
}

func merge(all ...fields) fields {
	merged := fields{}
	for _, one := range all {
		for name, value := range one {
			merged[name] = value
		}
	}
	return merged
}

func (w *deviceWalk) draw(r *rapid.T, from []*modelDevice) *modelDevice {
	if len(from) == 0 {
		r.Skip("no device")
	}
	return rapid.SampledFrom(from).Draw(r, "device")
}

func (w *deviceWalk) newDevice(*rapid.T) {
	reply := w.start(w.user, nil)
	if w.mfa {
		reply = w.sms(reply, w.user, nil)
	}
	device := &modelDevice{phone: w.device(reply), remembered: !w.asking, trusted: w.mfa, refresh: reply.AuthenticationResult.RefreshToken}
	w.known, w.token = append(w.known, device), reply.AuthenticationResult.AccessToken
}

// signIn is what the documentation says of remembered devices, and the reports of MFA that is switched on later.
func (w *deviceWalk) signIn(r *rapid.T) {
	device := w.draw(r, w.known)
	reply := w.start(w.user, device.phone)
	coded := w.mfa && (!w.sparing || !device.remembered || !device.trusted)
	if coded {
		reply = w.sms(reply, w.user, device.phone)
	}
	if device.remembered {
		reply = w.prove(reply, w.user, device.phone, rapid.Bool().Draw(r, "sessions"))
		device.trusted = device.trusted || coded
	}
	if got := w.claimed(reply); got != device.key || reply.AuthenticationResult.NewDeviceMetadata != nil {
		r.Fatalf("device_key is %q, of %q: %s", got, device.key, reply.Body)
	}
	device.refresh, w.token = reply.AuthenticationResult.RefreshToken, reply.AuthenticationResult.AccessToken
}

func (w *deviceWalk) signInFromGone(r *rapid.T) {
	w.refused(w.start(w.user, w.draw(r, w.gone).phone).Answer, "device.not-found", "Device does not exist.")
}

func (w *deviceWalk) status(r *rapid.T) {
	device := w.draw(r, w.known)
	device.remembered = rapid.Bool().Draw(r, "remembered")
	body := fields{"DeviceKey": device.key, "DeviceRememberedStatus": map[bool]string{true: "remembered", false: "not_remembered"}[device.remembered]}
	if rapid.Bool().Draw(r, "admin") {
		w.Must("AdminUpdateDeviceStatus", merge(body, fields{"UserPoolId": devicePool, "Username": w.user}))
		return
	}
	w.Must("UpdateDeviceStatus", merge(body, fields{"AccessToken": w.token}))
}

func (w *deviceWalk) forget(r *rapid.T) {
	device := w.draw(r, w.known)
	w.known = slices.DeleteFunc(w.known, func(d *modelDevice) bool { return d == device })
	w.gone = append(w.gone, device)
	if rapid.Bool().Draw(r, "admin") {
		w.Must("AdminForgetDevice", fields{"UserPoolId": devicePool, "Username": w.user, "DeviceKey": device.key})
		return
	}
	w.Must("ForgetDevice", fields{"AccessToken": w.token, "DeviceKey": device.key})
}

func (w *deviceWalk) switchMFA(r *rapid.T) {
	w.mfa = rapid.Bool().Draw(r, "on")
	w.Must("AdminSetUserMFAPreference", fields{
		"UserPoolId": devicePool, "Username": w.user, "SMSMfaSettings": fields{"Enabled": w.mfa, "PreferredMfa": w.mfa},
	})
}

// check compares the lists.
func (w *deviceWalk) check(r *rapid.T) {
	if w.token == "" {
		return
	}
	var all, remembered []string
	for _, device := range w.known {
		all = append(all, device.key)
		if device.remembered {
			remembered = append(remembered, device.key)
		}
	}
	w.lists(r, "AdminListDevices", fields{"UserPoolId": devicePool, "Username": w.user}, all)
	w.lists(r, "ListDevices", fields{"AccessToken": w.token}, remembered)
}

func (w *deviceWalk) refresh(r *rapid.T) {
	device := w.draw(r, slices.Concat(w.known, w.gone))
	answer := w.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": fields{
		"REFRESH_TOKEN": device.refresh, "DEVICE_KEY": device.key,
	}})
	if want := map[bool]int{true: 200, false: 400}[slices.Contains(w.known, device)]; answer.Status != want {
		r.Fatalf("the refresh token of %s: %d %s", device.key, answer.Status, answer.Body)
	}
}

func (w *deviceWalk) lists(r *rapid.T, operation string, body fields, want []string) {
	var list struct{ Devices []struct{ DeviceKey string } }
	w.Must(operation, body).Into(w, &list)
	var got []string
	for _, device := range list.Devices {
		got = append(got, device.DeviceKey)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		r.Fatalf("%s: %v, not %v", operation, got, want)
	}
}
