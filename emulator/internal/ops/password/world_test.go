package password_test

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
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/password"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/srp"
)

// group is shared: its tables take a while to build.
var group = srp.NewGroup()

// world is one pool with one client and alice, on a clock that stands still.
type world struct {
	*password.Passwords
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
		UserAttributes, ClientMetadata map[string]string
	} `json:"request"`
}

const (
	poolID      = "us-east-1_AppPool01"
	clientID    = "client0000000000000000web"
	oldPassword = "Passw0rd!"
	newPassword = "An0ther one!"

	wrongCodeText   = "Invalid verification code provided, please try again."
	expiredCodeText = "Invalid code provided, please request a code again."
)

// newWorld makes a world after the changes that a test wants to pool, client and alice, who is confirmed, has a
// password and a verified email address.
func newWorld(t *testing.T, changes ...func(*directory.Pool, *directory.Client, *directory.User)) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	w.ctx, w.trail = journal.With(t.Context(), "request-1", "Test", w.clock.Now())
	db, err := store.Open(store.Options{Clock: w.clock})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	hasher := directory.Hasher{Group: group, Random: rand.Reader}
	triggers := &trigger.Triggers{Functions: lambdaclient.InvokerFunc(w.invoke)}
	messages := &message.Sender{DB: db, Triggers: triggers, Random: rand.Reader}
	w.Passwords = &password.Passwords{
		DB: db, Tokens: tokens{}, Triggers: triggers, Messages: messages, Hasher: hasher,
		Migration: &migration.Migrator{DB: db, Triggers: triggers, Messages: messages, Hasher: hasher, IDs: directory.Identifiers{Source: rand.Reader}},
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Name: "app", SchemaAttributes: directory.StandardSchema()}}
	client := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: clientID, ClientName: "web", UserPoolId: poolID}}
	alice := directory.User{
		PoolID: poolID, Username: "alice", Sub: "sub-of-alice", Enabled: true, Status: api.UserStatusTypeConfirmed,
		Attributes: map[string]string{"email": "alice@example.com", "email_verified": "true"},
	}
	alice.Credential, err = hasher.New(pool, "alice", oldPassword)
	must(t, err)
	for _, change := range changes {
		change(&pool, &client, &alice)
	}
	w.update(func(tx *store.Tx) error {
		return errors.Join(directory.Pools.Put(tx, pool), directory.Clients.Put(tx, client), directory.SaveUser(tx, pool, &alice))
	})
	return w
}

// The changes that many tests make.
func triggers(p *directory.Pool, _ *directory.Client, _ *directory.User) {
	p.LambdaConfig = &api.LambdaConfigType{PostConfirmation: "arn:post", UserMigration: "arn:migrate"}
}

func recovery(names ...api.RecoveryOptionNameType) func(*directory.Pool, *directory.Client, *directory.User) {
	return func(p *directory.Pool, _ *directory.Client, _ *directory.User) {
		p.AccountRecoverySetting = &api.AccountRecoverySettingType{}
		for i, name := range names {
			p.AccountRecoverySetting.RecoveryMechanisms = append(p.AccountRecoverySetting.RecoveryMechanisms,
				api.RecoveryOptionType{Name: name, Priority: int64(i + 1)})
		}
	}
}

func alice(change func(*directory.User)) func(*directory.Pool, *directory.Client, *directory.User) {
	return func(_ *directory.Pool, _ *directory.Client, u *directory.User) { change(u) }
}

func status(s api.UserStatusType) func(*directory.Pool, *directory.Client, *directory.User) {
	return alice(func(u *directory.User) { u.Status = s })
}

var disabled = alice(func(u *directory.User) { u.Enabled = false })

func secret(_ *directory.Pool, c *directory.Client, _ *directory.User) {
	c.ClientSecret = "a secret of the client"
}

func history(size int64) func(*directory.Pool, *directory.Client, *directory.User) {
	return func(p *directory.Pool, _ *directory.Client, _ *directory.User) {
		p.Policies = &api.UserPoolPolicyType{PasswordPolicy: &api.PasswordPolicyType{PasswordHistorySize: &size}}
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

// find reads a user by name or alias.
func (w *world) find(name string) directory.User {
	w.t.Helper()
	var user directory.User
	must(w.t, w.DB.View(context.Background(), func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		user, err = directory.FindUser(tx, pool, name)
		return err
	}))
	return user
}

// save changes alice.
func (w *world) save(change func(*directory.User)) {
	w.t.Helper()
	user := w.find("alice")
	change(&user)
	w.update(func(tx *store.Tx) error {
		pool, err := directory.FindPool(tx, poolID)
		if err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}

// hasPassword checks what alice's password is.
func (w *world) hasPassword(password string) {
	w.t.Helper()
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if c := w.find("alice").Credential; c == nil || !c.Matches(pool, "alice", password) {
		w.t.Errorf("the password is not %q", password)
	}
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

// forgot sends alice a code and gives it.
func (w *world) forgot() string {
	w.t.Helper()
	_, err := w.ForgotPassword(w.ctx, forgotPassword("alice"))
	must(w.t, err)
	sent := w.outbox()
	return sent[len(sent)-1].Code
}

// noticed checks that the journal has a notice with a text.
func (w *world) noticed(part string) {
	w.t.Helper()
	notices := w.trail.Finish(200, "", "", 0).Notices
	if !strings.Contains(strings.Join(notices, "\n"), part) {
		w.t.Errorf("no notice has %q: %q", part, notices)
	}
}

func forgotPassword(username string) *api.ForgotPasswordRequest {
	return &api.ForgotPasswordRequest{ClientId: clientID, Username: username}
}

func confirmForgotPassword(username, code string) *api.ConfirmForgotPasswordRequest {
	return &api.ConfirmForgotPasswordRequest{ClientId: clientID, Username: username, ConfirmationCode: code, Password: newPassword}
}

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
