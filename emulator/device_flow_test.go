package emulator_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/srp"
)

// srpStart is USER_SRP_AUTH, or CUSTOM_AUTH that begins with SRP_A, and the proof of alice's password.
func (w *deviceWorld) srpStart(flow string, parameters fields) (deviceReply, fields) {
	w.Helper()
	client, err := w.group.NewClient(rand.Reader, "Device001")
	if err != nil {
		w.Fatal(err)
	}
	parameters["USERNAME"], parameters["SRP_A"] = "alice", client.A()
	reply := w.read(w.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": flow, "AuthParameters": parameters}))
	w.expect(reply, "PASSWORD_VERIFIER")
	got := reply.ChallengeParameters
	claim, err := client.Answer("alice", "Passw0rd!", srp.Parameters{Salt: got["SALT"], B: got["SRP_B"], SecretBlock: got["SECRET_BLOCK"]}, w.Clock.Now())
	if err != nil {
		w.Fatal(err)
	}
	return reply, fields{
		"USERNAME": "alice", "PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock, "PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
	}
}

// TestADeviceWithSRP names the device when the sign-in begins, with the proof of the password, or both; all are documented.
func TestADeviceWithSRP(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	p := w.device(w.start("alice", nil))
	for name, c := range map[string]struct{ begin, proof bool }{"at the beginning": {true, false}, "with the proof": {false, true}, "both": {true, true}} {
		t.Run(name, func(*testing.T) {
			parameters := fields{}
			if c.begin {
				parameters["DEVICE_KEY"] = p.key
			}
			_, proof := w.srpStart("USER_SRP_AUTH", parameters)
			if c.proof {
				proof["DEVICE_KEY"] = p.key
			}
			reply := w.prove(w.respond("PASSWORD_VERIFIER", "", proof), "alice", p, true)
			if got := w.claimed(reply); got != p.key {
				w.Errorf("device_key is %q, of %q", got, p.key)
			}
		})
	}
}

// TestAForgottenDevice signs in with the key of one. As client libraries expect it, the answer to PASSWORD_VERIFIER is
// refused, and can be repeated without the key; who has not proven the password is told nothing.
func TestAForgottenDevice(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	bobs := w.device(w.start("bob", nil))
	for name, key := range map[string]string{
		"forgotten": w.forgotten(), "another user's": bobs.key, "unconfirmed": w.start("alice", nil).AuthenticationResult.NewDeviceMetadata.DeviceKey,
		"no key": "nonsense", "a path": "../" + bobs.key, "long": strings.Repeat("x", 100_000),
	} {
		t.Run(name, func(*testing.T) {
			_, proof := w.srpStart("USER_SRP_AUTH", fields{"DEVICE_KEY": key})
			proof["DEVICE_KEY"], proof["PASSWORD_CLAIM_SIGNATURE"] = key, "AAAA"+proof["PASSWORD_CLAIM_SIGNATURE"].(string)[4:]
			w.refused(w.respond("PASSWORD_VERIFIER", "", proof).Answer, "sign-in.password-wrong", "Incorrect username or password.")

			_, proof = w.srpStart("USER_SRP_AUTH", fields{"DEVICE_KEY": key})
			proof["DEVICE_KEY"] = key
			for range 2 {
				w.refused(w.respond("PASSWORD_VERIFIER", "", proof).Answer, "device.not-found", "Device does not exist.")
			}
			delete(proof, "DEVICE_KEY")
			if got := w.claimed(w.respond("PASSWORD_VERIFIER", "", proof)); got == "" || got == key {
				w.Errorf("device_key is %q", got)
			}
		})
	}
}

func (w *deviceWorld) forgotten() string {
	p := w.device(w.start("alice", nil))
	w.Must("AdminForgetDevice", fields{"UserPoolId": devicePool, "Username": "alice", "DeviceKey": p.key})
	return p.key
}

// TestADeviceIsForgottenMeanwhile: it spares nothing any more, and cannot be proven.
func TestADeviceIsForgottenMeanwhile(t *testing.T) {
	w := newDeviceWorld(t, sparingDevices, emulatortest.Options{})
	w.switchOnSMS("alice")
	p := w.device(w.sms(w.start("alice", nil), "alice", nil))
	first := w.start("alice", p)
	w.expect(first, "DEVICE_SRP_AUTH")
	w.Must("AdminForgetDevice", fields{"UserPoolId": devicePool, "Username": "alice", "DeviceKey": p.key})
	answer := fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": "2"}
	w.refused(w.respond("DEVICE_SRP_AUTH", first.Session, answer).Answer, "device.not-found", "Device does not exist.")
	w.refused(w.respond("DEVICE_SRP_AUTH", "", answer).Answer, "sign-in.session-invalid", "Invalid session for the user.")
}

// TestWithoutASession looks at what waits for a device: only for the client that asked, and only once.
func TestWithoutASession(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	p := w.device(w.start("alice", nil))
	answer := fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": "2"}
	none := func(challenge, client, user string) {
		t.Helper()
		answer := fields{
			"USERNAME": user, "DEVICE_KEY": p.key, "SRP_A": "2", "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA", "PASSWORD_CLAIM_SIGNATURE": "AAAA",
			"TIMESTAMP": "Thu Sep 24 13:50:15 UTC 2026",
		}
		w.refused(w.Call("RespondToAuthChallenge", fields{"ClientId": client, "ChallengeName": challenge, "ChallengeResponses": answer}),
			"sign-in.session-invalid", "Invalid session for the user.")
	}
	none("DEVICE_SRP_AUTH", "web", "alice")
	w.expect(w.start("alice", p), "DEVICE_SRP_AUTH")
	none("DEVICE_SRP_AUTH", "other", "alice")
	none("DEVICE_SRP_AUTH", "web", "bob")
	w.refused(w.respond("DEVICE_PASSWORD_VERIFIER", "", fields{
		"USERNAME": "alice", "DEVICE_KEY": p.key, "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA", "PASSWORD_CLAIM_SIGNATURE": "AAAA", "TIMESTAMP": "Thu Sep 24 13:50:15 UTC 2026",
	}).Answer, "sign-in.challenge-mismatch", "Challenge response not supported.")
	w.expect(w.respond("DEVICE_SRP_AUTH", "", answer), "DEVICE_PASSWORD_VERIFIER")
	w.refused(w.respond("DEVICE_SRP_AUTH", "", answer).Answer, "sign-in.challenge-mismatch", "Challenge response not supported.")
	w.expect(w.prove(w.start("alice", p), "alice", p, false), "")
	none("DEVICE_PASSWORD_VERIFIER", "web", "alice") // it is over
}

// TestTheSessionBefore answers DEVICE_SRP_AUTH with the session of the code before it, as amazon-cognito-identity-js does.
// Nobody else's session is good for that.
func TestTheSessionBefore(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	w.switchOnSMS("alice")
	p := w.device(w.sms(w.start("alice", nil), "alice", nil))
	answer := fields{"USERNAME": "alice", "DEVICE_KEY": p.key, "SRP_A": "2"}
	other, code := w.start("alice", p), w.start("alice", p)
	w.expect(w.sms(code, "alice", p), "DEVICE_SRP_AUTH")
	w.refused(w.respond("DEVICE_SRP_AUTH", other.Session, answer).Answer, "sign-in.challenge-mismatch", "Challenge response not supported.")
	w.expect(w.respond("DEVICE_SRP_AUTH", code.Session, answer), "DEVICE_PASSWORD_VERIFIER")
	w.refused(w.respond("DEVICE_SRP_AUTH", code.Session, answer).Answer, "sign-in.challenge-mismatch", "Challenge response not supported.")
}

// TestAnswersForADeviceAreHidden compares a user whom nobody knows with one who has no such device.
func TestAnswersForADeviceAreHidden(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	for _, challenge := range []string{"DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"} {
		for _, session := range []string{"", strings.Repeat("x", 830)} {
			var bodies []string
			for _, user := range []string{"alice", "nobody"} {
				body := fields{"ClientId": "hiding", "ChallengeName": challenge, "ChallengeResponses": fields{
					"USERNAME": user, "DEVICE_KEY": "us-east-1_0", "SRP_A": "2", "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA", "PASSWORD_CLAIM_SIGNATURE": "AAAA", "TIMESTAMP": "now",
				}}
				if session != "" {
					body["Session"] = session
				}
				answer := w.Call("RespondToAuthChallenge", body)
				w.refused(answer, "sign-in.session-invalid", "Invalid session for the user.")
				bodies = append(bodies, string(answer.Body))
			}
			if bodies[0] != bodies[1] {
				t.Errorf("%s: %q", challenge, bodies)
			}
		}
	}
}

// TestAnAnswerThatPresentsAnotherDevice cannot use what was proven for the first one.
func TestAnAnswerThatPresentsAnotherDevice(t *testing.T) {
	w := newDeviceWorld(t, sparingDevices, emulatortest.Options{})
	w.switchOnSMS("alice")
	p, other := w.device(w.sms(w.start("alice", nil), "alice", nil)), w.device(w.sms(w.start("alice", nil), "alice", nil))
	w.Must("AdminUpdateDeviceStatus", fields{"UserPoolId": devicePool, "Username": "alice", "DeviceKey": other.key, "DeviceRememberedStatus": "not_remembered"})
	reply := w.respond("DEVICE_SRP_AUTH", w.start("alice", p).Session, fields{"USERNAME": "alice", "DEVICE_KEY": other.key, "SRP_A": "2"})
	w.expect(reply, "SMS_MFA")
}

// TestDevicesGoWithTheirUser and with the pool's setting.
func TestDevicesGoWithTheirUser(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	first := w.start("alice", nil)
	p := w.device(first)
	w.Must("UpdateUserPool", fields{"UserPoolId": devicePool})
	reply := w.start("alice", p)
	if got := w.claimed(reply); got != "" || reply.AuthenticationResult.NewDeviceMetadata != nil {
		t.Errorf("device_key is %q in a pool that tracks none: %s", got, reply.Body)
	}
	w.Must("UpdateUserPool", fields{"UserPoolId": devicePool, "DeviceConfiguration": fields{"DeviceOnlyRememberedOnUserPrompt": false}})
	w.expect(w.prove(w.start("alice", p), "alice", p, true), "") // it was not forgotten meanwhile
	w.Must("AdminDeleteUser", fields{"UserPoolId": devicePool, "Username": "alice"})
	w.Must("AdminCreateUser", fields{"UserPoolId": devicePool, "Username": "alice", "MessageAction": "SUPPRESS"})
	w.Must("AdminSetUserPassword", fields{"UserPoolId": devicePool, "Username": "alice", "Password": "Passw0rd!", "Permanent": true})
	w.refused(w.start("alice", p).Answer, "device.not-found", "Device does not exist.")
	again := w.start("alice", nil)
	w.refused(w.Call("ConfirmDevice", fields{"AccessToken": again.AuthenticationResult.AccessToken, "DeviceKey": p.key, "DeviceSecretVerifierConfig": w.secret(p)}),
		"device.key-invalid", "Invalid device key given.")
}

// TestPagesOfDevices walks through lists of both kinds.
func TestPagesOfDevices(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	var keys []string
	var token string
	for range 5 {
		reply := w.start("alice", nil)
		token = reply.AuthenticationResult.AccessToken
		keys = append(keys, w.device(reply).key)
	}
	slices.Sort(keys)
	for operation, body := range map[string]fields{
		"ListDevices": {"AccessToken": token}, "AdminListDevices": {"UserPoolId": devicePool, "Username": "alice"},
	} {
		var got []string
		for next := ""; ; {
			body["Limit"] = 2
			if next != "" {
				body["PaginationToken"] = next
			}
			var page struct {
				Devices         []struct{ DeviceKey string }
				PaginationToken string
			}
			w.Must(operation, body).Into(t, &page)
			for _, d := range page.Devices {
				got = append(got, d.DeviceKey)
			}
			if next = page.PaginationToken; next == "" {
				break
			}
		}
		if diff := cmp.Diff(keys, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", operation, diff)
		}
		delete(body, "PaginationToken")
	}
	w.refused(w.Call("ListDevices", fields{"AccessToken": token, "PaginationToken": "AAAA"}), "page.token-invalid", "Invalid pagination token")
}
