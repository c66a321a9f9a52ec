package client_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// What the operations on one client say when there is no such client, pool or pair.
func TestClientsThatAreNotThere(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).ClientId
	operations := map[string]func(pool, client string) error{
		"describe": func(pool, client string) error {
			_, err := e.DescribeUserPoolClient(t.Context(), &api.DescribeUserPoolClientRequest{UserPoolId: pool, ClientId: client})
			return err
		},
		"update": func(pool, client string) error {
			_, err := e.UpdateUserPoolClient(t.Context(), &api.UpdateUserPoolClientRequest{UserPoolId: pool, ClientId: client})
			return err
		},
		"delete": func(pool, client string) error {
			return e.DeleteUserPoolClient(t.Context(), &api.DeleteUserPoolClientRequest{UserPoolId: pool, ClientId: client})
		},
	}
	for _, c := range []struct {
		operation, pool, client string
		rule                    *rule.Rule
		message                 string
	}{
		{"describe", "us-east-1_none", id, rule.PoolNotFound, "User pool us-east-1_none does not exist."},
		{"update", "us-east-1_none", id, rule.PoolNotFound, "User pool us-east-1_none does not exist."},
		{"delete", "us-east-1_none", id, rule.PoolNotFound, "User pool us-east-1_none does not exist."},
		{"describe", thePool, "none", rule.ClientDescribeNotFound, "User pool client does not exist."},
		{"update", thePool, "none", rule.ClientNotFound, "User pool client none does not exist."},
		{"delete", thePool, "none", rule.ClientNotFound, "User pool client none does not exist."},
		{"describe", otherPool, id, rule.ClientDescribeNotFound, "User pool client does not exist."},
		{"update", otherPool, id, rule.ClientNotInPool, "User pool client " + id + " does not exist in user pool " + otherPool + "."},
		{"delete", otherPool, id, rule.ClientNotInPool, "User pool client " + id + " does not exist in user pool " + otherPool + "."},
	} {
		t.Run(c.operation+" "+c.rule.ID, func(t *testing.T) { refused(t, operations[c.operation](c.pool, c.client), c.rule, c.message) })
	}
}

func TestDeleteUserPoolClient(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).ClientId
	stays := e.create(t, `{}`).ClientId
	in := &api.DeleteUserPoolClientRequest{UserPoolId: thePool, ClientId: id}
	if err := e.DeleteUserPoolClient(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	refused(t, e.DeleteUserPoolClient(t.Context(), in), rule.ClientNotFound, "User pool client "+id+" does not exist.")
	e.describe(t, stays)
}
