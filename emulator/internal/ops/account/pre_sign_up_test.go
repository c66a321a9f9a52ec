package account_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestSignUpAsksPreSignUp(t *testing.T) {
	w := newWorld(t, triggers, verifies("email"))
	in := signUp("alice", "email", "alice@example.com")
	in.ValidationData, in.ClientMetadata = attributes("captcha", "ok"), map[string]string{"lang": "de"}
	out, err := w.SignUp(w.ctx, in)
	must(t, err)
	if out.UserConfirmed || out.CodeDeliveryDetails == nil || len(w.events) != 1 {
		t.Errorf("an unchanged event changed the answer: %+v, %v", out, w.events)
	}
	e := w.events[0]
	if e.TriggerSource != "PreSignUp_SignUp" || e.UserName != "alice" || e.CallerContext["clientId"] != clientID {
		t.Errorf("the event is %+v", e)
	}
	for _, d := range []string{
		cmp.Diff(map[string]string{"email": "alice@example.com"}, e.Request.UserAttributes),
		cmp.Diff(map[string]string{"captcha": "ok"}, e.Request.ValidationData),
		cmp.Diff(map[string]string{"lang": "de"}, e.Request.ClientMetadata),
	} {
		if d != "" {
			t.Error(d)
		}
	}
}

func TestPreSignUpConfirms(t *testing.T) {
	w := newWorld(t, triggers, verifies("email"))
	w.function = func(e event) (any, error) {
		if e.TriggerSource == "PreSignUp_SignUp" {
			return map[string]bool{"autoConfirmUser": true, "autoVerifyEmail": true}, nil
		}
		return nil, nil
	}
	in := signUp("alice", "email", "alice@example.com", "phone_number", "+12065550100")
	in.ClientMetadata = map[string]string{"lang": "de"}
	out, err := w.SignUp(w.ctx, in)
	must(t, err)
	user := w.user("alice")
	if w.events[0].Request.ValidationData != nil || w.events[0].Request.ClientMetadata["lang"] != "de" {
		t.Errorf("the event is %+v", w.events[0])
	}
	if !out.UserConfirmed || out.CodeDeliveryDetails != nil || len(w.outbox()) != 0 || user.Status != api.UserStatusTypeConfirmed {
		t.Errorf("the answer is %+v, the user %+v", out, user)
	}
	if user.Attributes["email_verified"] != "true" || user.Attributes["phone_number_verified"] != "false" {
		t.Errorf("the attributes are %v", user.Attributes)
	}
	if len(w.events) != 2 {
		t.Fatalf("the events are %v", w.events)
	}
	e := w.events[1]
	if e.TriggerSource != "PostConfirmation_ConfirmSignUp" || e.Request.UserAttributes["sub"] != user.Sub ||
		e.Request.UserAttributes["cognito:user_status"] != "CONFIRMED" || e.Request.ClientMetadata["lang"] != "de" {
		t.Errorf("the event is %+v", e)
	}
}

func TestPreSignUpVerifiesAnAliasOfAnother(t *testing.T) {
	w := newWorld(t, triggers, aliased("email"))
	w.add(directory.User{Username: "alice", Attributes: map[string]string{"email": "a@example.com", "email_verified": "true"}})
	w.function = func(event) (any, error) { return map[string]bool{"autoVerifyEmail": true}, nil }
	_, err := w.SignUp(w.ctx, signUp("bob", "email", "a@example.com"))
	must(t, err)
	if owner := w.user("a@example.com"); owner.Username != "bob" || owner.Status != api.UserStatusTypeUnconfirmed {
		t.Errorf("the alias is %s's", owner.Username)
	}
	if w.user("alice").Attributes["email_verified"] != "false" {
		t.Error("alice's address is still verified")
	}
	w.noticed("moved from alice to bob")
}

func TestPreSignUpRefuses(t *testing.T) {
	for _, tt := range []struct {
		name     string
		function func(event) (any, error)
		rule     *rule.Rule
		message  string
	}{
		{
			"by an error", func(event) (any, error) { return nil, errors.New("Not you") },
			rule.TriggerFailed, "PreSignUp failed with error Not you.",
		},
		{
			"by a wrong answer", func(event) (any, error) { return map[string]string{"autoConfirmUser": "yes"}, nil },
			rule.TriggerAnswerUnrecognizable, "Unrecognizable lambda output",
		},
		{
			"by verifying what is not there", func(event) (any, error) { return map[string]bool{"autoVerifyEmail": true}, nil },
			rule.AutoVerifyWithoutValue, "Unrecognizable lambda output",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, triggers)
			w.function = tt.function
			_, err := w.SignUp(w.ctx, signUp("alice"))
			refused(t, err, tt.rule, tt.message)
			_, err = w.find("alice")
			refused(t, err, rule.UserNotFound, "User does not exist.")
		})
	}
}

func TestSignUpChecksAgainAfterPreSignUp(t *testing.T) {
	t.Run("name taken meanwhile", func(t *testing.T) {
		w := newWorld(t, triggers)
		w.function = func(event) (any, error) { w.add(directory.User{Username: "alice"}); return nil, nil }
		_, err := w.SignUp(w.ctx, signUp("alice"))
		refused(t, err, rule.UsernameExists, "User already exists")
	})
	t.Run("client deleted meanwhile", func(t *testing.T) {
		w := newWorld(t, triggers)
		w.function = func(event) (any, error) {
			w.update(func(tx *store.Tx) error { return directory.Clients.Delete(tx, clientID) })
			return nil, nil
		}
		_, err := w.SignUp(w.ctx, signUp("alice"))
		refused(t, err, rule.ClientNotFound, "User pool client "+clientID+" does not exist.")
	})
}

func TestPostConfirmationFailsAfterSignUp(t *testing.T) {
	w := newWorld(t, triggers)
	w.function = func(e event) (any, error) {
		if e.TriggerSource == "PreSignUp_SignUp" {
			return map[string]bool{"autoConfirmUser": true}, nil
		}
		return nil, errors.New("Welcome mail bounced")
	}
	_, err := w.SignUp(w.ctx, signUp("alice"))
	refused(t, err, rule.TriggerFailed, "PostConfirmation failed with error Welcome mail bounced.")
	if user := w.user("alice"); user.Status != api.UserStatusTypeConfirmed {
		t.Errorf("the status is %s", user.Status)
	}
}
