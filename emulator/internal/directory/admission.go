package directory

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Admission is a call that was let in: its app client, the client's pool, and the user whom the call is about.
type Admission struct {
	Pool    Pool
	Client  Client
	User    User
	Missing error // set instead of User: the refusal of a user who does not exist
}

// Admit lets in a call of the operations for confirmation and recovery: it finds the app client, checks the secret
// hash, finds the user and spends the budget. A missing user is no error here: the caller has to commit what was
// spent, so that the budget of a missing user runs out like an existing one's, and refuses with Missing afterwards.
// With an error it gives what was found before.
func Admit(tx *store.Tx, clientID, username string, secretHash api.Secret, budget Budget) (Admission, error) {
	client, pool, err := FindClient(tx, clientID)
	if err != nil {
		return Admission{}, err
	}
	a := Admission{Pool: pool, Client: client}
	if err := client.CheckSecretHash(username, string(secretHash), rule.SecretMissing); err != nil {
		return a, err
	}
	a.User, err = FindUserOfClient(tx, pool, username)
	payer := a.User.Sub
	if rule.Is(err, rule.UsernameClientNotFound) {
		a.Missing, err = err, nil
		payer = "name:" + pool.Fold(username) // the prefix keeps it apart from another user's sub
	}
	if err != nil {
		return a, err
	}
	return a, Spend(tx, budget, pool.Id, payer)
}
