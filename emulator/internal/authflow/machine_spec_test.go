package authflow_test

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// name is a challenge's.
type name = api.ChallengeNameType

const (
	verifier     name = api.ChallengeNameTypePasswordVerifier
	choose       name = api.ChallengeNameTypeSelectChallenge
	newPassword  name = api.ChallengeNameTypeNewPasswordRequired
	setUp        name = api.ChallengeNameTypeMfaSetup
	selectFactor name = api.ChallengeNameTypeSelectMfaType
	smsCode      name = api.ChallengeNameTypeSmsMfa
	emailCode    name = api.ChallengeNameTypeEmailOtp
	tokenCode    name = api.ChallengeNameTypeSoftwareTokenMfa
	deviceStart  name = api.ChallengeNameTypeDeviceSrpAuth
	deviceProof  name = api.ChallengeNameTypeDevicePasswordVerifier
	askFunction  name = "" // DefineAuthChallenge has to say
)

// situation is all that decides what a sign-in owes, in words of the documentation.
type situation struct {
	flow   string // password, choice or custom
	named  name   // what the caller chose, or the function asked for
	issue  bool   // the function said issueTokens
	proven bool   // the password
	first  name   // what was proven in its place
	mfa    bool
	picked name // by SELECT_MFA_TYPE

	temporary bool // the password
	required  api.UserPoolMfaType
	allowed   [3]bool // factors of the pool: SMS, e-mail, authenticator app
	factors   [3]has  // of the user
	preferred name

	device  device
	shown   proof // of the device
	sparing bool  // ChallengeRequiredOnNewDevice
}

// has says how a user stands to a factor.
type has int

const (
	lacks   has = iota // no address, or no verified app
	owns               // but has not switched it on
	enabled            // and has switched it on
)

// device is what the caller says of a device.
type device int

const (
	untracked device = iota // the pool has no DeviceConfiguration
	without                 // the pool tracks devices, the caller names none
	unheeded                // ConfirmDevice was called, but the user has not opted in
	remembered
	familiar // remembered, and used beside a second factor before
)

// proof is how far the device's has come.
type proof int

const (
	unproven proof = iota
	started        // DEVICE_SRP_AUTH was answered
	complete       // and DEVICE_PASSWORD_VERIFIER
)

var factorNames = [3]name{smsCode, emailCode, tokenCode}

// owes is the specification: all that the sign-in still owes, in the order in which it is asked for.
//
//   - The first factor; only then anything else (amazon-cognito-user-pools-authentication-flow.html).
//   - After a password, a temporary one has to be changed, and the second factor comes last of what the user owes. A
//     remembered device stands in for it where ChallengeRequiredOnNewDevice is set (API_DeviceConfigurationType.html), if it
//     was used beside a second factor before (observed).
//   - In CUSTOM_AUTH the pool's function has the last word about the user.
//   - A remembered device that the caller names is proven when "the previous challenges were passed" (API_InitiateAuth.html).
func (s situation) owes() (list []name) {
	if s.flow == "password" && !s.proven {
		return []name{verifier}
	}
	if s.flow == "choice" && !s.proven && s.first == "" {
		return []name{s.firstChoice()}
	}
	if s.proven && s.temporary {
		list = append(list, newPassword)
	}
	if factor, wanted := s.secondFactor(); wanted && s.proven && !s.mfa && !s.spared() {
		list = append(list, factor)
	}
	if s.flow == "custom" && !s.issue {
		list = append(list, s.named)
	}
	if s.device >= remembered && s.shown == unproven {
		list = append(list, deviceStart)
	}
	if s.device >= remembered && s.shown <= started {
		list = append(list, deviceProof)
	}
	return list
}

func (s situation) firstChoice() name {
	if s.named == "" {
		return choose
	}
	return s.named
}

func (s situation) spared() bool { return s.sparing && s.device == familiar }

