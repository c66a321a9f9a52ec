package directory

import (
	"iter"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Cascade removes what one table holds of a pool that is being deleted.
type Cascade func(tx *store.Tx, poolID string) error

// CascadeOf removes the records of a table whose keys start with the pool's id and a slash.
func CascadeOf[T any](table store.Table[T]) Cascade {
	return func(tx *store.Tx, poolID string) error {
		for record, err := range table.Scan(tx, poolID+"/", "", 0) {
			if err != nil {
				return err
			}
			if err := table.Delete(tx, table.Key(record)); err != nil {
				return err
			}
		}
		return nil
	}
}

// cascades are the tables of this package that hold something of a pool.
var cascades = []Cascade{
	CascadeOf(AuthEvents), CascadeOf(RiskConfigurations), CascadeOf(Threats),
	deleteClients, CascadeOf(Users), CascadeOf(Groups), CascadeOf(Codes), CascadeOf(Spendings), CascadeOf(AttemptsTable),
	CascadeOf(PasskeyRegistrations), CascadeOf(Sessions), CascadeOf(Devices),
}

// DeletePool removes a pool and everything in it. The packages above name the tables of theirs that belong to pools.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
func DeletePool(tx *store.Tx, poolID string, more ...Cascade) error {
	if err := Pools.Delete(tx, poolID); err != nil {
		return err
	}
	for _, tables := range [][]Cascade{cascades, more} {
		for _, remove := range tables {
			if err := remove(tx, poolID); err != nil {
				return err
			}
		}
	}
	return nil
}

func deleteClients(tx *store.Tx, poolID string) error {
	for client, err := range ClientsOf(tx, poolID, "") {
		if err != nil {
			return err
		}
		if err := Clients.Delete(tx, client.ClientId); err != nil {
			return err
		}
	}
	return nil
}

// ClientsOf gives the app clients of a pool behind an id, in the order of their ids; all of them for "".
func ClientsOf(tx *store.Tx, poolID, after string) iter.Seq2[Client, error] {
	return func(yield func(Client, error) bool) {
		for client, err := range Clients.Scan(tx, "", after, 0) {
			if (err != nil || client.UserPoolId == poolID) && !yield(client, err) {
				return
			}
		}
	}
}
