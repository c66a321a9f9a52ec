package token_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

var start = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// world is a pool with one user, bob, and the client web.
type world struct {
	t      *testing.T
	clock  *clock.Clock
	db     *store.DB
	issuer *token.Issuer
	pool   directory.Pool
	client directory.Client
	user   directory.User
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, clock: clock.NewFrozen(start)}
	db, err := store.Open(store.Options{Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.db = db
	w.issuer = &token.Issuer{
		Keyrings: &token.Keyrings{DB: db, Reserve: keys.StartReserve(t.Context(), 3, rand.Reader)},
		Random:   rand.Reader, URL: token.AWSIssuer(),
	}
	w.pool = directory.Pool{UserPoolType: api.UserPoolType{Id: "us-east-1_App000001", SchemaAttributes: directory.StandardSchema()}, Secret: []byte("secret")}
	w.client = directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: "web", UserPoolId: w.pool.Id}}
	w.user = directory.User{PoolID: w.pool.Id, Username: "bob", Sub: "sub-of-bob", Enabled: true, Status: api.UserStatusTypeConfirmed, Attributes: map[string]string{}}
	w.save()
	return w
}

func (w *world) save() {
	w.update(func(tx *store.Tx) error {
		if err := directory.Pools.Put(tx, w.pool); err != nil {
			return err
		}
		if err := directory.Clients.Put(tx, w.client); err != nil {
			return err
		}
		return directory.SaveUser(tx, w.pool, &w.user)
	})
}

func (w *world) update(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.try(fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) try(fn func(tx *store.Tx) error) error {
	return w.db.Update(context.Background(), func(_ context.Context, tx *store.Tx) error { return fn(tx) })
}

func (w *world) grant() token.Grant {
	return token.Grant{Pool: w.pool, Client: w.client, User: w.user, Now: w.clock.Now(), EventID: "event"}
}

func (w *world) signIn() *api.AuthenticationResultType {
	w.t.Helper()
	tokens, err := w.issuer.SignIn(w.t.Context(), w.grant())
	if err != nil {
		w.t.Fatal(err)
	}
	return tokens
}

// caller is what a token-authorized operation would say to the token.
func (w *world) caller(access api.Secret) error {
	return w.try(func(tx *store.Tx) error {
		_, _, _, err := w.issuer.Caller(tx, access)
		return err
	})
}

func (w *world) claims(jwt api.Secret) string {
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(string(jwt), ".")[1])
	if err != nil {
		w.t.Fatal(err)
	}
	return regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).ReplaceAllString(string(payload), "UUID")
}

