package emulator_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// nobody is a user who is not there, and whose name is as long as that of another one.
func nobody(p *person) *person {
	missing := *p
	missing.name = strings.Replace(p.name, "user", "nemo", 1)
	return &missing
}

// shapeOf is what is left of an answer without what differs anyway. Answers in process have no date.
func (r reply) shapeOf(t *testing.T, user string) shape {
	t.Helper()
	r.Header.Set("Date", strings.Repeat("-", 29))
	answer := withoutSession(r.Answer)
	answer.Body = inOptions.ReplaceAllFunc(answer.Body, func(found []byte) []byte { return fmt.Appendf(nil, "%d bytes", len(found)) })
	answer.Body = destination.ReplaceAll(answer.Body, []byte(`"-***@-***"`))
	return shapeOf(t, answer, user)
}

var destination = regexp.MustCompile(`"\w\*\*\*@\w\*\*\*"`)

var inOptions = regexp.MustCompile(`\\"(challenge|id)\\":\\"([\w-]+)\\"`)

// TestDevicesTellNothing presents a remembered device for its user, for a user without devices and for one who is not
// there: before the password is proven all answers are the same, whatever comes without its session included.
func TestDevicesTellNothing(t *testing.T) {
	m := startMachine(t, "")
	owner := m.settle(station{pool: "tracked", device: true})
	stranger := m.settle(station{pool: "tracked"})
	initiate := func(flow, name, value string) func(*person) reply {
		return func(p *person) reply {
			return m.call("InitiateAuth", fields{"ClientId": "tracked0", "AuthFlow": flow, "AuthParameters": fields{"USERNAME": p.name, name: value, "DEVICE_KEY": owner.device.key}})
		}
	}
	respond := func(challenge, session string) func(*person) reply {
		return func(p *person) reply {
			body := fields{"ClientId": "tracked0", "ChallengeName": challenge, "ChallengeResponses": fields{
				"USERNAME": p.name, "DEVICE_KEY": owner.device.key, "SRP_A": aNumber, "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA", "PASSWORD_CLAIM_SIGNATURE": "AAAA", "TIMESTAMP": "Thu Sep 24 13:50:15 UTC 2026",
			}}
			if session != "" {
				body["Session"] = session
			}
			return m.call("RespondToAuthChallenge", body)
		}
	}
	for name, ask := range map[string]func(*person) reply{
		"a password": initiate("USER_PASSWORD_AUTH", "PASSWORD", "wrong"), "an SRP challenge": initiate("USER_SRP_AUTH", "SRP_A", aNumber),
		"a choice": initiate("USER_AUTH", "PREFERRED_CHALLENGE", "EMAIL_OTP"), "an SRP proof": respond("PASSWORD_VERIFIER", ""),
		"DEVICE_SRP_AUTH without a session": respond("DEVICE_SRP_AUTH", ""), "DEVICE_SRP_AUTH with a made-up session": respond("DEVICE_SRP_AUTH", strings.Repeat("A", 100)),
		"DEVICE_PASSWORD_VERIFIER without a session": respond("DEVICE_PASSWORD_VERIFIER", ""),
	} {
		m.server.Clock.Advance(time.Hour) // no lockout
		want := ask(stranger).shapeOf(t, stranger.name)
		for who, p := range map[string]*person{"the device's owner": owner, "nobody": nobody(owner)} {
			if diff := cmp.Diff(want, ask(p).shapeOf(t, p.name)); diff != "" {
				t.Errorf("%s tells %s (-a user without devices):\n%s", name, who, diff)
			}
		}
	}
}

// TestPasskeysTellNothing compares a user who has a passkey, and all other first factors, with users who are not there and
// to whom the same is offered: from the offer to the proof that does not hold.
func TestPasskeysTellNothing(t *testing.T) {
	m := startMachine(t, "")
	owner := m.settle(station{pool: "plain", passkey: true})
	offered := func(p *person) []string {
		return m.begin(signIn{who: p, flow: "USER_AUTH"}, true).asked.result.AvailableChallenges
	}
	want, missing := offered(owner), []*person{}
	for n := 0; len(missing) < 3 && n < 100; n++ {
		p := *owner
		if p.name = fmt.Sprintf("n%0*d", len(owner.name)-1, n); slices.Equal(offered(&p), want) {
			missing = append(missing, &p)
		}
	}
	if len(missing) == 0 || !slices.Contains(want, "WEB_AUTHN") {
		t.Fatalf("the owner is offered %v, and nobody is offered the same", want)
	}
	for name, ask := range map[string]func(*person) reply{
		"the offer": func(p *person) reply { return m.begin(signIn{who: p, flow: "USER_AUTH"}, true).asked },
		"the challenge": func(p *person) reply {
			return m.begin(signIn{who: p, flow: "USER_AUTH", first: "WEB_AUTHN"}, true).asked
		},
		"a wrong proof": func(p *person) reply {
			return m.begin(signIn{who: p, flow: "USER_AUTH", first: "WEB_AUTHN"}, true).answer(false)
		},
		"another user's proof": func(p *person) reply {
			return m.begin(signIn{who: p, flow: "USER_AUTH", first: "WEB_AUTHN"}, true).answer(p != owner)
		},
	} {
		existing := ask(owner).shapeOf(t, owner.name)
		for _, p := range missing {
			if diff := cmp.Diff(existing, ask(p).shapeOf(t, p.name)); diff != "" {
				t.Errorf("%s (-existing +missing):\n%s", name, diff)
			}
		}
	}
}

// TestAdministratorsAreTold calls the administrators' operations about a user who is not there: whatever the pool's clients
// hide, these tell.
func TestAdministratorsAreTold(t *testing.T) {
	m := startMachine(t, "")
	m.must("CreateGroup", fields{"UserPoolId": "us-east-1_required", "GroupName": "staff"})
	others := []string{"AdminCreateUser", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "AdminLinkProviderForUser", "AdminDisableProviderForUser", "AdminGetDevice", "AdminListDevices"} // the last two declare no UserNotFoundException
	told := 0
	for _, name := range api.Names() {
		operation, _ := api.Lookup(name)
		if !strings.HasPrefix(name, "Admin") || operation.Auth == api.Public || slices.Contains(others, name) {
			continue
		}
		answer := m.call(name, fields{
			"UserPoolId": "us-east-1_required", "Username": "nobody", "Password": machinePassword, "GroupName": "staff", "DeviceKey": "us-east-1_12345678-1234-1234-1234-123456789012",
			"DeviceRememberedStatus": "remembered", "EventId": "1", "FeedbackValue": "Valid", "SessionId": "tkn1234567890123456789012345", "MFAOptions": []fields{}, "UserAttributes": []fields{},
			"UserAttributeNames": []string{"email"}, "SMSMfaSettings": fields{"Enabled": true},
		})
		switch got := answer.Type(); {
		case got == "NotImplementedByEmulator":
		case got == "UserNotFoundException" || got == "ResourceNotFoundException" && answer.Message() == "User does not exist.": // what the model declares
			told++
		default:
			t.Errorf("%s: %d %s", name, answer.Status, answer.Body)
		}
	}
	if told < 15 {
		t.Errorf("only %d operations tell", told)
	}
}
