package emulator_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// deviceFunctions are the functions of CUSTOM_AUTH: a custom challenge, and the device where DefineAuthChallenge asks for it.
type deviceFunctions struct {
	asks    bool
	history [][]string
}

func (f *deviceFunctions) Invoke(_ context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	var event map[string]any
	if err := json.Unmarshal(payload, &event); err != nil {
		return lambdaclient.Result{}, err
	}
	names := []string{}
	session, _ := event["request"].(map[string]any)["session"].([]any)
	for _, entry := range session {
		names = append(names, entry.(map[string]any)["challengeName"].(string))
	}
	switch function[strings.LastIndexByte(function, ':')+1:] {
	case "define":
		f.history = append(f.history, names)
		switch {
		case len(names) == 0:
			event["response"] = fields{"challengeName": "CUSTOM_CHALLENGE"}
		case len(names) == 1 && f.asks:
			event["response"] = fields{"challengeName": "DEVICE_SRP_AUTH"}
		default:
			event["response"] = fields{"issueTokens": true}
		}
	case "verify":
		event["response"] = fields{"answerCorrect": true}
	}
	answer, err := json.Marshal(event)
	return lambdaclient.Result{Payload: answer}, err
}

// TestADeviceInCustomAuth has the device's turn after issueTokens, which is documented, or where DefineAuthChallenge names
// it. Whether AWS asks for the device then is not established; the names are documented as those of the history.
func TestADeviceInCustomAuth(t *testing.T) {
	const functions = "    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}\n"
	for name, c := range map[string]struct {
		asks bool
		want [][]string
	}{
		"by itself": {false, [][]string{{}, {"CUSTOM_CHALLENGE"}}},
		"named":     {true, [][]string{{}, {"CUSTOM_CHALLENGE"}, {"CUSTOM_CHALLENGE", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &deviceFunctions{asks: c.asks}
			w := newDeviceWorld(t, functions+sparingDevices, emulatortest.Options{Functions: f})
			p := w.device(w.start("alice", nil))
			reply := w.custom(p.key)
			w.expect(w.prove(reply, "alice", p, true), "")
			if diff := cmp.Diff(c.want, f.history); diff != "" {
				t.Errorf("the calls of DefineAuthChallenge (-want +got):\n%s", diff)
			}
			w.refusedHere(c.asks, w.custom("nonsense"))
			w.refusedHere(c.asks, w.custom(""))
		})
	}
}

// TestAForgottenDeviceInCustomAuth begins with the password. The session keeps nothing of a key that is unknown.
func TestAForgottenDeviceInCustomAuth(t *testing.T) {
	const functions = "    LambdaConfig: {DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify}\n"
	w := newDeviceWorld(t, functions+sparingDevices, emulatortest.Options{Functions: &customAuth{}})
	key := w.forgotten()
	first, proof := w.srpStart("CUSTOM_AUTH", fields{"CHALLENGE_NAME": "SRP_A", "DEVICE_KEY": key})
	proof["DEVICE_KEY"] = key
	w.refused(w.respond("PASSWORD_VERIFIER", first.Session, proof).Answer, "device.not-found", "Device does not exist.")
	delete(proof, "DEVICE_KEY")
	second := w.respond("PASSWORD_VERIFIER", first.Session, proof)
	w.expect(second, "CUSTOM_CHALLENGE")
	answer := fields{"USERNAME": "alice", "ANSWER": "42", "DEVICE_KEY": key}
	w.refused(w.respond("CUSTOM_CHALLENGE", second.Session, answer).Answer, "device.not-found", "Device does not exist.")
	delete(answer, "DEVICE_KEY")
	w.expect(w.respond("CUSTOM_CHALLENGE", second.Session, answer), "")
}

// TestADeviceIsForgottenWhileACodeIsAwaited: the sign-in goes on without it where the answer does not name it.
func TestADeviceIsForgottenWhileACodeIsAwaited(t *testing.T) {
	w := newDeviceWorld(t, besideDevices, emulatortest.Options{})
	w.switchOnSMS("alice")
	p := w.device(w.sms(w.start("alice", nil), "alice", nil))
	code := w.start("alice", p)
	w.Must("AdminForgetDevice", fields{"UserPoolId": devicePool, "Username": "alice", "DeviceKey": p.key})
	w.refused(w.sms(code, "alice", p).Answer, "device.not-found", "Device does not exist.")
	if reply := w.sms(code, "alice", nil); w.claimed(reply) == p.key || reply.AuthenticationResult.NewDeviceMetadata == nil {
		t.Errorf("the forgotten device was used: %s", reply.Body)
	}
}

// custom is CUSTOM_AUTH up to what comes after the custom challenge.
func (w *deviceWorld) custom(key string) deviceReply {
	w.Helper()
	parameters := fields{"USERNAME": "alice"}
	if key != "" {
		parameters["DEVICE_KEY"] = key
	}
	first := w.read(w.Call("InitiateAuth", fields{"ClientId": "web", "AuthFlow": "CUSTOM_AUTH", "AuthParameters": parameters}))
	w.expect(first, "CUSTOM_CHALLENGE")
	return w.respond("CUSTOM_CHALLENGE", first.Session, fields{"USERNAME": "alice", "ANSWER": "42"})
}

// refusedHere: a function that insists on a device is not satisfied without one; else there is a new device.
func (w *deviceWorld) refusedHere(asked bool, reply deviceReply) {
	w.Helper()
	if asked {
		w.refused(reply.Answer, "device.not-found", "Device does not exist.")
		return
	}
	if w.expect(reply, ""); reply.AuthenticationResult.NewDeviceMetadata == nil {
		w.Errorf("no device is announced: %s", reply.Body)
	}
}
