package emulator

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/kms"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/account"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/client"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/device"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/group"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/mfa"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/passkey"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/password"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/pool"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/risk"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/session"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/signin"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/user"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/srp"
)

const (
	journalSize = 1000 // requests that can be looked up
	keysInStock = 3    // enough for one pool

	sendersEnd  = 3 * time.Second // how long Close waits for custom senders
	sendersStop = time.Second     // and then, for those that have to stop
)

// Emulator is a running emulator. It is an http.Handler: serve it where PublicURL leads.
type Emulator struct {
	config    Config
	functions *functions // which Lambda function is found where
	ids       directory.Identifiers
	hasher    directory.Hasher

	seeding sync.Mutex // held while a seed is applied, or a function configured

	db       *store.DB
	service  *service
	triggers *trigger.Triggers
	migrator *migration.Migrator
	messages *message.Sender
	journal  *journal.Journal
	keyrings *token.Keyrings
	codes    *kms.Keys // under which custom senders get their codes
	issuer   *token.Issuer
	ready    atomic.Bool
	handler  http.Handler
	stop     context.CancelFunc
}

// New starts an emulator. Close it in the end.
func New(c Config) (*Emulator, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	issuer, err := c.issuer()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(store.Options{Dir: c.DataDir, Clock: c.Clock})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	e := &Emulator{config: c, db: db, stop: stop, functions: newFunctions(), journal: journal.New(journalSize)}
	e.journal.OnLate = e.logLate
	e.ids = directory.Identifiers{Source: c.Random, Random: c.RandomIDs}
	e.hasher = directory.Hasher{Group: srp.NewGroup(), Random: c.Random}
	e.ready.Store(true)
	if err := e.handleOthers(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.keyrings = &token.Keyrings{DB: db, Reserve: keys.StartReserve(ctx, keysInStock, c.Random)}
	e.codes = &kms.Keys{DB: db, Random: c.Random}
	e.issuer = &token.Issuer{Keyrings: e.keyrings, Random: c.Random, URL: issuer}
	e.triggers = &trigger.Triggers{Functions: e.functions, Choices: c.choices}
	e.messages = &message.Sender{
		DB: db, Triggers: e.triggers, Codes: e.codes, PlaintextCodes: c.SenderCode == SenderCodePlaintext,
		Random: c.Random, FixedCode: c.FixedCode, PublicURL: c.PublicURL,
	}
	e.migrator = &migration.Migrator{DB: db, Triggers: e.triggers, Messages: e.messages, Hasher: e.hasher, IDs: e.ids}
	e.service = e.wire()
	e.handler = e.routes()
	return e, nil
}

// wire builds every part of the service, once, by name.
func (e *Emulator) wire() *service {
	c := e.config
	ids, hasher := e.ids, e.hasher
	triggers, migrator := e.triggers, e.migrator
	threats := &threat.Guard{DB: e.db, Messages: e.messages, Random: c.Random, PublicURL: c.PublicURL}
	runner := &authflow.Runner{
		DB: e.db, Triggers: triggers, Migration: migrator, Messages: e.messages, Tokens: e.issuer,
		Group: hasher.Group, Hasher: hasher, Random: c.Random, Now: c.Clock.Now, Threats: threats,
	}
	return &service{
		Accounts:  &account.Accounts{DB: e.db, Tokens: e.issuer, Triggers: triggers, Messages: e.messages, Hasher: hasher, IDs: ids, SignIns: runner, Threats: threats},
		Clients:   &client.Clients{DB: e.db, IDs: ids},
		Devices:   &device.Devices{DB: e.db, Tokens: e.issuer, Secrets: factor.Devices{Group: hasher.Group}},
		Factors:   &mfa.Factors{DB: e.db, Tokens: e.issuer, SignIns: runner, Random: c.Random},
		Groups:    &group.Groups{DB: e.db, Account: c.Account},
		Passkeys:  &passkey.Passkeys{DB: e.db, Tokens: e.issuer, Random: c.Random},
		Passwords: &password.Passwords{DB: e.db, Tokens: e.issuer, Triggers: triggers, Migration: migrator, Messages: e.messages, Hasher: hasher, Threats: threats},
		Pools:     &pool.Pools{DB: e.db, IDs: ids, Region: c.Region, Account: c.Account, Answers: e.functions.answers, Cascades: token.Cascades()},
		Risks:     &risk.Risks{DB: e.db},
		Sessions:  &session.Sessions{DB: e.db, Tokens: e.issuer},
		SignIns:   &signin.SignIns{DB: e.db, Runner: runner, Tokens: e.issuer},
		Users:     &user.Users{DB: e.db, Triggers: triggers, Messages: e.messages, Hasher: hasher, IDs: ids},
	}
}

// conceal is what hides users.
func (e *Emulator) conceal() *conceal.Concealer { return &conceal.Concealer{DB: e.db} }

// ServeHTTP implements http.Handler.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.handler.ServeHTTP(w, r) }

// SetReady says whether /_emulator/ready answers 200. It does from the start; who seeds an emulator that is being served
// already takes that back meanwhile.
func (e *Emulator) SetReady(ready bool) { e.ready.Store(ready) }

// Close ends the functions that were started, ends the emulator's background work and closes its data. Custom senders,
// for which no request waits, get a moment to end by themselves.
func (e *Emulator) Close() error {
	e.stop()
	e.seeding.Lock()
	defer e.seeding.Unlock()
	if e.triggers == nil { // New failed
		return errors.Join(e.functions.Close(), e.db.Close())
	}
	e.triggers.Close(sendersEnd)
	err := e.functions.Close()
	e.awaitSenders()
	return errors.Join(err, e.db.Close())
}

// awaitSenders waits for those that were told to stop. A Go function may not care; it is left behind.
func (e *Emulator) awaitSenders() {
	stopped := make(chan struct{})
	go func() {
		e.triggers.Wait()
		close(stopped)
	}()
	select {
	case <-stopped:
	case <-time.After(sendersStop):
	}
}
