package authflow

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
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
