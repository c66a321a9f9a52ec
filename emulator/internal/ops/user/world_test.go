package user_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/user"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// group is shared: its tables take a while to build.
var group = srp.NewGroup()

const (
	poolID   = "us-east-1_AppPool01"
	password = "Passw0rd!"
)

// world is one pool, on a clock that stands still.
type world struct {
	*user.Users
	t     *testing.T
	ctx   context.Context
	trail *journal.Trail
	clock *clock.Clock

	events   []string            // what the PreSignUp trigger got
	function func() (any, error) // what it does; nil: nothing
	meantime func()              // what happens while it runs
}

type change = func(*directory.Pool)

// newWorld makes a world after the changes that a test wants to the pool.
func newWorld(t *testing.T, changes ...change) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	w.ctx, w.trail = journal.With(t.Context(), "request-1", "Test", w.clock.Now())
	db, err := store.Open(store.Options{Clock: w.clock})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	triggers := &trigger.Triggers{Functions: lambdaclient.InvokerFunc(w.invoke)}
	w.Users = &user.Users{
		DB: db, Messages: &message.Sender{DB: db, Triggers: triggers, Random: rand.Reader}, Triggers: triggers,
		Hasher: directory.Hasher{Group: group, Random: rand.Reader}, IDs: directory.Identifiers{Source: rand.Reader},
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Name: "app", SchemaAttributes: directory.StandardSchema()}}
	for _, c := range changes {
		c(&pool)
	}
	w.update(func(tx *store.Tx) error { return directory.Pools.Put(tx, pool) })
	return w
}

// The changes that many tests make.
func verifies(attributes ...api.VerifiedAttributeType) change {
	return func(p *directory.Pool) { p.AutoVerifiedAttributes = attributes }
}

func aliased(attributes ...api.AliasAttributeType) change {
	return func(p *directory.Pool) { p.AliasAttributes = attributes }
}

func signsInBy(attributes ...api.UsernameAttributeType) change {
	return func(p *directory.Pool) { p.UsernameAttributes = attributes }
}

func verifiesFirst(attributes ...api.VerifiedAttributeType) change {
	return func(p *directory.Pool) {
		p.AutoVerifiedAttributes = attributes
		p.UserAttributeUpdateSettings = &api.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: attributes}
	}
}

func caseInsensitive(p *directory.Pool) {
	p.UsernameConfiguration = &api.UsernameConfigurationType{CaseSensitive: false}
}

func preSignUp(p *directory.Pool) { p.LambdaConfig = &api.LambdaConfigType{PreSignUp: "arn:pre"} }

func policy(policy api.PasswordPolicyType) change {
	return func(p *directory.Pool) { p.Policies = &api.UserPoolPolicyType{PasswordPolicy: &policy} }
}

func factors(factors ...api.AuthFactorType) change {
	return func(p *directory.Pool) {
		p.Policies = &api.UserPoolPolicyType{SignInPolicy: &api.SignInPolicyType{AllowedFirstAuthFactors: factors}}
	}
}

// schema replaces the schema of one attribute, or adds it.
func schema(name string, mutable, required bool) change {
	attribute := api.SchemaAttributeType{
		Name: name, AttributeDataType: api.AttributeDataTypeString, Mutable: &mutable, Required: &required,
		StringAttributeConstraints: &api.StringAttributeConstraintsType{MinLength: "0", MaxLength: "30"},
	}
	return func(p *directory.Pool) {
		if i := slices.IndexFunc(p.SchemaAttributes, func(a api.SchemaAttributeType) bool { return a.Name == name }); i >= 0 {
			p.SchemaAttributes[i] = attribute
			return
		}
		p.SchemaAttributes = append(p.SchemaAttributes, attribute)
	}
}

