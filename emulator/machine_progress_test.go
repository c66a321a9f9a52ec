package emulator_test

import "slices"

// progress is the model of a sign-in: what was proven, in words of the documentation. It knows nothing of the emulator.
type progress struct {
	password, mfa, trusted, started, issued bool

	first  string // what was proven in place of the password
	named  string // what USER_AUTH asks for, as far as it is chosen
	picked string // the second factor
	wrong  int    // wrong answers to the custom challenge
}

// owed is what a sign-in has to prove next; "tokens" if that is all.
func (s *signIn) owed(g progress) string {
	device := s.who.device != nil
	spared := device && s.who.pool.devices == sparing && s.who.device.familiar
	switch {
	case s.flow == "USER_AUTH" && !g.password && g.first == "":
		return pick(g.named == "", "SELECT_CHALLENGE", g.named)
	case s.flow == "USER_SRP_AUTH" && !g.password:
		return "PASSWORD_VERIFIER"
	case s.flow == "CUSTOM_AUTH with a password" && !g.password:
		return "PASSWORD_VERIFIER"
	case g.password && s.who.temporary:
		return "NEW_PASSWORD_REQUIRED"
	case g.password && !g.mfa && !spared && s.who.secondFactor(g.picked) != "":
		return s.who.secondFactor(g.picked)
	case s.custom() && !g.issued:
		return "CUSTOM_CHALLENGE"
	case device && !g.started:
		return "DEVICE_SRP_AUTH"
	case device && !g.trusted:
		return "DEVICE_PASSWORD_VERIFIER"
	}
	return "tokens"
}

func (s *signIn) custom() bool {
	return s.flow == "CUSTOM_AUTH" || s.flow == "CUSTOM_AUTH with a password"
}

// secondFactor is what the user is asked for after the password, or nothing.
func (p *person) secondFactor(picked string) string {
	on := slices.DeleteFunc(p.factors(), func(f string) bool { return !slices.Contains(p.enabled, f) })
	if p.pool.mfa == "ON" && len(on) == 0 {
		on = p.factors()
	}
	switch {
	case p.pool.mfa == "OFF", p.pool.mfa == "OPTIONAL" && len(on) == 0:
		return ""
	case picked != "":
		return picked
	case len(on) == 0:
		return "MFA_SETUP"
	case len(on) == 1:
		return on[0]
	case slices.Contains(on, p.preferred):
		return p.preferred
	}
	return "SELECT_MFA_TYPE"
}

// factors are those of the pool that the user has.
func (p *person) factors() (names []string) {
	for _, f := range []struct {
		name, setting string
		has           bool
	}{{"SMS_MFA", "SmsMfa", p.phone}, {"EMAIL_OTP", "EmailMfa", p.email}, {"SOFTWARE_TOKEN_MFA", "SoftwareToken", p.secret != ""}} {
		if f.has && p.pool.has(f.setting) {
			names = append(names, f.name)
		}
	}
	return names
}

// after is the progress after the right answer.
func (g progress) after(s *signIn, challenge string) progress {
	switch challenge {
	case "PASSWORD_VERIFIER", "PASSWORD":
		g.password = true
	case "PASSWORD_SRP":
		g.named = "PASSWORD_VERIFIER"
	case "SELECT_CHALLENGE":
		g.named, _ = s.given["ANSWER"].(string)
	case "NEW_PASSWORD_REQUIRED":
		s.who.password, s.who.temporary = s.given["NEW_PASSWORD"].(string), false
	case "SELECT_MFA_TYPE":
		g.picked, _ = s.given["ANSWER"].(string)
	case "DEVICE_SRP_AUTH":
		g.started = true
	case "DEVICE_PASSWORD_VERIFIER":
		g.trusted = true
		s.who.device.familiar = s.who.device.familiar || g.mfa
	case "CUSTOM_CHALLENGE":
		g.issued = true
	default: // MFA_SETUP, or a code
		if s.flow == "USER_AUTH" && !g.password {
			g.first = challenge
		} else {
			g.mfa = true
		}
	}
	return g
}
