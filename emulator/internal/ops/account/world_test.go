package account_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/account"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// group is shared: its tables take a while to build.
var group = srp.NewGroup()

// world is one pool with one client, on a clock that stands still.
type world struct {
	*account.Accounts
	t     *testing.T
	ctx   context.Context
	trail *journal.Trail
	clock *clock.Clock

	events   []event
	function func(e event) (response any, err error) // what the triggers do; nil: nothing
}

type event struct {
	TriggerSource string            `json:"triggerSource"`
	UserName      string            `json:"userName"`
	CallerContext map[string]string `json:"callerContext"`
	Request       struct {
		UserAttributes, ValidationData, ClientMetadata map[string]string
	} `json:"request"`
}

const (
	poolID   = "us-east-1_AppPool01"
	clientID = "client0000000000000000web"
	password = "Passw0rd!"
)

// newWorld makes a world after the changes that a test wants to pool and client.
func newWorld(t *testing.T, changes ...func(*directory.Pool, *directory.Client)) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	w.ctx, w.trail = journal.With(t.Context(), "request-1", "Test", w.clock.Now())
	db, err := store.Open(store.Options{Clock: w.clock})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	triggers := &trigger.Triggers{Functions: lambdaclient.InvokerFunc(w.invoke)}
	w.Accounts = &account.Accounts{
		DB: db, Tokens: tokens{}, Messages: &message.Sender{DB: db, Triggers: triggers, Random: rand.Reader}, Triggers: triggers,
		Hasher: directory.Hasher{Group: group, Random: rand.Reader}, IDs: directory.Identifiers{Source: rand.Reader},
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Name: "app", SchemaAttributes: directory.StandardSchema()}}
	client := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: clientID, ClientName: "web", UserPoolId: poolID}}
	for _, change := range changes {
		change(&pool, &client)
	}
	w.update(func(tx *store.Tx) error {
		return errors.Join(directory.Pools.Put(tx, pool), directory.Clients.Put(tx, client))
	})
	return w
}

// The changes that many tests make.
func verifies(attributes ...api.VerifiedAttributeType) func(*directory.Pool, *directory.Client) {
	return func(p *directory.Pool, _ *directory.Client) { p.AutoVerifiedAttributes = attributes }
}

func aliased(attributes ...api.AliasAttributeType) func(*directory.Pool, *directory.Client) {
	return func(p *directory.Pool, _ *directory.Client) { p.AliasAttributes = attributes }
}

func signsInBy(attributes ...api.UsernameAttributeType) func(*directory.Pool, *directory.Client) {
	return func(p *directory.Pool, _ *directory.Client) { p.UsernameAttributes = attributes }
}

func verifiesFirst(attributes ...api.VerifiedAttributeType) func(*directory.Pool, *directory.Client) {
	return func(p *directory.Pool, _ *directory.Client) {
		p.AutoVerifiedAttributes = attributes
		p.UserAttributeUpdateSettings = &api.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: attributes}
	}
}

func triggers(p *directory.Pool, _ *directory.Client) {
	p.LambdaConfig = &api.LambdaConfigType{PreSignUp: "arn:pre", PostConfirmation: "arn:post"}
}

func caseInsensitive(p *directory.Pool, _ *directory.Client) {
	p.UsernameConfiguration = &api.UsernameConfigurationType{CaseSensitive: false}
}

// schema replaces the schema of one attribute, or adds it.
func schema(a api.SchemaAttributeType) func(*directory.Pool, *directory.Client) {
	return func(p *directory.Pool, _ *directory.Client) {
		for i, known := range p.SchemaAttributes {
			if known.Name == a.Name {
				p.SchemaAttributes[i] = a
				return
			}
		}
		p.SchemaAttributes = append(p.SchemaAttributes, a)
	}
}

func text(name string, mutable, required bool) api.SchemaAttributeType {
	return api.SchemaAttributeType{
		Name: name, AttributeDataType: api.AttributeDataTypeString, Mutable: &mutable, Required: &required,
		StringAttributeConstraints: &api.StringAttributeConstraintsType{MinLength: "0", MaxLength: "20"},
	}
}

// tokens takes the name of a user of the world's client for an access token.
type tokens struct{}

func (tokens) Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error) {
	client, pool, err := directory.FindClient(tx, clientID)
	if err != nil {
		return directory.Pool{}, directory.Client{}, directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, string(accessToken))
	if err != nil {
		return directory.Pool{}, directory.Client{}, directory.User{}, rule.AccessTokenInvalid.Refuse()
	}
	return pool, client, user, nil
}

// invoke is the Lambda service.
func (w *world) invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	var e event
	var answer map[string]any
	must(w.t, json.Unmarshal(payload, &e))
	must(w.t, json.Unmarshal(payload, &answer))
	w.events = append(w.events, e)
	if w.function != nil {
		response, err := w.function(e)
		if err != nil {
			raw := fmt.Sprintf(`{"errorMessage":%q}`, err)
			return lambdaclient.Result{FunctionError: &lambdaclient.FunctionError{Message: err.Error(), HasMessage: true, Raw: []byte(raw)}}, nil
		}
		if response != nil {
			answer["response"] = response
		}
	}
	raw, err := json.Marshal(answer)
	must(w.t, err)
	return lambdaclient.Result{Payload: raw}, nil
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	must(w.t, w.DB.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) }))
}

// add stores a user as it is given, CONFIRMED and enabled unless it says otherwise.
func (w *world) add(user directory.User) directory.User {
	w.t.Helper()
	sub, err := w.IDs.Sub()
	must(w.t, err)
	user.PoolID, user.Sub, user.Enabled = poolID, sub, true
	if user.Status == "" {
		user.Status = api.UserStatusTypeConfirmed
	}
	if user.Username == "" {
		user.Username = sub
	}
	w.save(user)
	return user
}

func (w *world) save(user directory.User) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}

// user reads a user by name or alias.
func (w *world) user(name string) directory.User {
	w.t.Helper()
	user, err := w.find(name)
	must(w.t, err)
	return user
}

func (w *world) find(name string) (directory.User, error) {
	var user directory.User
	err := w.DB.View(context.Background(), func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		user, err = directory.FindUser(tx, pool, name)
		return err
	})
	return user, err
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

// lastMessage gives the newest message, which has to be there.
func (w *world) lastMessage() message.Message {
	w.t.Helper()
	sent := w.outbox()
	if len(sent) == 0 {
		w.t.Fatal("no message was sent")
	}
	return sent[len(sent)-1]
}

// noticed checks that the journal has a notice with a text.
func (w *world) noticed(part string) {
	w.t.Helper()
	if !strings.Contains(w.notices(), part) {
		w.t.Errorf("no notice has %q:\n%s", part, w.notices())
	}
}

func (w *world) notices() string { return strings.Join(w.trail.Finish(200, "", "", 0).Notices, "\n") }

// wrongCode gives a code that is not the right one.
func wrongCode(right string) string {
	if right == "000000" {
		return "000001"
	}
	return "000000"
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