// invoke is the Lambda service.
func (w *world) invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	w.events = append(w.events, string(payload))
	if w.meantime != nil {
		w.meantime()
	}
	var event map[string]any
	must(w.t, json.Unmarshal(payload, &event))
	if w.function != nil {
		response, err := w.function()
		if err != nil {
			raw := fmt.Sprintf(`{"errorMessage":%q}`, err)
			return lambdaclient.Result{FunctionError: &lambdaclient.FunctionError{Message: err.Error(), HasMessage: true, Raw: []byte(raw)}}, nil
		}
		event["response"] = response
	}
	raw, err := json.Marshal(event)
	must(w.t, err)
	return lambdaclient.Result{Payload: raw}, nil
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	must(w.t, w.DB.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }))
}

// add stores a user with attributes, CONFIRMED and enabled.
func (w *world) add(name string, pairs ...string) directory.User {
	w.t.Helper()
	sub, err := w.IDs.Sub()
	must(w.t, err)
	return w.save(directory.User{
		PoolID: poolID, Username: name, Sub: sub, Enabled: true, Status: api.UserStatusTypeConfirmed, Attributes: directory.Given(attributes(pairs...)),
	})
}

func (w *world) save(user directory.User) directory.User {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
	return user
}

// user reads a user by name or alias.
func (w *world) user(name string) directory.User {
	w.t.Helper()
	user, err := w.find(name)
	must(w.t, err)
	return user
}

func (w *world) find(name string) (user directory.User, err error) {
	err = w.DB.View(context.Background(), func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		user, err = directory.FindUser(tx, pool, name)
		return err
	})
	return user, err
}

// create calls AdminCreateUser with SUPPRESS.
func (w *world) create(name string, pairs ...string) (*api.AdminCreateUserResponse, error) {
	return w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: name, UserAttributes: attributes(pairs...), TemporaryPassword: password, MessageAction: "SUPPRESS",
	})
}

// set calls AdminUpdateUserAttributes.
func (w *world) set(name string, pairs ...string) error {
	_, err := w.AdminUpdateUserAttributes(w.ctx, &api.AdminUpdateUserAttributesRequest{
		UserPoolId: poolID, Username: name, UserAttributes: attributes(pairs...),
	})
	return err
}

// outbox lists all messages, oldest first.
func (w *world) outbox() []message.Message {
	w.t.Helper()
	var sent []message.Message
	must(w.t, w.DB.View(context.Background(), func(tx *store.Tx) error {
		for m, err := range message.Messages.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			sent = append(sent, m)
		}
		return nil
	}))
	return sent
}

// addressees lists where messages went.
func (w *world) addressees() []string {
	w.t.Helper()
	to := []string{}
	for _, m := range w.outbox() {
		to = append(to, m.To)
	}
	return to
}

// code gives the outstanding code of a purpose.
func (w *world) code(user directory.User, purpose directory.Purpose) (code directory.Code, ok bool) {
	w.t.Helper()
	must(w.t, w.DB.View(context.Background(), func(tx *store.Tx) error {
		for c, err := range directory.Codes.Scan(tx, poolID+"/"+user.Sub+"/"+string(purpose), "", 0) {
			if err != nil {
				return err
			}
			code, ok = c, true
		}
		return nil
	}))
	return code, ok
}

// noticed checks that the journal has a notice with a text.
func (w *world) noticed(part string) {
	w.t.Helper()
	notices := w.trail.Finish(200, "", "", 0).Notices
	if !strings.Contains(strings.Join(notices, "\n"), part) {
		w.t.Errorf("no notice has %q: %q", part, notices)
	}
}

// refused checks that a call was refused by a rule, with the message of AWS.
func refused(t *testing.T, err error, r *rule.Rule, message string) {
	t.Helper()
	refusal, ok := rule.As(err)
	switch {
	case !ok:
		t.Fatalf("the error is %v, want a refusal by %s", err, r.ID)
	case refusal.Rule != r:
		t.Fatalf("refused by %s (%s), want %s", refusal.Rule.ID, refusal.Reason, r.ID)
	case refusal.Answer.Message != message:
		t.Fatalf("the message is %q, want %q", refusal.Answer.Message, message)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func attributes(pairs ...string) []api.AttributeType {
	var list []api.AttributeType
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, api.AttributeType{Name: pairs[i], Value: pairs[i+1]})
	}
	return list
}
