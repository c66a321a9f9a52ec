package password

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// The states in which passwords cannot be reset by a code: the first password is still to be set, or there is none.
var (
	noReset      = []api.UserStatusType{api.UserStatusTypeForceChangePassword, api.UserStatusTypeExternalProvider}
	noAdminReset = append(slices.Clone(noReset), api.UserStatusTypeUnconfirmed)
)

// checkRecovery refuses where only administrators may set passwords. The answer is the same for every user name.
func checkRecovery(pool directory.Pool) error {
	if len(directory.RecoveryAttributes(pool)) > 0 {
		return nil
	}
	return rule.ResetByAdminOnly.Refuse().Because("AccountRecoverySetting of pool %s is admin_only", pool.Id)
}

// recoveryDelivery says where the code goes that resets the password of a user who may reset it.
func recoveryDelivery(pool directory.Pool, user directory.User, not []api.UserStatusType) (directory.Delivery, error) {
	if err := checkResettable(user, not); err != nil {
		return directory.Delivery{}, err
	}
	delivery, ok := directory.RecoveryDelivery(pool, user)
	if !ok {
		return delivery, rule.NoVerifiedContact.Refuse().
			Because("%s has none of %v verified, which pool %s allows for recovery", user.Username, directory.RecoveryAttributes(pool), pool.Id)
	}
	return delivery, nil
}

func checkResettable(user directory.User, not []api.UserStatusType) error {
	switch {
	case !user.Enabled:
		return rule.UserDisabled.Refuse().Because("%s is disabled", user.Username)
	case slices.Contains(not, user.Status):
		return rule.ResetNotPossible.Refuse().Because("the status of %s is %s", user.Username, user.Status)
	}
	return nil
}
