package emulator_test

import (
	"strings"

	"pgregory.net/rapid"
)

// drawPerson makes a user as a pool allows. Whose factors are switched on before the device is remembered has a familiar
// device; an app can be enrolled by who has signed in, which takes the factor of messages where the pool wants one.
func (w *walk) drawPerson(r *rapid.T) *person {
	p := rapid.SampledFrom(machinePools).Draw(r, "pool").draft()
	p.email, p.phone = rapid.Bool().Draw(r, "email"), rapid.Bool().Draw(r, "phone")
	if p.passwordless = len(p.codes()) > 0 && rapid.Bool().Draw(r, "passwordless"); p.passwordless {
		p.password = ""
		w.create(p)
		return p
	}
	app, device := p.pool.has("SoftwareToken") && rapid.Bool().Draw(r, "app"), p.pool.devices != "" && rapid.Bool().Draw(r, "device")
	w.create(p)
	if strings.Contains(p.pool.first, "WEB_AUTHN") && rapid.Bool().Draw(r, "passkey") {
		w.register(p, w.machine.begin(signIn{who: p, flow: "USER_PASSWORD_AUTH"}, true).finish().result.AuthenticationResult.AccessToken)
	}
	if app {
		signedIn := w.machine.begin(signIn{who: p, flow: "USER_PASSWORD_AUTH"}, true).finish()
		if p.secret == "" {
			w.enrol(p, signedIn.result.AuthenticationResult.AccessToken)
		}
	}
	early := rapid.Bool().Draw(r, "early")
	if early {
		w.drawFactors(r, p)
	}
	if device {
		w.remember(p, w.machine.begin(signIn{who: p, flow: "USER_SRP_AUTH"}, true).finish())
		p.device.familiar = p.secondFactor("") != ""
	}
	if !early {
		w.drawFactors(r, p)
	}
	if rapid.Bool().Draw(r, "temporary") {
		w.setPassword(p, false)
	}
	return p
}

func (w *walk) drawFactors(r *rapid.T, p *person) {
	for _, f := range p.factors() {
		if p.pool.mfa != "OFF" && rapid.Bool().Draw(r, f) {
			p.enabled = append(p.enabled, f)
		}
	}
	if len(p.enabled) > 0 && rapid.Bool().Draw(r, "prefers") {
		p.preferred = p.enabled[0]
	}
	w.prefer(p)
}

// firsts are what the user can begin USER_AUTH with, in the order of AvailableChallenges. Who has a second factor, or a
// temporary password, begins with the password.
func (p *person) firsts() (list []string) {
	if !p.passwordless {
		list = []string{"PASSWORD_SRP", "PASSWORD"}
	}
	if p.temporary || p.secondFactor("") != "" {
		return list
	}
	if list = append(list, p.codes()...); p.passkey != nil {
		list = append(list, "WEB_AUTHN")
	}
	return list
}

// codes are the one-time passwords that the pool sends the user.
func (p *person) codes() (list []string) {
	for _, f := range []struct {
		name string
		has  bool
	}{{"EMAIL_OTP", p.email}, {"SMS_OTP", p.phone}} {
		if f.has && strings.Contains(p.pool.first, f.name) {
			list = append(list, f.name)
		}
	}
	return list
}
