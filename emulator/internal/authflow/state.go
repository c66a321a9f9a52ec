package authflow

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// checkState refuses users who may not sign in whatever their password: disabled, unconfirmed, or without a usable
// password. This comes before the password is looked at (observed for unconfirmed users). An imported user who is
// hidden goes on, without a password that could be right.
func checkState(a *Attempt) error {
	switch {
	case !a.User.Enabled:
		return rule.UserDisabled.Refuse().Because("user %s is disabled", a.User.Username)
	case a.User.Status == api.UserStatusTypeUnconfirmed:
		return rule.UserNotConfirmed.Refuse().Because("user %s is UNCONFIRMED", a.User.Username)
	case a.User.Status == api.UserStatusTypeResetRequired:
		if a.hidden = conceal.Imported(a.Client, a.User); a.hidden != nil {
			return nil
		}
		return rule.PasswordResetRequired.Refuse().Because("user %s is RESET_REQUIRED", a.User.Username)
	}
	return nil
}

// checkEnabled refuses disabled users. Other states matter only to some of the challenges: who is not confirmed, or has
// to reset the password, can begin with a one-time password (documented).
func checkEnabled(a *Attempt) error {
	if !a.User.Enabled {
		return rule.UserDisabled.Refuse().Because("user %s is disabled", a.User.Username)
	}
	return nil
}

// checkStanding makes sure that what an attempt has proven still counts. A password does not once it was changed, or has to
// be reset. (That sessions end when their user has changed was observed; for these two changes it is assumed.)
func checkStanding(a *Attempt) error {
	check := checkEnabled
	if a.Proven || a.Custom != nil {
		check = checkState
	}
	if err := check(a); err != nil {
		return err
	}
	if a.Proven && a.Salt != saltOf(credentialOf(a)) {
		return rule.SessionInvalid.Refuse().Because("the password of %s was changed since it was proven", a.User.Username)
	}
	return nil
}

// readAgain reads the user in the transaction that uses a session up: what happened since the answer was read counts.
func readAgain(tx *store.Tx, a *Attempt) (err error) {
	a.User, err = directory.FindUserBySub(tx, a.Pool.Id, a.Sub)
	if rule.Is(err, rule.UserNotFound) {
		return rule.SessionInvalid.Refuse().Because("the user of the session was deleted")
	}
	if err != nil {
		return err
	}
	return checkStanding(a)
}
