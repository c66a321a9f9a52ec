package authflow_test

import (
	"crypto/rand"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/srp"
)

const (
	choice   = api.AuthFlowTypeUserAuth
	selectIt = api.ChallengeNameTypeSelectChallenge
	byMail   = api.ChallengeNameTypeEmailOtp
)

// newWorldOfChoices is a pool whose users can begin with a password or one-time passwords, and whose client hides users.
// alice has both addresses.
func newWorldOfChoices(t *testing.T, fixedCode string) *world {
	t.Helper()
	w, _ := newWorldWithFunctions(t, trigger.Choices{})
	w.Messages = &message.Sender{DB: w.DB, Triggers: w.Triggers, Random: rand.Reader, FixedCode: fixedCode}
	w.pool.LambdaConfig, w.pool.MFA.SMS = nil, true
	w.pool.MfaConfiguration = api.UserPoolMfaTypeOptional
	w.pool.Policies = &api.UserPoolPolicyType{SignInPolicy: &api.SignInPolicyType{AllowedFirstAuthFactors: []api.AuthFactorType{"PASSWORD", "EMAIL_OTP", "SMS_OTP"}}}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	w.allow(api.ExplicitAuthFlowsTypeAllowUserAuth)
	w.change("alice", func(u *directory.User) {
		u.Attributes["email"], u.Attributes["phone_number"] = "alice@example.com", "+12065550100"
	})
	return w
}

func (w *world) prefer(user string, challenge api.ChallengeNameType) authflow.Reply {
	w.t.Helper()
	return must(w.t)(w.initiate(choice, user, authflow.Params{"PREFERRED_CHALLENGE": string(challenge)}))
}

