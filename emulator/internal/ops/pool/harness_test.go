package pool_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/pool"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

var update = flag.Bool("update", false, "write the golden files")

// emulator is the operations under test, on an empty database at a standing clock.
type emulator struct {
	*pool.Pools
	clock *clock.Clock
}

func start(t *testing.T) emulator {
	t.Helper()
	frozen := clock.NewFrozen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	db, err := store.Open(store.Options{Clock: frozen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	ids := directory.Identifiers{Source: rand.NewChaCha8([32]byte{})}
	return emulator{&pool.Pools{DB: db, IDs: ids}, frozen}
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

// create makes a pool named app with more members.
func (e emulator) create(t *testing.T, members string) *api.UserPoolType {
	t.Helper()
	body := asJSON(t, object{"PoolName": "app"}.with(parse(t, members)))
	out, err := e.CreateUserPool(t.Context(), request[api.CreateUserPoolRequest](t, "CreateUserPool", body))
	if err != nil {
		t.Fatal(err)
	}
	return out.UserPool
}

func (e emulator) update(t *testing.T, id, members string) error {
	t.Helper()
	body := asJSON(t, parse(t, members).with(object{"UserPoolId": id}))
	_, err := e.UpdateUserPool(t.Context(), request[api.UpdateUserPoolRequest](t, "UpdateUserPool", body))
	return err
}

func (e emulator) describe(t *testing.T, id string) object {
	t.Helper()
	out, err := e.DescribeUserPool(t.Context(), &api.DescribeUserPoolRequest{UserPoolId: id})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, asJSON(t, out.UserPool))
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

// golden compares an answer with a file in testdata.
func golden(t *testing.T, name string, answer any) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(asJSON(t, answer)), "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// filled gives each member of a request a value that is not its zero.
func filled(t T, request any) any {
	t.Helper()
	fields := reflect.ValueOf(request).Elem()
	for i := range fields.NumField() {
		switch field := fields.Field(i); field.Kind() {
		case reflect.String:
			field.SetString("x")
		case reflect.Pointer:
			field.Set(reflect.New(field.Type().Elem()))
		case reflect.Slice:
			field.Set(reflect.MakeSlice(field.Type(), 0, 0))
		case reflect.Map:
			field.Set(reflect.MakeMap(field.Type()))
		default:
			t.Fatalf("a member of kind %s", field.Kind())
		}
	}
	return request
}
