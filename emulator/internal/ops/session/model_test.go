package session_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/session"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

const accessLife, refreshLife = time.Hour, 3 * time.Hour

// world is a pool with the user alice.
type world struct {
	*session.Sessions
	clock  *clock.Clock
	issuer *token.Issuer
	pool   string
}

func newWorld(t *testing.T) *world {
	w := &world{clock: clock.NewFrozen(time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)), pool: "us-east-1_App000001"}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.issuer = &token.Issuer{
		Keyrings: &token.Keyrings{DB: db, Reserve: keys.StartReserve(t.Context(), 3, rand.Reader)}, Random: rand.Reader, URL: token.AWSIssuer(),
	}
	w.Sessions = &session.Sessions{DB: db, Tokens: w.issuer}
	return w
}

// begin puts a new pool in the place of the former one.
func (w *world) begin() error {
	return w.DB.Update(context.Background(), func(_ context.Context, tx *store.Tx) error {
		_ = directory.DeletePool(tx, w.pool, token.Cascades()...)
		pool := directory.Pool{UserPoolType: api.UserPoolType{Id: w.pool, UserPoolTier: api.UserPoolTierTypeEssentials}, Secret: []byte("secret")}
		client := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: "web", UserPoolId: w.pool, RefreshTokenValidity: new(int64(refreshLife / time.Hour))}}
		client.TokenValidityUnits = &api.TokenValidityUnitsType{RefreshToken: api.TimeUnitsTypeHours}
		user := directory.User{PoolID: w.pool, Username: "alice", Sub: "sub-of-alice", Enabled: true, Status: api.UserStatusTypeConfirmed, Attributes: map[string]string{}}
		if err := directory.Pools.Put(tx, pool); err != nil {
			return err
		}
		if err := directory.Clients.Put(tx, client); err != nil {
			return err
		}
		return directory.SaveUser(tx, pool, &user)
	})
}

// signedIn is one sign-in, as the model sees it.
type signedIn struct {
	event   string
	at      time.Time
	used    time.Time
	issued  time.Time // of the newest access token
	tracked bool
	ended   bool
	tokens  *api.AuthenticationResultType
}

func (s *signedIn) id(w *world) string { return directory.SessionID(w.pool, s.event) }

// machine walks through sign-ins, refreshes and revocations, next to a list that says what has to come of them.
type machine struct {
	*world
	all     []*signedIn
	tracked bool
	limit   int
	events  int
}

func (m *machine) grant(tx *store.Tx, event string) (g token.Grant, err error) {
	if g.Client, g.Pool, err = directory.FindClient(tx, "web"); err != nil {
		return g, err
	}
	g.User, err = directory.FindUser(tx, g.Pool, "alice")
	g.Now, g.EventID = tx.Now, event
	return g, err
}

func (m *machine) SignIn(t *rapid.T) {
	if len(m.all) == 8 {
		t.Skip("enough of them")
	}
	m.events++
	s := &signedIn{event: fmt.Sprint("event ", m.events), at: m.clock.Now(), used: m.clock.Now(), issued: m.clock.Now(), tracked: m.tracked}
	var g token.Grant
	must(t, m.DB.View(t.Context(), func(tx *store.Tx) (err error) {
		g, err = m.grant(tx, s.event)
		return err
	}))
	var err error
	s.tokens, err = m.issuer.SignIn(t.Context(), g)
	must(t, err)
	if live := m.live(); m.tracked && len(live) >= m.limit {
		for _, evicted := range live[m.limit-1:] {
			evicted.ended = true
		}
	}
	m.all = append(m.all, s)
}

func (m *machine) Refresh(t *rapid.T) {
	s := m.one(t)
	held, err := m.issuer.Open(t.Context(), m.pool, s.tokens.RefreshToken)
	must(t, err)
	var g token.Grant
	err = m.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) (err error) {
		if g, err = m.grant(tx, held.EventID); err != nil {
			return err
		}
		if _, err = held.Holder(tx, g.Pool, g.Client); err != nil {
			return err
		}
		return held.Touch(tx, g.Pool, directory.Activity{})
	})
	if want := !s.ended && m.clock.Now().Before(s.at.Add(refreshLife)); want != (err == nil) {
		t.Fatalf("refresh of %s: %v, want success: %t", s.event, err, want)
	}
	if err != nil {
		return
	}
	g.Origin, g.Family, g.AuthTime = held.ID, held.Family, held.AuthTime
	renewed, err := m.issuer.Refresh(t.Context(), g)
	must(t, err)
	s.tokens.AccessToken, s.issued = renewed.AccessToken, m.clock.Now()
	if m.tracked && s.tracked {
		s.used = m.clock.Now()
	}
}

func (m *machine) RevokeUserSession(t *rapid.T) {
	caller, target := m.one(t), m.one(t)
	_, err := m.Sessions.RevokeUserSession(t.Context(), &api.RevokeUserSessionRequest{AccessToken: caller.tokens.AccessToken, SessionId: target.id(m.world)})
	switch {
	case !m.valid(caller):
		want(t, err, rule.AccessTokenExpired, rule.AccessTokenRevoked)
	case !slices.Contains(m.live(), target):
		want(t, err, rule.SessionNotFound)
	case caller == target:
		want(t, err, rule.SessionIsCurrent)
	default:
		must(t, err)
		target.ended = true
	}
}

