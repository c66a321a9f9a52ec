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

// Whatever an attempt's facts, there are no tokens while the password is unproven, has to be changed, or MFA is owed.
func TestNoTokensUnlessEverythingIsProven(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		proven := rapid.Bool().Draw(r, "proven")
		status := rapid.SampledFrom(api.UserStatusType("").Values()).Draw(r, "status")
		mfa := rapid.SampledFrom(api.UserPoolMfaType("").Values()).Draw(r, "mfa")
		_, owed := authflow.Next(attempt(proven, status, mfa))
		free := proven && status != api.UserStatusTypeForceChangePassword && mfa != api.UserPoolMfaTypeOn
		if owed == free {
			r.Fatalf("proven %t, status %s, MFA %s: owed %t", proven, status, mfa, owed)
		}
	})
}
