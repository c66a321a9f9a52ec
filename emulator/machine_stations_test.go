package emulator_test

import (
	"slices"
	"testing"
)

// station is a challenge, and a way there.
type station struct {
	name, challenge string
	pool            string
	flow            string
	first, choice   string   // what is preferred, and what is chosen of what is offered
	enabled         []string // second factors of the user
	temporary       bool     // the password
	device, app     bool     // the user has one
	familiar        bool     // the device was used beside a second factor
	passkey         bool
	steps           int // right answers on the way
}

// stations has every challenge, and those that come on several ways more than once.
var stations = []station{
	{name: "PASSWORD_VERIFIER", challenge: "PASSWORD_VERIFIER", pool: "plain", flow: "USER_SRP_AUTH"},
	{name: "PASSWORD_VERIFIER of USER_AUTH", challenge: "PASSWORD_VERIFIER", pool: "plain", flow: "USER_AUTH", first: "PASSWORD_SRP"},
	{name: "PASSWORD_VERIFIER of CUSTOM_AUTH", challenge: "PASSWORD_VERIFIER", pool: "plain", flow: "CUSTOM_AUTH with a password"},
	{name: "CUSTOM_CHALLENGE", challenge: "CUSTOM_CHALLENGE", pool: "plain", flow: "CUSTOM_AUTH"},
	{name: "CUSTOM_CHALLENGE after SRP and a code", challenge: "CUSTOM_CHALLENGE", pool: "optional", flow: "CUSTOM_AUTH with a password", enabled: []string{"SMS_MFA"}, steps: 2},
	{name: "NEW_PASSWORD_REQUIRED", challenge: "NEW_PASSWORD_REQUIRED", pool: "plain", flow: "USER_PASSWORD_AUTH", temporary: true},
	{name: "NEW_PASSWORD_REQUIRED of USER_AUTH", challenge: "NEW_PASSWORD_REQUIRED", pool: "plain", flow: "USER_AUTH", first: "PASSWORD", temporary: true},
	{name: "SMS_MFA", challenge: "SMS_MFA", pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"SMS_MFA"}},
	{name: "SMS_MFA after SRP", challenge: "SMS_MFA", pool: "optional", flow: "USER_SRP_AUTH", enabled: []string{"SMS_MFA"}, steps: 1},
	{name: "EMAIL_OTP as second factor", challenge: "EMAIL_OTP", pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"EMAIL_OTP"}},
	{name: "EMAIL_OTP after NEW_PASSWORD_REQUIRED", challenge: "EMAIL_OTP", pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"EMAIL_OTP"}, temporary: true, steps: 1},
	{name: "SOFTWARE_TOKEN_MFA", challenge: "SOFTWARE_TOKEN_MFA", pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"SOFTWARE_TOKEN_MFA"}, app: true},
	{name: "SOFTWARE_TOKEN_MFA of USER_AUTH", challenge: "SOFTWARE_TOKEN_MFA", pool: "optional", flow: "USER_AUTH", first: "PASSWORD", enabled: []string{"SOFTWARE_TOKEN_MFA"}, app: true},
	{name: "SELECT_MFA_TYPE", challenge: "SELECT_MFA_TYPE", pool: "optional", flow: "USER_PASSWORD_AUTH", enabled: []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA"}, app: true},
	{name: "MFA_SETUP", challenge: "MFA_SETUP", pool: "enrolling", flow: "USER_PASSWORD_AUTH"},
	{name: "MFA_SETUP after NEW_PASSWORD_REQUIRED", challenge: "MFA_SETUP", pool: "enrolling", flow: "USER_SRP_AUTH", temporary: true, steps: 2},
	{name: "SELECT_CHALLENGE", challenge: "SELECT_CHALLENGE", pool: "plain", flow: "USER_AUTH"},
	{name: "PASSWORD", challenge: "PASSWORD", pool: "plain", flow: "USER_AUTH", choice: "PASSWORD", steps: 1},
	{name: "PASSWORD_SRP", challenge: "PASSWORD_SRP", pool: "plain", flow: "USER_AUTH", choice: "PASSWORD_SRP", steps: 1},
	{name: "EMAIL_OTP as first factor", challenge: "EMAIL_OTP", pool: "plain", flow: "USER_AUTH", first: "EMAIL_OTP"},
	{name: "SMS_OTP", challenge: "SMS_OTP", pool: "plain", flow: "USER_AUTH", first: "SMS_OTP"},
	{name: "WEB_AUTHN", challenge: "WEB_AUTHN", pool: "plain", flow: "USER_AUTH", first: "WEB_AUTHN", passkey: true},
	{name: "DEVICE_SRP_AUTH", challenge: "DEVICE_SRP_AUTH", pool: "tracked", flow: "USER_SRP_AUTH", device: true, steps: 1},
	{name: "DEVICE_PASSWORD_VERIFIER", challenge: "DEVICE_PASSWORD_VERIFIER", pool: "tracked", flow: "USER_SRP_AUTH", device: true, steps: 2},
	{name: "DEVICE_PASSWORD_VERIFIER after a code", challenge: "DEVICE_PASSWORD_VERIFIER", pool: "tracked", flow: "USER_SRP_AUTH", device: true, enabled: []string{"SMS_MFA"}, steps: 3},
	{name: "DEVICE_SRP_AUTH in place of a code", challenge: "DEVICE_SRP_AUTH", pool: "sparing", flow: "USER_SRP_AUTH", device: true, familiar: true, enabled: []string{"SMS_MFA"}, steps: 1},
	{name: "NEW_PASSWORD_REQUIRED after SRP", challenge: "NEW_PASSWORD_REQUIRED", pool: "plain", flow: "USER_SRP_AUTH", temporary: true, steps: 1},
	{name: "NEW_PASSWORD_REQUIRED of CUSTOM_AUTH", challenge: "NEW_PASSWORD_REQUIRED", pool: "plain", flow: "CUSTOM_AUTH with a password", temporary: true, steps: 1},
	{name: "SELECT_MFA_TYPE of USER_AUTH", challenge: "SELECT_MFA_TYPE", pool: "optional", flow: "USER_AUTH", first: "PASSWORD_SRP", enabled: []string{"EMAIL_OTP", "SOFTWARE_TOKEN_MFA"}, app: true, steps: 1},
	{name: "SOFTWARE_TOKEN_MFA of CUSTOM_AUTH", challenge: "SOFTWARE_TOKEN_MFA", pool: "optional", flow: "CUSTOM_AUTH with a password", enabled: []string{"SOFTWARE_TOKEN_MFA"}, app: true, steps: 1},
	{name: "MFA_SETUP of USER_AUTH", challenge: "MFA_SETUP", pool: "enrolling", flow: "USER_AUTH", first: "PASSWORD"},
	{name: "DEVICE_SRP_AUTH of USER_AUTH", challenge: "DEVICE_SRP_AUTH", pool: "tracked", flow: "USER_AUTH", first: "EMAIL_OTP", device: true, steps: 1},
	{name: "DEVICE_SRP_AUTH of CUSTOM_AUTH", challenge: "DEVICE_SRP_AUTH", pool: "tracked", flow: "CUSTOM_AUTH", device: true, steps: 1},
}

