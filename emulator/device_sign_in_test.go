package emulator_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// TestADeviceProvesItself signs in from a remembered device, with sessions and, as some clients do, without.
func TestADeviceProvesItself(t *testing.T) {
	for name, sessions := range map[string]bool{"with sessions": true, "without sessions": false} {
		t.Run(name, func(t *testing.T) {
			w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
			p := w.device(w.start("alice", nil))
			reply := w.prove(w.start("alice", p), "alice", p, sessions)
			if got := w.claimed(reply); got != p.key || reply.AuthenticationResult.NewDeviceMetadata != nil {
				t.Errorf("device_key is %q, of %q; %s", got, p.key, reply.Body)
			}
			if got := w.claimed(w.start("alice", nil)); got == p.key || got == "" {
				t.Errorf("a sign-in without DEVICE_KEY has device_key %q", got)
			}
		})
	}
}

// TestADeviceProofIsItsOwn gives proofs that are wrong, late, or for something else.
func TestADeviceProofIsItsOwn(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	p, other := w.device(w.start("alice", nil)), w.device(w.start("alice", nil))
	begin := func() (deviceReply, fields) {
		client, err := w.group.NewClient(rand.Reader, p.group)
		if err != nil {
			t.Fatal(err)
		}
		first := w.start("alice", p)
		w.expect(first, "DEVICE_SRP_AUTH")
		second := w.respond("DEVICE_SRP_AUTH", first.Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": client.A()})
		w.expect(second, "DEVICE_PASSWORD_VERIFIER")
		w.refused(w.respond("DEVICE_SRP_AUTH", first.Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": client.A()}).Answer,
			"sign-in.session-used", "Invalid session for the user, session can only be used once.")
		return second, w.claim(client, second, "alice", p)
	}
	first, claim := begin()
	second, _ := begin()
	with := func(name, value string) fields {
		changed := fields{}
		for k, v := range claim {
			changed[k] = v
		}
		changed[name] = value
		return changed
	}
	const wrong, text = "sign-in.password-wrong", "Incorrect username or password."
	for name, c := range map[string]struct {
		session string
		claim   fields
	}{
		"signature":       {first.Session, with("PASSWORD_CLAIM_SIGNATURE", "AAAA")},
		"block":           {first.Session, with("PASSWORD_CLAIM_SECRET_BLOCK", "AAAA")},
		"time":            {first.Session, with("TIMESTAMP", "Thu Sep 24 13:50:15 UTC 1999")},
		"another device":  {first.Session, with("DEVICE_KEY", other.key)},
		"another session": {second.Session, claim},
	} {
		t.Run(name, func(*testing.T) {
			w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", c.session, c.claim).Answer, wrong, text)
			w.Clock.Advance(2 * time.Second)
		})
	}
	w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", first.Session, with("USERNAME", "bob")).Answer, "sign-in.session-invalid", "Invalid session for the user.")
	w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", first.Session, with("DEVICE_KEY", "us-east-1_0")).Answer, "device.not-found", "Device does not exist.")
	w.expect(w.respond("DEVICE_PASSWORD_VERIFIER", first.Session, claim), "")
	w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", first.Session, claim).Answer, "sign-in.session-used", "Invalid session for the user, session can only be used once.")
}

// TestWrongDeviceProofsLock counts them with the wrong passwords.
func TestWrongDeviceProofsLock(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	p := w.device(w.start("alice", nil))
	client, err := w.group.NewClient(rand.Reader, p.group)
	if err != nil {
		t.Fatal(err)
	}
	reply := w.respond("DEVICE_SRP_AUTH", w.start("alice", p).Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": client.A()})
	wrong := w.claim(client, reply, "alice", &phone{p.key, p.group, "a guess"})
	for range 5 {
		w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", reply.Session, wrong).Answer, "sign-in.password-wrong", "Incorrect username or password.")
	}
	right := w.claim(client, reply, "alice", p)
	w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", reply.Session, right).Answer, "sign-in.attempts-exceeded", "Password attempts exceeded")
	w.Clock.Advance(time.Second)
	w.expect(w.respond("DEVICE_PASSWORD_VERIFIER", reply.Session, right), "")
}

// TestASparedFactor follows a device through the life of a second factor. A remembered device spares it after it was used
// together with one.
func TestASparedFactor(t *testing.T) {
	w := newDeviceWorld(t, sparingDevices, emulatortest.Options{})
	early := w.device(w.start("alice", nil))
	w.switchOnSMS("alice")
	w.expect(w.start("alice", nil), "SMS_MFA")
	w.expect(w.prove(w.sms(w.start("alice", early), "alice", early), "alice", early, true), "") // once more
	w.expect(w.prove(w.start("alice", early), "alice", early, true), "")

	p := w.device(w.sms(w.start("alice", nil), "alice", nil))
	w.expect(w.prove(w.start("alice", p), "alice", p, true), "")

	waiting := w.start("alice", p)
	w.Must("AdminUpdateDeviceStatus", fields{"UserPoolId": devicePool, "Username": "alice", "DeviceKey": p.key, "DeviceRememberedStatus": "not_remembered"})
	w.expect(w.sms(w.start("alice", p), "alice", p), "")
	second := w.respond("DEVICE_SRP_AUTH", waiting.Session, fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": "2"})
	w.expect(second, "SMS_MFA") // the sign-in that had begun owes it again
	w.expect(w.sms(second, "alice", p), "")
}

// TestADeviceBesideTheFactor is where the pool wants both.
func TestADeviceBesideTheFactor(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	w.switchOnSMS("alice")
	p := w.device(w.sms(w.start("alice", nil), "alice", nil))
	for range 2 {
		w.expect(w.prove(w.sms(w.start("alice", p), "alice", p), "alice", p, true), "")
	}
}
