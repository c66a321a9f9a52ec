package passkey_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/passkey"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// callers takes "client user" for an access token.
type callers struct{ pool directory.Pool }

func (c callers) Caller(tx *store.Tx, token api.Secret) (directory.Pool, directory.Client, directory.User, error) {
	client, name, _ := strings.Cut(string(token), " ")
	user, err := directory.FindUser(tx, c.pool, name)
	return c.pool, directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: client}}, user, err
}

// start gives the operations, on a pool with the users alice and bob.
func start(t *testing.T) (*passkey.Passkeys, directory.Pool, *clock.Clock) {
	t.Helper()
	ticking := clock.NewFrozen(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	db, err := store.Open(store.Options{Clock: ticking})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	pool := directory.Pool{UserPoolType: api.UserPoolType{
		Id: "us-east-1_App000001", SchemaAttributes: directory.StandardSchema(),
		Policies: &api.UserPoolPolicyType{SignInPolicy: &api.SignInPolicyType{AllowedFirstAuthFactors: []api.AuthFactorType{api.AuthFactorTypeWebAuthn}}},
	}}
	pool.MFA.WebAuthn = &api.WebAuthnConfigurationType{RelyingPartyId: "localhost"}
	reset(t, db, pool)
	return &passkey.Passkeys{DB: db, Tokens: callers{pool}, Random: rand.Reader}, pool, ticking
}

// reset has both users without passkeys.
func reset(t rapid.TB, db *store.DB, pool directory.Pool) {
	t.Helper()
	err := db.Update(context.Background(), func(_ context.Context, tx *store.Tx) error {
		for _, name := range []string{"alice", "bob"} {
			user := directory.NewUser(pool, name, "sub-of-"+name, nil)
			if err := directory.SaveUser(tx, pool, &user); err != nil {
				return err
			}
			if err := directory.EndPasskeyRegistration(tx, pool.Id, user.Sub); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// world is what has to be true: whose each key is, and the registration that each user has begun.
type world struct {
	passkeys *passkey.Passkeys
	pool     directory.Pool
	clock    *clock.Clock
	owners   map[int]map[string]bool
	begun    map[string]begun
}

type begun struct {
	challenge, client string
	until             time.Time
}

var (
	page   = virtualwebauthn.RelyingParty{ID: "localhost", Name: "localhost", Origin: "http://localhost:5173"}
	device = virtualwebauthn.NewAuthenticator()
	keys   = []virtualwebauthn.Credential{newKey(), newKey(), newKey()}
)

// newKey makes a key. The library cuts leading zeros off its coordinates, which no authenticator does; such keys are
// thrown away.
func newKey() virtualwebauthn.Credential {
	const whole = 77 // bytes of a COSE key of P-256
	for {
		if key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(key.Key.AttestationData()) == whole {
			return key
		}
	}
}

func (w *world) caller(r *rapid.T) (user, client string, token api.Secret) {
	user, client = rapid.SampledFrom([]string{"alice", "bob"}).Draw(r, "user"), rapid.SampledFrom([]string{"web", "other"}).Draw(r, "client")
	return user, client, api.Secret(client + " " + user)
}

func (w *world) start(r *rapid.T) {
	user, client, token := w.caller(r)
	out, err := w.passkeys.StartWebAuthnRegistration(r.Context(), &api.StartWebAuthnRegistrationRequest{AccessToken: token})
	if err != nil {
		r.Fatal(err)
	}
	options, err := virtualwebauthn.ParseAttestationOptions(string(out.CredentialCreationOptions))
	if err != nil {
		r.Fatal(err)
	}
	excluded := 0
	for i, key := range keys {
		if key.IsExcludedForAttestation(*options) != w.owners[i][user] {
			r.Fatalf("passkey %d of %v: excludeCredentials for %s are %v", i, w.owners[i], user, options.ExcludeCredentials)
		}
		if w.owners[i][user] {
			excluded++
		}
	}
	if len(options.ExcludeCredentials) != excluded {
		r.Fatalf("excludeCredentials are %v", options.ExcludeCredentials)
	}
	w.begun[user] = begun{string(options.Challenge), client, w.clock.Now().Add(3 * time.Minute)}
}

// complete completes any registration with any passkey as any user.
func (w *world) complete(r *rapid.T) {
	user, client, token := w.caller(r)
	i, from := rapid.IntRange(0, len(keys)-1).Draw(r, "passkey"), rapid.SampledFrom([]string{"alice", "bob"}).Draw(r, "challenge of")
	mine, used := w.begun[user], w.begun[from]
	credential := virtualwebauthn.CreateAttestationResponse(page, device, keys[i], virtualwebauthn.AttestationOptions{Challenge: []byte(used.challenge)})
	_, err := w.passkeys.CompleteWebAuthnRegistration(r.Context(), &api.CompleteWebAuthnRegistrationRequest{AccessToken: token, Credential: api.Document(credential)})
	switch {
	case mine.challenge == "" || !w.clock.Now().Before(mine.until):
		w.want(r, err, rule.PasskeyChallengeMissing)
	case mine.client != client:
		w.want(r, err, rule.PasskeyClientMismatch)
	case mine.challenge != used.challenge:
		w.want(r, err, rule.PasskeyChallengeMissing)
	case w.owners[i][user]:
		w.want(r, err, rule.PasskeyKnown)
	case err != nil:
		r.Fatal(err)
	default:
		w.owners[i][user], w.begun[user] = true, begun{}
	}
}

func (w *world) remove(r *rapid.T) {
	user, _, token := w.caller(r)
	i := rapid.IntRange(0, len(keys)-1).Draw(r, "passkey")
	id := directory.Passkey{ID: keys[i].ID}.CredentialID()
	_, err := w.passkeys.DeleteWebAuthnCredential(r.Context(), &api.DeleteWebAuthnCredentialRequest{AccessToken: token, CredentialId: id})
	if !w.owners[i][user] {
		w.want(r, err, rule.PasskeyMissing)
	} else if err != nil {
		r.Fatal(err)
	}
	delete(w.owners[i], user)
}

func (w *world) want(r *rapid.T, err error, want *rule.Rule) {
	if !rule.Is(err, want) {
		r.Fatalf("got %v, not %s", err, want.ID)
	}
}

// check compares what each user has with the model, in the list and by proof.
func (w *world) check(r *rapid.T) {
	for _, name := range []string{"alice", "bob"} {
		out, err := w.passkeys.ListWebAuthnCredentials(r.Context(), &api.ListWebAuthnCredentialsRequest{AccessToken: api.Secret("web " + name)})
		if err != nil {
			r.Fatal(err)
		}
		listed := map[string]bool{}
		for _, c := range out.Credentials {
			listed[c.CredentialId] = true
		}
		user := w.user(r, name)
		for i, key := range keys {
			proof := virtualwebauthn.CreateAssertionResponse(page, device, key, virtualwebauthn.AssertionOptions{Challenge: []byte("any challenge at all")})
			_, err := factor.FinishLogin(w.pool, user, w.pool.PasskeysOf(user), "YW55IGNoYWxsZW5nZSBhdCBhbGw", proof)
			if has := w.owners[i][name]; has != listed[directory.Passkey{ID: key.ID}.CredentialID()] || has != (err == nil) {
				r.Fatalf("%s has passkey %d: %t, listed %v, proof: %v", name, i, has, listed, err)
			}
		}
	}
}

func (w *world) user(r *rapid.T, name string) (user directory.User) {
	err := w.passkeys.DB.View(r.Context(), func(tx *store.Tx) (err error) {
		user, err = directory.FindUser(tx, w.pool, name)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return user
}

// TestPasskeyModel walks at random through the operations of two users and three passkeys, and compares with a model.
func TestPasskeyModel(t *testing.T) {
	operations, pool, ticking := start(t)
	rapid.Check(t, func(r *rapid.T) {
		reset(r, operations.DB, pool)
		w := &world{operations, pool, ticking, map[int]map[string]bool{0: {}, 1: {}, 2: {}}, map[string]begun{}}
		r.Repeat(map[string]func(*rapid.T){
			"start": w.start, "complete": w.complete, "complete soon": w.complete, "delete": w.remove, "": w.check,
			"wait": func(*rapid.T) { ticking.Advance(time.Minute) },
		})
	})
}

// TestPages: passkeys are listed in the order of their registration, in pages of any size.
func TestPages(t *testing.T) {
	operations, pool, ticking := start(t)
	err := operations.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		user, err := directory.FindUser(tx, pool, "alice")
		if err != nil {
			return err
		}
		for i := range directory.MaxPasskeys {
			name := fmt.Sprintf("%c", 'z'-i)
			if err := directory.AddPasskey(&user, directory.Passkey{ID: []byte(name), Name: name, Created: ticking.Now().Add(time.Duration(i) * time.Millisecond)}); err != nil {
				return err
			}
		}
		return directory.SaveUser(tx, pool, &user)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{0, 1, 7, 20} {
		names, next := "", ""
		for pages := 0; pages == 0 || next != ""; pages++ {
			out, err := operations.ListWebAuthnCredentials(t.Context(), &api.ListWebAuthnCredentialsRequest{AccessToken: "web alice", MaxResults: &size, NextToken: next})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range out.Credentials {
				names += c.FriendlyCredentialName
			}
			next = out.NextToken
		}
		if names != "zyxwvutsrqponmlkjihg" {
			t.Errorf("pages of %d: %s", size, names)
		}
	}
}
