package client_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/client"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// emulator is the operations under test, on a database with two pools, at a standing clock.
type emulator struct {
	*client.Clients
	clock *clock.Clock
}

const (
	thePool   = "us-east-1_aaaaaaaaa" // has a required attribute and custom ones
	otherPool = "us-east-1_bbbbbbbbb"
)

func start(t *testing.T) emulator {
	t.Helper()
	frozen := clock.NewFrozen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	db, err := store.Open(store.Options{Clock: frozen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	e := emulator{&client.Clients{DB: db, IDs: directory.Identifiers{Source: rand.NewChaCha8([32]byte{})}}, frozen}
	schema := directory.StandardSchema()
	schema[3].Required = new(true) // family_name
	schema = append(schema, api.SchemaAttributeType{Name: "custom:team"}, api.SchemaAttributeType{Name: "dev:custom:note"})
	e.save(t, thePool, func(p *directory.Pool) { p.SchemaAttributes = schema })
	e.save(t, otherPool, func(p *directory.Pool) { p.SchemaAttributes = directory.StandardSchema() })
	return e
}

func (e emulator) save(t *testing.T, id string, set func(*directory.Pool)) {
	t.Helper()
	p := directory.Pool{UserPoolType: api.UserPoolType{
		Id: id, Name: "app", Arn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/" + id, UserPoolTier: api.UserPoolTierTypeEssentials,
	}}
	set(&p)
	err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error { return directory.Pools.Put(tx, p) })
	if err != nil {
		t.Fatal(err)
	}
}

// T is what tests and properties have in common.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// request reads a request as the server does, with the constraints of the model.
func request[In any](t T, operation, body string) *In {
	t.Helper()
	op, ok := api.Lookup(operation)
	if !ok {
		t.Fatalf("no operation %s", operation)
	}
	in, err := op.Read([]byte(body))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return in.(*In)
}

// object is a JSON object: the members of a request or an answer.
type object map[string]any

func (o object) with(more object) object {
	all := maps.Clone(o)
	maps.Copy(all, more)
	return all
}

func parse(t T, text string) object {
	t.Helper()
	var o object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return o
}

func asJSON(t T, v any) string {
	t.Helper()
	text, err := api.Encode(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(text)
}

// tryCreate makes a client named web in the pool, with more members.
func (e emulator) tryCreate(t *testing.T, members string) (*api.UserPoolClientType, error) {
	t.Helper()
	body := object{"UserPoolId": thePool, "ClientName": "web"}.with(parse(t, members))
	out, err := e.CreateUserPoolClient(t.Context(), request[api.CreateUserPoolClientRequest](t, "CreateUserPoolClient", asJSON(t, body)))
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

func (e emulator) create(t *testing.T, members string) *api.UserPoolClientType {
	t.Helper()
	c, err := e.tryCreate(t, members)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (e emulator) update(t *testing.T, id, members string) (*api.UserPoolClientType, error) {
	t.Helper()
	body := object{"UserPoolId": thePool, "ClientId": id}.with(parse(t, members))
	out, err := e.UpdateUserPoolClient(t.Context(), request[api.UpdateUserPoolClientRequest](t, "UpdateUserPoolClient", asJSON(t, body)))
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

func (e emulator) describe(t *testing.T, id string) object {
	t.Helper()
	out, err := e.DescribeUserPoolClient(t.Context(), &api.DescribeUserPoolClientRequest{UserPoolId: thePool, ClientId: id})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, asJSON(t, out.UserPoolClient))
}

// refused checks that an error is a refusal by a rule, with a message.
func refused(t *testing.T, err error, want *rule.Rule, message string) {
	t.Helper()
	refusal, ok := rule.As(err)
	if !ok || refusal.Rule != want {
		t.Fatalf("got %v, want a refusal by %s", err, want.ID)
	}
	if refusal.Answer.Message != message {
		t.Errorf("message\n%s\nwant\n%s", refusal.Answer.Message, message)
	}
}
