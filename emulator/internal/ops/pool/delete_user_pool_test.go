package pool_test

import (
	"context"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// note stands for what a package above directory keeps of a pool.
type note struct{ Pool, Name string }

var notes = store.Table[note]{Kind: "note", Key: func(n note) string { return n.Pool + "/" + n.Name }}

// inhabit puts one of each thing into a pool.
func (e emulator) inhabit(t *testing.T, id string) {
	t.Helper()
	err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		p, err := directory.FindPool(tx, id)
		if err != nil {
			return err
		}
		user := directory.User{PoolID: id, Username: "alice", Sub: "s"}
		for _, put := range []func() error{
			func() error { return directory.SaveUser(tx, p, &user) },
			func() error {
				return directory.SaveCode(tx, directory.Code{PoolID: id, Sub: "s", Purpose: directory.CodeSignUp})
			},
			func() error { return directory.Spend(tx, directory.BudgetResend, id, "s") },
			func() error { return directory.CountFailure(tx, directory.Attempts{Key: id + "/s"}) },
			func() error { return notes.Put(tx, note{id, "n"}) },
			func() error {
				return directory.Groups.Put(tx, directory.Group{GroupType: api.GroupType{UserPoolId: id, GroupName: "g"}})
			},
			func() error {
				return directory.Clients.Put(tx, directory.Client{UserPoolClientType: api.UserPoolClientType{UserPoolId: id, ClientId: "c" + id}})
			},
		} {
			if err := put(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// count counts what there is of each kind in a pool.
func (e emulator) count(t *testing.T, id string) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := e.DB.View(t.Context(), func(tx *store.Tx) error {
		for kind, count := range map[string]func(*store.Tx, string) (int, error){
			"user": directory.Users.Count, "code": directory.Codes.Count, "spending": directory.Spendings.Count,
			"attempts": directory.AttemptsTable.Count, "group": directory.Groups.Count, "note": notes.Count,
		} {
			n, err := count(tx, id+"/")
			if err != nil {
				return err
			}
			found[kind] = n
		}
		n, err := directory.Clients.Count(tx, "c"+id)
		found["client"] = n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestDeleteUserPoolTakesEverythingWithIt(t *testing.T) {
	e := start(t)
	e.Cascades = []directory.Cascade{directory.CascadeOf(notes)}
	gone, stays := e.create(t, `{}`).Id, e.create(t, `{}`).Id
	e.inhabit(t, gone)
	e.inhabit(t, stays)
	if err := e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: gone}); err != nil {
		t.Fatal(err)
	}
	for kind, n := range e.count(t, gone) {
		if n != 0 {
			t.Errorf("%d of kind %s left", n, kind)
		}
	}
	for kind, n := range e.count(t, stays) {
		if n != 1 {
			t.Errorf("%d of kind %s left in the other pool", n, kind)
		}
	}
	_, err := e.DescribeUserPool(t.Context(), &api.DescribeUserPoolRequest{UserPoolId: gone})
	refused(t, err, rule.PoolNotFound, "User pool "+gone+" does not exist.")
}

func TestDeleteUserPoolIsRefused(t *testing.T) {
	e := start(t)
	err := e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: "us-east-1_none"})
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_none does not exist.")

	id := e.create(t, `{"DeletionProtection":"ACTIVE"}`).Id
	err = e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: id})
	refused(t, err, rule.DeletionProtected,
		"The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")

	if err := e.update(t, id, `{}`); err != nil {
		t.Fatal(err)
	}
	if err := e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: id}); err != nil {
		t.Errorf("still protected: %v", err)
	}
}

func TestDeleteUserPoolWithADomain(t *testing.T) {
	for name, set := range map[string]func(*directory.Pool){
		"prefix": func(p *directory.Pool) { p.Domain = "app" },
		"custom": func(p *directory.Pool) { p.CustomDomain = "auth.example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			id := e.create(t, `{}`).Id
			err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
				p, err := directory.FindPool(tx, id)
				if err != nil {
					return err
				}
				set(&p)
				return directory.Pools.Put(tx, p)
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := e.update(t, id, `{}`); err != nil {
				t.Fatal(err)
			}
			err = e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: id})
			refused(t, err, rule.PoolHasDomain, "User pool cannot be deleted. It has a domain configured that should be deleted first.")
		})
	}
}

func TestDescribeUserPoolCountsUsers(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).Id
	e.inhabit(t, id)
	e.inhabit(t, e.create(t, `{}`).Id)
	if n := e.describe(t, id)["EstimatedNumberOfUsers"]; n != 1.0 {
		t.Errorf("%v users", n)
	}
}