func (m *machine) AdminRevokeUserSession(t *rapid.T) {
	target := m.one(t)
	_, err := m.Sessions.AdminRevokeUserSession(t.Context(), &api.AdminRevokeUserSessionRequest{UserPoolId: m.pool, Username: "alice", SessionId: target.id(m.world)})
	if !slices.Contains(m.live(), target) {
		want(t, err, rule.SessionNotFound)
		return
	}
	must(t, err)
	target.ended = true
}

func (m *machine) RevokeToken(t *rapid.T) {
	s := m.one(t)
	held, err := m.issuer.Open(t.Context(), m.pool, s.tokens.RefreshToken)
	must(t, err)
	must(t, m.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error { return token.Revoke(tx, m.pool, held) }))
	s.ended = true
}

func (m *machine) SignOutEverywhere(t *rapid.T) {
	if rapid.IntRange(0, 3).Draw(t, "rarely") > 0 {
		t.Skip("rarely")
	}
	must(t, m.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		g, err := m.grant(tx, "")
		if err != nil {
			return err
		}
		g.User.SignedOut++
		return directory.SaveUser(tx, g.Pool, &g.User)
	}))
	for _, s := range m.all {
		s.ended = true
	}
}

func (m *machine) Configure(t *rapid.T) {
	m.tracked, m.limit = rapid.SampledFrom([]bool{true, true, true, false}).Draw(t, "tracked"), rapid.IntRange(1, 4).Draw(t, "limit")
	state := api.UserSessionTrackingTypeDisabled
	if m.tracked {
		state = api.UserSessionTrackingTypeEnabled
	}
	_, err := m.SetUserPoolSessionConfiguration(t.Context(), &api.SetUserPoolSessionConfigurationRequest{
		UserPoolId: m.pool, UserSessionTracking: state, TokenSession: &api.UserPoolTokenSessionConfigType{MaxPerUser: int64(m.limit)},
	})
	must(t, err)
}

func (m *machine) Wait(t *rapid.T) {
	m.clock.Advance(time.Duration(rapid.IntRange(1, 60).Draw(t, "minutes")) * time.Minute)
}

// Check runs after each step: the list is the model's, and each access token is good or not.
func (m *machine) Check(t *rapid.T) {
	m.clock.Advance(time.Second) // no two steps at the same time
	var want []string
	for _, s := range m.live() {
		want = append(want, s.event)
	}
	list, err := m.AdminListUserSessions(t.Context(), &api.AdminListUserSessionsRequest{UserPoolId: m.pool, Username: "alice"})
	must(t, err)
	if diff := cmp.Diff(want, m.names(list.Sessions, "")); diff != "" {
		t.Fatalf("the sessions (-want +got):\n%s", diff)
	}
	for _, s := range m.all {
		list, err := m.ListUserSessions(t.Context(), &api.ListUserSessionsRequest{AccessToken: s.tokens.AccessToken})
		if m.valid(s) != (err == nil) {
			t.Fatalf("the access token of %s: %v, want success: %t", s.event, err, m.valid(s))
		}
		if err == nil {
			if diff := cmp.Diff(want, m.names(list.Sessions, s.id(m.world))); diff != "" {
				t.Fatalf("the sessions by %s (-want +got):\n%s", s.event, diff)
			}
		}
	}
}

// names gives the events of sessions; one is current, if it is among them.
func (m *machine) names(list []api.SessionDescriptionType, current string) (names []string) {
	for _, shown := range list {
		i := slices.IndexFunc(m.all, func(s *signedIn) bool { return s.id(m.world) == shown.SessionId })
		name := "unknown"
		if i >= 0 && *shown.IsCurrentSession == (shown.SessionId == current) {
			name = m.all[i].event
		}
		names = append(names, name)
	}
	return names
}

// live are the sessions that the pool should list.
func (m *machine) live() (live []*signedIn) {
	for _, s := range m.all {
		if m.tracked && s.tracked && !s.ended && m.clock.Now().Before(s.at.Add(refreshLife)) {
			live = append(live, s)
		}
	}
	slices.SortFunc(live, func(a, b *signedIn) int { return b.used.Compare(a.used) })
	return live
}

func (m *machine) valid(s *signedIn) bool {
	return !s.ended && m.clock.Now().Before(s.issued.Add(accessLife).Truncate(time.Second))
}

func (m *machine) one(t *rapid.T) *signedIn {
	if len(m.all) == 0 {
		t.Skip("nobody has signed in")
	}
	return rapid.SampledFrom(m.all).Draw(t, "session")
}

// TestSessions walks at random through what begins, renews and ends sessions.
func TestSessions(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		must(r, w.begin())
		m := &machine{world: w, limit: 20}
		m.Configure(r)
		r.Repeat(rapid.StateMachineActions(m))
	})
}

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *rapid.T, err error, rules ...*rule.Rule) {
	t.Helper()
	if !rule.Is(err, rules...) {
		t.Fatalf("got %v, want %s", err, rules[0].ID)
	}
}