func TestClaims(t *testing.T) {
	w := newWorld(t)
	w.user.Attributes = map[string]string{"email": "b@x.org", "email_verified": "true", "given_name": "Bob"}
	for _, c := range []struct {
		name       string
		client     api.UserPoolClientType
		access, id string
	}{
		{
			"usual",
			api.UserPoolClientType{},
			`{"sub":"sub-of-bob","iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_App000001","client_id":"web","origin_jti":"UUID","event_id":"event","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":1790257815,"exp":1790261415,"iat":1790257815,"jti":"UUID","username":"bob"}`,
			`{"sub":"sub-of-bob","given_name":"Bob","email":"b@x.org","email_verified":true,"iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_App000001","cognito:username":"bob","origin_jti":"UUID","aud":"web","event_id":"event","token_use":"id","auth_time":1790257815,"exp":1790261415,"iat":1790257815,"jti":"UUID"}`,
		},
		{
			"without revocation, reading given_name, for 5 minutes",
			api.UserPoolClientType{EnableTokenRevocation: new(false), ReadAttributes: []string{"given_name"}, AccessTokenValidity: new(int64(5)), TokenValidityUnits: &api.TokenValidityUnitsType{AccessToken: api.TimeUnitsTypeMinutes}},
			`{"sub":"sub-of-bob","event_id":"event","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":1790257815,"iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_App000001","exp":1790258115,"iat":1790257815,"jti":"UUID","client_id":"web","username":"bob"}`,
			`{"sub":"sub-of-bob","given_name":"Bob","iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_App000001","cognito:username":"bob","aud":"web","event_id":"event","token_use":"id","auth_time":1790257815,"exp":1790261415,"iat":1790257815}`,
		},
	} {
		c.client.ClientId, c.client.UserPoolId = "web", w.pool.Id
		w.client.UserPoolClientType = c.client
		tokens := w.signIn()
		if diff := cmp.Diff(c.access, w.claims(tokens.AccessToken)); diff != "" {
			t.Errorf("%s: access token (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.id, w.claims(tokens.IdToken)); diff != "" {
			t.Errorf("%s: ID token (-want +got):\n%s", c.name, diff)
		}
		if !strings.HasPrefix(string(tokens.RefreshToken), "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.") || strings.Count(string(tokens.RefreshToken), ".") != 4 {
			t.Errorf("refresh token %s", string(tokens.RefreshToken))
		}
	}
}

func TestGroupsAndRoles(t *testing.T) {
	w := newWorld(t)
	group := func(name, role string, precedence *int64) directory.Group {
		return directory.Group{GroupType: api.GroupType{GroupName: name, RoleArn: role, Precedence: precedence}}
	}
	for _, c := range []struct {
		name   string
		groups []directory.Group
		want   string
	}{
		{"one role", []directory.Group{group("a", "", new(int64(0))), group("b", "arn:b", new(int64(1)))}, `"cognito:groups":["a","b"],"cognito:roles":["arn:b"],"cognito:preferred_role":"arn:b",`},
		{"a tie of different roles", []directory.Group{group("a", "arn:a", new(int64(1))), group("b", "arn:b", new(int64(1)))}, `"cognito:groups":["a","b"],"cognito:roles":["arn:a","arn:b"],"iss"`},
		{"no precedence", []directory.Group{group("a", "arn:a", nil)}, `"cognito:groups":["a"],"cognito:roles":["arn:a"],"iss"`},
	} {
		g := w.grant()
		g.Groups = c.groups
		tokens, err := w.issuer.SignIn(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.claims(tokens.IdToken); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s does not have %s", c.name, got, c.want)
		}
		if got := w.claims(tokens.AccessToken); strings.Contains(got, "cognito:roles") || !strings.Contains(got, `"cognito:groups"`) {
			t.Errorf("%s: access token %s", c.name, got)
		}
	}
}

func TestWhatEndsAnAccessToken(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *world, tokens *api.AuthenticationResultType)
		want   *rule.Rule
	}{
		{"nothing", func(*world, *api.AuthenticationResultType) {}, nil},
		{"time", func(w *world, _ *api.AuthenticationResultType) { w.clock.Advance(time.Hour) }, rule.AccessTokenExpired},
		{"an ID token instead", func(_ *world, r *api.AuthenticationResultType) { r.AccessToken = r.IdToken }, rule.AccessTokenInvalid},
		{"a refresh token instead", func(_ *world, r *api.AuthenticationResultType) { r.AccessToken = r.RefreshToken }, rule.AccessTokenInvalid},
		{"another text", func(_ *world, r *api.AuthenticationResultType) { r.AccessToken = "a.b.c" }, rule.AccessTokenInvalid},
		{"a changed signature", func(_ *world, r *api.AuthenticationResultType) {
			r.AccessToken = r.AccessToken[:len(r.AccessToken)-10] + "AAAAAAAAAA"
		}, rule.AccessTokenSignature},
		{"another issuer", func(w *world, _ *api.AuthenticationResultType) { w.issuer.URL = token.LocalIssuer("http://other") }, rule.AccessTokenInvalid},
		{"global sign-out", func(w *world, _ *api.AuthenticationResultType) { w.user.SignedOut++; w.save() }, rule.AccessTokenRevoked},
		{"disabled", func(w *world, _ *api.AuthenticationResultType) { w.user.Enabled = false; w.save() }, rule.UserDisabled},
		{"deleted", func(w *world, _ *api.AuthenticationResultType) {
			w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, w.user) })
		}, rule.UserNotFound},
		{"deleted and signed up again", func(w *world, _ *api.AuthenticationResultType) {
			w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, w.user) })
			w.user.Sub, w.user.Status = "other", api.UserStatusTypeUnconfirmed
			w.save()
		}, rule.UserNotConfirmed},
		{"deleted and replaced", func(w *world, _ *api.AuthenticationResultType) {
			w.update(func(tx *store.Tx) error { return directory.DeleteUser(tx, w.user) })
			w.user.Sub = "other"
			w.save()
		}, rule.AccessTokenOfFormerUser},
		{"client deleted", func(w *world, _ *api.AuthenticationResultType) {
			w.update(func(tx *store.Tx) error { return directory.Clients.Delete(tx, "web") })
		}, rule.ClientNotFound},
		{"revoked", func(w *world, r *api.AuthenticationResultType) {
			held, err := w.issuer.Open(w.t.Context(), w.pool.Id, r.RefreshToken)
			if err != nil {
				w.t.Fatal(err)
			}
			w.update(func(tx *store.Tx) error { return token.Revoke(tx, w.pool.Id, held) })
		}, rule.AccessTokenRevoked},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			tokens := w.signIn()
			c.change(w, tokens)
			err := w.caller(tokens.AccessToken)
			if c.want == nil && err != nil || c.want != nil && !rule.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestRotation(t *testing.T) {
	const grace = 10 * time.Second
	w := newWorld(t)
	first := token.Refresh{ID: "A", Family: "A"}
	rotate := func(id, next string) error {
		return w.try(func(tx *store.Tx) error {
			return token.Refresh{ID: id, Family: first.Family}.Rotate(tx, w.pool, grace, next)
		})
	}
	for i, step := range []struct {
		id, next string
		after    time.Duration
		want     *rule.Rule
	}{
		{"A", "B", 0, nil},
		{"A", "B2", 5 * time.Second, nil},                    // a retry within the grace period displaces B
		{"B", "C", 0, rule.RefreshTokenReuse},                // which then counts as reuse
		{"A", "B3", 6 * time.Second, rule.RefreshTokenReuse}, // the period was not extended
		{"B2", "C", 0, nil},                                  // the newest one goes on
		{"A", "X", 0, rule.RefreshTokenReuse},                // only the predecessor can be retried
		{"B2", "C2", 0, nil},                                 // as here
		{"B2", "C3", grace, rule.RefreshTokenReuse},          // and not for long
		{"C2", "D", 0, nil},
	} {
		w.clock.Advance(step.after)
		err := rotate(step.id, step.next)
		if step.want == nil && err != nil || step.want != nil && !rule.Is(err, step.want) {
			t.Errorf("step %d: %s → %s: %v, want %v", i, step.id, step.next, err, step.want)
		}
	}
	for id, want := range map[string]*rule.Rule{"D": nil, "C2": rule.RefreshTokenRevoked, "A": rule.RefreshTokenRevoked} {
		err := w.try(func(tx *store.Tx) error { return token.Refresh{ID: id, Family: "A"}.CheckNewest(tx, w.pool) })
		if want == nil && err != nil || want != nil && !rule.Is(err, want) {
			t.Errorf("with rotation off, %s: %v, want %v", id, err, want)
		}
	}
}

// A sign-out ends exactly the tokens that were issued before it, whatever the order of both.
func TestSignOutEndsWhatWasIssuedBefore(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		var live, dead []api.Secret
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			if rapid.Bool().Draw(r, "sign out") {
				w.user.SignedOut++
				w.save()
				dead, live = append(dead, live...), nil
				continue
			}
			live = append(live, w.signIn().AccessToken)
		}
		for _, jwt := range live {
			if err := w.caller(jwt); err != nil {
				r.Fatalf("a live token: %v", err)
			}
		}
		for _, jwt := range dead {
			if err := w.caller(jwt); !rule.Is(err, rule.AccessTokenRevoked) {
				r.Fatalf("a dead token: %v", err)
			}
		}
	})
}
