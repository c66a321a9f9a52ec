package authflow_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

func attempt(proven bool, status api.UserStatusType, mfa api.UserPoolMfaType) *authflow.Attempt {
	return &authflow.Attempt{
		Facts: authflow.Facts{Proven: proven},
		User:  directory.User{Status: status},
		Pool:  directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: mfa}},
	}
}

func TestNext(t *testing.T) {
	const none = api.ChallengeNameType("")
	for _, c := range []struct {
		proven bool
		status api.UserStatusType
		mfa    api.UserPoolMfaType
		want   api.ChallengeNameType
	}{
		{false, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, api.ChallengeNameTypePasswordVerifier},
		{false, api.UserStatusTypeForceChangePassword, api.UserPoolMfaTypeOn, api.ChallengeNameTypePasswordVerifier},
		{true, api.UserStatusTypeForceChangePassword, api.UserPoolMfaTypeOff, api.ChallengeNameTypeNewPasswordRequired},
		{true, api.UserStatusTypeForceChangePassword, api.UserPoolMfaTypeOn, api.ChallengeNameTypeNewPasswordRequired},
		{true, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOn, api.ChallengeNameTypeMfaSetup},
		{true, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOptional, none},
		{true, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, none},
	} {
		got, owed := authflow.Next(attempt(c.proven, c.status, c.mfa))
		if got != c.want || owed != (c.want != none) {
			t.Errorf("%+v: next is %q", c, got)
		}
	}
}

// With CUSTOM_AUTH the password's own consequences come first, then what DefineAuthChallenge says.
func TestNextOfCustomAuth(t *testing.T) {
	const (
		none   = api.ChallengeNameType("")
		custom = api.ChallengeNameTypeCustomChallenge
	)
	for _, c := range []struct {
		proven bool
		status api.UserStatusType
		mfa    api.UserPoolMfaType
		custom authflow.Custom
		want   api.ChallengeNameType
		owed   bool
	}{
		{false, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, authflow.Custom{}, none, true}, // DefineAuthChallenge is to be asked
		{false, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, authflow.Custom{Named: custom}, custom, true},
		{false, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, authflow.Custom{Issue: true}, none, false},
		{false, api.UserStatusTypeForceChangePassword, api.UserPoolMfaTypeOn, authflow.Custom{Issue: true}, none, false},
		{true, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOff, authflow.Custom{}, none, true},
		{true, api.UserStatusTypeForceChangePassword, api.UserPoolMfaTypeOn, authflow.Custom{Issue: true}, api.ChallengeNameTypeNewPasswordRequired, true},
		{true, api.UserStatusTypeConfirmed, api.UserPoolMfaTypeOn, authflow.Custom{Issue: true}, api.ChallengeNameTypeMfaSetup, true},
	} {
		a := attempt(c.proven, c.status, c.mfa)
		a.Custom = &c.custom
		if got, owed := authflow.Next(a); got != c.want || owed != c.owed {
			t.Errorf("%+v: next is %q, owed %t", c, got, owed)
		}
	}
}

// Whatever an attempt's facts, there are no tokens while the password is unproven, has to be changed, or MFA is owed. In
// CUSTOM_AUTH there are none until DefineAuthChallenge says so; a password that was proven is followed by the same as ever.
func TestNoTokensUnlessEverythingIsProven(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		proven := rapid.Bool().Draw(r, "proven")
		status := rapid.SampledFrom(api.UserStatusType("").Values()).Draw(r, "status")
		mfa := rapid.SampledFrom(api.UserPoolMfaType("").Values()).Draw(r, "mfa")
		custom := rapid.Bool().Draw(r, "custom")
		issue := rapid.Bool().Draw(r, "issue")
		named := rapid.SampledFrom(append(api.ChallengeNameType("").Values(), "")).Draw(r, "named")
		a := attempt(proven, status, mfa)
		if custom {
			a.Custom = &authflow.Custom{Named: named, Issue: issue}
		}
		_, owed := authflow.Next(a)
		after := status != api.UserStatusTypeForceChangePassword && mfa != api.UserPoolMfaTypeOn // what a password leads to is done
		free := proven && after
		if custom {
			free = issue && (!proven || after)
		}
		if owed == free {
			r.Fatalf("proven %t, status %s, MFA %s, custom %t, named %q, issue %t: owed %t", proven, status, mfa, custom, named, issue, owed)
		}
	})
}
