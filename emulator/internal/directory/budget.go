package directory

import (
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Budget is how often an operation may be called for one user within an hour.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
type Budget struct {
	Name string
	Size int
}

// The budgets that AWS documents. For password recovery it gives 5 to 20, "depending on risk", shared by request
// and confirmation: 20 is assumed here, so that test suites do not stumble over it.
var (
	BudgetRecovery      = Budget{"recovery", 20}
	BudgetResend        = Budget{"resend", 5}
	BudgetConfirmSignUp = Budget{"confirm-sign-up", 15}
	BudgetChange        = Budget{"change-password", 5}
	BudgetSendAttribute = Budget{"attribute-code", 5}
	BudgetVerify        = Budget{"verify-attribute", 15}
)

// Spending counts the calls of one budget in the current hour of one user.
type Spending struct {
	Key   string
	Since time.Time
	Calls int
}

// Spendings holds the counters.
var Spendings = store.Table[Spending]{
	Kind: "spending",
	Key:  func(s Spending) string { return s.Key },
}

// Spend counts one call and refuses it when the hour's budget is used up. The user is named by sub or, where no
// user was found, by the name that was asked for, so that a missing user's budget runs out like an existing one's. An hour that
// is still to come, since the clock was set back, does not count.
func Spend(tx *store.Tx, budget Budget, poolID, user string) error {
	key := poolID + "/" + user + "/" + budget.Name
	spent, err := Spendings.Get(tx, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if tx.Now.Sub(spent.Since).Abs() >= time.Hour {
		spent = Spending{Key: key, Since: tx.Now}
	}
	if spent.Calls >= budget.Size {
		return rule.AttemptLimit.Refuse().Because("%d calls (%s) since %s for this user; %d are allowed within an hour",
			spent.Calls, budget.Name, spent.Since.Format(time.RFC3339), budget.Size)
	}
	spent.Calls++
	return Spendings.Put(tx, spent)
}