func (w *world) messages() (all []message.Message) {
	w.t.Helper()
	w.put(func(tx *store.Tx) error {
		for m, err := range message.Messages.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	return all
}

// One-time passwords have eight digits (recorded), and each is another one.
func TestOneTimePasswords(t *testing.T) {
	w := newWorldOfChoices(t, "")
	seen := map[string]bool{}
	for range 3 {
		w.prefer("alice", byMail)
		w.prefer("alice", api.ChallengeNameTypeSmsOtp)
	}
	for _, m := range w.messages() {
		if len(m.Code) != 8 {
			t.Errorf("the code is %q", m.Code)
		}
		seen[m.Code] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d codes were sent", len(seen))
	}
}

// However many answer at the same time, a session of USER_AUTH leads on once.
func TestAChoiceIsMadeOnce(t *testing.T) {
	for name, answer := range map[string]func(w *world) func() error{
		"choosing, with the password": func(w *world) func() error {
			session := must(w.t)(w.initiate(choice, "alice", nil)).Session
			return func() error {
				_, err := w.respond(selectIt, session, "alice", authflow.Params{"ANSWER": "PASSWORD", "PASSWORD": "Passw0rd!"})
				return err
			}
		},
		"choosing": func(w *world) func() error {
			session := must(w.t)(w.initiate(choice, "alice", nil)).Session
			return func() error {
				_, err := w.respond(selectIt, session, "alice", authflow.Params{"ANSWER": "EMAIL_OTP"})
				return err
			}
		},
		"the one-time password": func(w *world) func() error {
			session := w.prefer("alice", byMail).Session
			return func() error {
				_, err := w.respond(byMail, session, "alice", authflow.Params{"EMAIL_OTP_CODE": "123456"})
				return err
			}
		},
	} {
		give := answer(newWorldOfChoices(t, "123456"))
		var in atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := give(); err == nil {
					in.Add(1)
				} else if !rule.Is(err, rule.SessionUsed) {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Errorf("%s: %d answers led on", name, in.Load())
		}
	}
}

// Who switches MFA on, or loses the address, while a one-time password is on its way cannot use it any more.
func TestAOneTimePasswordOfYesterday(t *testing.T) {
	for name, change := range map[string]func(*directory.User){
		"a second factor":      func(u *directory.User) { u.MFA.Enabled = []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa} },
		"a temporary password": func(u *directory.User) { u.Status = api.UserStatusTypeForceChangePassword },
		"no address":           func(u *directory.User) { delete(u.Attributes, "email") },
	} {
		w := newWorldOfChoices(t, "123456")
		session := w.prefer("alice", byMail).Session
		w.change("alice", change)
		if _, err := w.respond(byMail, session, "alice", authflow.Params{"EMAIL_OTP_CODE": "123456"}); !rule.Is(err, rule.MfaCodeMismatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever is missing is sent nothing, and no code is right; the session is as long as others.
func TestAMadeUpUserGetsNoCode(t *testing.T) {
	w := newWorldOfChoices(t, "123456")
	reply, real := w.prefer("nobody", byMail), w.prefer("alice", byMail)
	if len(reply.Session) != len(real.Session) || reply.Challenge != real.Challenge || len(reply.Params) != len(real.Params) {
		t.Errorf("%+v, and for alice %+v", reply, real)
	}
	if _, err := w.respond(byMail, reply.Session, "nobody", authflow.Params{"EMAIL_OTP_CODE": "123456"}); !rule.Is(err, rule.MfaCodeMismatch) {
		t.Error(err)
	}
	if all := w.messages(); len(all) != 1 || all[0].User != "alice" {
		t.Errorf("%+v were sent", all)
	}
}

// A user who is created while a made-up one of the same name is being asked does not profit from it.
func TestAMadeUpUserIsNobodyElse(t *testing.T) {
	w := newWorldOfChoices(t, "123456")
	session := w.prefer("carol", byMail).Session
	w.addUser("carol", api.UserStatusTypeConfirmed)
	w.change("carol", func(u *directory.User) { u.Attributes["email"] = "carol@example.com" })
	if _, err := w.respond(byMail, session, "carol", authflow.Params{"EMAIL_OTP_CODE": "123456"}); !rule.Is(err, rule.SessionInvalid) {
		t.Error(err)
	}
}

// The proof by SRP holds in USER_AUTH, in one step and in two, for the session that it was made with.
func TestChoosingSRP(t *testing.T) {
	w := newWorldOfChoices(t, "123456")
	client, err := w.Group.NewClient(rand.Reader, w.pool.ShortName())
	if err != nil {
		t.Fatal(err)
	}
	prove := func(asked authflow.Reply, session string) (authflow.Reply, error) {
		t.Helper()
		claim, err := client.Answer(asked.Params["USER_ID_FOR_SRP"], "Passw0rd!", srp.Parameters{
			Salt: asked.Params["SALT"], B: asked.Params["SRP_B"], SecretBlock: asked.Params["SECRET_BLOCK"],
		}, w.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return w.respond(api.ChallengeNameTypePasswordVerifier, session, "alice", authflow.Params{
			"PASSWORD_CLAIM_SECRET_BLOCK": claim.SecretBlock, "PASSWORD_CLAIM_SIGNATURE": claim.Signature, "TIMESTAMP": claim.Timestamp,
		})
	}
	one := must(t)(w.initiate(choice, "alice", authflow.Params{"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": client.A()}))
	chosen := must(t)(w.initiate(choice, "alice", nil))
	two := must(t)(w.respond(selectIt, chosen.Session, "alice", authflow.Params{"ANSWER": "PASSWORD_SRP", "SRP_A": client.A()}))
	if _, err := prove(one, ""); !rule.Is(err, rule.PasswordWrong) {
		t.Errorf("without the session: %v", err)
	}
	if _, err := prove(one, two.Session); !rule.Is(err, rule.PasswordWrong) {
		t.Errorf("with another session: %v", err)
	}
	for name, asked := range map[string]authflow.Reply{"one": one, "two": two} {
		if reply := must(t)(prove(asked, asked.Session)); reply.Tokens == nil || reply.Available != nil {
			t.Errorf("%s: %+v", name, reply)
		}
		if _, err := prove(asked, asked.Session); !rule.Is(err, rule.SessionUsed) {
			t.Errorf("%s again: %v", name, err)
		}
	}
}