// poolNamed finds a pool of the machine.
func poolNamed(name string) machinePool {
	return machinePools[slices.IndexFunc(machinePools, func(p machinePool) bool { return p.name == name })]
}

// settle makes a user as a station needs.
func (m *machine) settle(at station) *person {
	m.Helper()
	p := poolNamed(at.pool).draft()
	m.create(p)
	if at.familiar {
		p.enabled = at.enabled
		m.prefer(p)
	}
	if at.device || at.app || at.passkey {
		signedIn := m.begin(signIn{who: p, flow: "USER_SRP_AUTH"}, true).finish()
		if at.app {
			m.enrol(p, signedIn.result.AuthenticationResult.AccessToken)
		}
		if at.device {
			m.remember(p, signedIn)
		}
		if at.passkey {
			m.register(p, signedIn.result.AuthenticationResult.AccessToken)
		}
	}
	p.enabled = at.enabled
	m.prefer(p)
	if at.temporary {
		m.setPassword(p, false)
	}
	return p
}

// reach has a user go to a station.
func (m *machine) reach(at station) *signIn {
	m.Helper()
	s := m.begin(signIn{who: m.settle(at), flow: at.flow, first: at.first, choose: at.choice}, true)
	for range at.steps {
		s.answer(true)
	}
	if s.asked.next() != at.challenge {
		m.Fatalf("%s: got %s", at.name, s.asked.Body)
	}
	return s
}

// TestStations goes by each challenge to the tokens.
func TestStations(t *testing.T) {
	m := startMachine(t, "")
	for _, at := range stations {
		t.Run(at.name, func(t *testing.T) { m.with(t).reach(at).finish() })
	}
}
