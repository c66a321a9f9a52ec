package authflow_test

import (
	"crypto/rand"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// A second factor is owed after the password and a new password, once, and never without a password.
func TestNextWithMFA(t *testing.T) {
	const none = api.ChallengeNameType("")
	confirmed, temporary := api.UserStatusTypeConfirmed, api.UserStatusTypeForceChangePassword
	custom := &authflow.Custom{Named: api.ChallengeNameTypeCustomChallenge}
	for name, c := range map[string]struct {
		facts  authflow.Facts
		status api.UserStatusType
		phone  string
		want   api.ChallengeNameType
	}{
		"nothing proven":                       {authflow.Facts{}, confirmed, "+1", api.ChallengeNameTypePasswordVerifier},
		"a temporary password":                 {authflow.Facts{Proven: true}, temporary, "+1", api.ChallengeNameTypeNewPasswordRequired},
		"the password":                         {authflow.Facts{Proven: true}, confirmed, "+1", api.ChallengeNameTypeSmsMfa},
		"the password, nowhere to send a code": {authflow.Facts{Proven: true}, confirmed, "", api.ChallengeNameTypeMfaSetup},
		"both":                                 {authflow.Facts{Proven: true, MFA: true}, confirmed, "+1", none},
		"CUSTOM_AUTH, the password":            {authflow.Facts{Proven: true, Custom: custom}, confirmed, "+1", api.ChallengeNameTypeSmsMfa},
		"CUSTOM_AUTH, both":                    {authflow.Facts{Proven: true, MFA: true, Custom: custom}, confirmed, "+1", api.ChallengeNameTypeCustomChallenge},
		"CUSTOM_AUTH, no password":             {authflow.Facts{Custom: custom}, confirmed, "+1", api.ChallengeNameTypeCustomChallenge},
	} {
		a := &authflow.Attempt{
			Facts: c.facts, User: directory.User{Status: c.status, Attributes: map[string]string{"phone_number": c.phone}},
			Pool: directory.Pool{UserPoolType: api.UserPoolType{MfaConfiguration: api.UserPoolMfaTypeOn}, MFA: directory.MFASettings{SMS: true}},
		}
		if got, owed := authflow.Next(a); got != c.want || owed != (c.want != none) {
			t.Errorf("%s: next is %q, want %q", name, got, c.want)
		}
	}
}

// newWorldWithMFA is a pool that asks everybody for a code by text message, which is always 123456.
func newWorldWithMFA(t *testing.T) *world {
	t.Helper()
	w, _ := newWorldWithFunctions(t, trigger.Choices{})
	w.Messages = &message.Sender{DB: w.DB, Triggers: w.Triggers, Random: rand.Reader, FixedCode: "123456"}
	w.pool.MfaConfiguration, w.pool.MFA.SMS = api.UserPoolMfaTypeOn, true
	w.pool.AliasAttributes = []api.AliasAttributeType{api.AliasAttributeTypePhoneNumber}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	w.change("alice", func(u *directory.User) { u.Attributes["phone_number"] = "+12065550100" })
	return w
}

func (w *world) change(name string, fn func(*directory.User)) {
	w.t.Helper()
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, name)
		if err != nil {
			return err
		}
		fn(&user)
		return directory.SaveUser(tx, w.pool, &user)
	})
}

func (w *world) askForCode() string {
	w.t.Helper()
	reply := must(w.t)(w.initiate(api.AuthFlowTypeUserPasswordAuth, "alice", authflow.Params{"PASSWORD": "Passw0rd!"}))
	if reply.Challenge != api.ChallengeNameTypeSmsMfa {
		w.t.Fatalf("the challenge is %q", reply.Challenge)
	}
	return reply.Session
}

func (w *world) giveCode(session, code string) (authflow.Reply, error) {
	return w.respond(api.ChallengeNameTypeSmsMfa, session, "alice", authflow.Params{"SMS_MFA_CODE": code})
}

// However many answer at the same time, one session gives tokens once.
func TestACodeWorksOnce(t *testing.T) {
	w := newWorldWithMFA(t)
	session := w.askForCode()
	var in atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := w.giveCode(session, "123456"); err == nil {
				in.Add(1)
			} else if !rule.Is(err, rule.SessionUsed) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d answers gave tokens", in.Load())
	}
}

// A code that went to an address which is not the user's any more is void, and a deleted user's codes go with the user.
func TestCodesGoWithTheirAddress(t *testing.T) {
	w := newWorldWithMFA(t)
	session := w.askForCode()
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, "alice")
		if err != nil {
			return err
		}
		return directory.ForgetCodes(tx, user, "phone_number")
	})
	if _, err := w.giveCode(session, "123456"); !rule.Is(err, rule.MfaCodeMismatch) {
		t.Errorf("got %v", err)
	}
	w.askForCode()
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, "alice")
		if err != nil {
			return err
		}
		return directory.DeleteUser(tx, user)
	})
	w.put(func(tx *store.Tx) error {
		left, err := directory.Codes.Count(tx, poolID+"/")
		if left != 0 {
			t.Errorf("%d codes are left", left)
		}
		return err
	})
}

// Who is disabled between password and code does not get in.
func TestDisabledBeforeTheCode(t *testing.T) {
	w := newWorldWithMFA(t)
	session := w.askForCode()
	w.change("alice", func(u *directory.User) { u.Enabled = false })
	if _, err := w.giveCode(session, "123456"); !rule.Is(err, rule.UserDisabled) {
		t.Errorf("got %v", err)
	}
}

// The right code verifies the phone number, unless it is the alias of another user.
func TestACodeVerifiesTheNumber(t *testing.T) {
	for name, c := range map[string]struct {
		owner string
		want  string
	}{
		"nobody's": {"", "true"},
		"bob's":    {"true", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldWithMFA(t)
			w.change("bob", func(u *directory.User) {
				u.Attributes["phone_number"], u.Attributes["phone_number_verified"] = "+12065550100", c.owner
			})
			must(t)(w.giveCode(w.askForCode(), "123456"))
			w.change("alice", func(u *directory.User) {
				if got := u.Attributes["phone_number_verified"]; got != c.want {
					t.Errorf("phone_number_verified is %q, want %q", got, c.want)
				}
			})
		})
	}
}

// A session without the proof of the password leads nowhere, whatever the code.
func TestASessionKeepsWhatIsOwed(t *testing.T) {
	w := newWorldWithMFA(t)
	var sub string
	w.change("alice", func(u *directory.User) { sub = u.Sub })
	w.put(func(tx *store.Tx) error {
		return directory.SaveCode(tx, directory.Code{PoolID: poolID, Sub: sub, Purpose: directory.MFAPurpose("1", 3*time.Minute), Text: "123456", Attribute: "phone_number"})
	})
	session := w.session(authflow.Facts{
		ID: "1", PoolID: poolID, ClientID: clientID, Sub: sub, Code: directory.MFAPurpose("1", 3*time.Minute), Asked: api.ChallengeNameTypeSmsMfa, Expires: w.clock.Now().Add(time.Minute),
	})
	reply, err := w.giveCode(session, "123456")
	if err == nil && reply.Tokens != nil {
		t.Error("a code is enough")
	}
}