// secondFactor is what the user is asked for (user-pool-settings-mfa.html). That MFA ON takes what the user has where
// nothing is switched on is assumed.
func (s situation) secondFactor() (name, bool) {
	var on, usable []name
	for i, factor := range factorNames {
		if s.usable(i) {
			usable = append(usable, factor)
		}
		if s.usable(i) && s.factors[i] == enabled {
			on = append(on, factor)
		}
	}
	if s.required == api.UserPoolMfaTypeOn && len(on) == 0 {
		on = usable
	}
	switch {
	case s.required == api.UserPoolMfaTypeOff, s.required == api.UserPoolMfaTypeOptional && len(on) == 0:
		return "", false
	case s.picked != "":
		return s.picked, true
	case len(on) == 0:
		return setUp, true
	case len(on) == 1:
		return on[0], true
	case slices.Contains(on, s.preferred):
		return s.preferred, true
	}
	return selectFactor, true
}

// usable reports whether the user can prove a factor. An authenticator app stays good where the pool has them no more
// (user-pool-settings-mfa-totp.html).
func (s situation) usable(factor int) bool {
	return s.factors[factor] != lacks && (s.allowed[factor] || factorNames[factor] == tokenCode)
}

// safe is the property itself, in words of its own: who gets tokens has proven all that applies.
func (s situation) safe() bool {
	_, second := s.secondFactor()
	firstFactor := s.proven || s.flow == "choice" && s.first != "" || s.flow == "custom" && s.issue
	return firstFactor &&
		(s.flow != "custom" || s.issue) && // the function's word, also after a password
		(!s.proven || !s.temporary) && // a temporary password was changed
		(!s.proven || !second || s.mfa || s.sparing && s.device == familiar && s.shown == complete) && // a second factor, or the device in its place
		(s.device < remembered || s.shown == complete) // a remembered device that was named was proven
}

// attempt is the situation as the machine has it.
func (s situation) attempt() *authflow.Attempt {
	a := &authflow.Attempt{
		Facts: authflow.Facts{Proven: s.proven, First: s.first, MFA: s.mfa, Factor: s.picked},
		User:  directory.User{Status: api.UserStatusTypeConfirmed, Attributes: map[string]string{}},
		Pool:  directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: s.required}},
	}
	if s.temporary {
		a.User.Status = api.UserStatusTypeForceChangePassword
	}
	switch s.flow {
	case "choice":
		a.Choice = &authflow.Choice{Named: s.named}
	case "custom":
		a.Custom = &authflow.Custom{Named: s.named, Issue: s.issue}
	}
	s.setFactors(a)
	s.setDevice(a)
	return a
}

func (s situation) setFactors(a *authflow.Attempt) {
	a.Pool.MFA.SMS = s.allowed[0]
	if s.allowed[1] {
		a.Pool.MFA.Email = &api.EmailMfaConfigType{}
	}
	if s.allowed[2] {
		a.Pool.MFA.SoftwareToken = &api.SoftwareTokenMfaConfigType{Enabled: new(true)}
	}
	if s.factors[0] != lacks {
		a.User.Attributes["phone_number"] = "+12065550100"
	}
	if s.factors[1] != lacks {
		a.User.Attributes["email"] = "alice@example.com"
	}
	if s.factors[2] != lacks {
		a.User.SoftwareToken = &directory.SoftwareToken{Secret: []byte("secret"), Verified: true}
	}
	for i, factor := range factorNames {
		if s.factors[i] == enabled {
			a.User.MFA.Enabled = append(a.User.MFA.Enabled, factor)
		}
	}
	a.User.MFA.Preferred = s.preferred
}

func (s situation) setDevice(a *authflow.Attempt) {
	if s.device == untracked {
		return
	}
	a.Pool.DeviceConfiguration = &api.DeviceConfigurationType{ChallengeRequiredOnNewDevice: &s.sparing}
	if s.device == without {
		return
	}
	a.Present(directory.Device{
		Key: "us-east-1_key", GroupKey: "-group", Verifier: []byte{2}, Salt: []byte{1}, Remembered: s.device >= remembered, Trusted: s.device == familiar,
	})
	a.Device.SRP, a.Device.Proven = s.shown == started, s.shown == complete
}
