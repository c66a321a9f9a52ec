package user_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestAdminCreateUser(t *testing.T) {
	w := newWorld(t, schema("custom:team", true, false))
	out, err := w.create("alice", "email", "alice@example.com", "custom:team", "red", "name", "Alice", "email_verified", "True", "nickname", "")
	must(t, err)
	alice := w.user("alice")
	want := api.UserType{
		Username: "alice", Enabled: new(true), UserStatus: "FORCE_CHANGE_PASSWORD",
		UserCreateDate: api.NewTime(w.clock.Now()), UserLastModifiedDate: api.NewTime(w.clock.Now()),
		Attributes: attributes("sub", alice.Sub, "name", "Alice", "email", "alice@example.com", "email_verified", "true", "custom:team", "red"),
	}
	if diff := cmp.Diff(want, *out.User); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if !alice.Credential.Matches(pool, "alice", password) || !alice.TemporarySince.Equal(w.clock.Now()) {
		t.Error("the password is not the temporary one")
	}
	if sent := w.outbox(); len(sent) != 0 {
		t.Errorf("SUPPRESS sent %v", sent)
	}
}

// The flags are stored only if they are given.
func TestAdminCreateUserFlags(t *testing.T) {
	w := newWorld(t)
	for given, want := range map[string]string{"true": "true", "false": "false", "FALSE": "false", "": ""} {
		name := "user-" + given
		_, err := w.create(name, "phone_number", "+12065550100", "phone_number_verified", given)
		must(t, err)
		if got := w.user(name).Attributes["phone_number_verified"]; got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

func TestAdminCreateUserRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		pool     []change
		username string
		given    []string
		password api.Secret
		rule     *rule.Rule
		message  string
	}{
		"a taken name": {
			username: "bob", rule: rule.AdminUsernameExists, message: "User account already exists",
		},
		"a taken name in another case": {
			pool: []change{caseInsensitive}, username: "BOB", rule: rule.AdminUsernameExists, message: "User account already exists",
		},
		"a name that is somebody's alias": {
			pool: []change{aliased("preferred_username")}, username: "bobby", rule: rule.AdminUsernameExists, message: "User account already exists",
		},
		"a taken email as user name": {
			pool: []change{signsInBy("email")}, username: "bob@example.com", rule: rule.AdminUsernameExists, message: "User account already exists",
		},
		"a taken phone number as user name": {
			pool: []change{signsInBy("email", "phone_number")}, username: "new@example.com", given: []string{"phone_number", "+12065550199"},
			rule: rule.AdminUsernameExists, message: "User account already exists",
		},
		"a taken alias": {
			pool: []change{aliased("email")}, given: []string{"email", "bob@example.com", "email_verified", "true"},
			rule: rule.AliasExists, message: "An account with the email already exists.",
		},
		"a taken preferred_username": {
			pool: []change{aliased("preferred_username")}, given: []string{"preferred_username", "bob"},
			rule: rule.AliasTaken, message: "User account already exists for the alias.",
		},
		"a preferred_username like an email": {
			pool: []change{aliased("email", "preferred_username")}, given: []string{"preferred_username", "a@example.com"},
			rule: rule.UsernameIsEmail, message: "Username cannot be of email format, since user pool is configured for email alias.",
		},
		"a user name like an alias": {
			pool: []change{aliased("phone_number")}, username: "+12065550100",
			rule: rule.UsernameIsPhone, message: "Username cannot be of phone number format, since user pool is configured for phone number alias.",
		},
		"no email as user name": {
			pool: []change{signsInBy("email")}, username: "alice", rule: rule.UsernameNotEmail, message: "Username should be an email.",
		},
		"no phone number as user name": {
			pool: []change{signsInBy("phone_number")}, username: "alice", rule: rule.UsernameNotPhone, message: "Username should be a phone number.",
		},
		"neither as user name": {
			pool: []change{signsInBy("email", "phone_number")}, username: "alice",
			rule: rule.UsernameNotEmailOrPhone, message: "Username should be either an email or a phone number.",
		},
		"an unknown attribute": {
			given: []string{"custom:x", "1"}, rule: rule.AttributeUnknownAtCreation,
			message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined",
		},
		"missing attributes": {
			pool: []change{schema("name", true, true), schema("email", true, true)}, rule: rule.AttributeRequired,
			message: "Attributes did not conform to the schema: name: The attribute is required\nemail: The attribute is required\n",
		},
		"a required attribute without a value": {
			pool: []change{schema("email", true, true)}, given: []string{"email", ""}, rule: rule.AttributeRequired,
			message: "Attributes did not conform to the schema: email: The attribute is required\n",
		},
		"a bad email": {
			given: []string{"email", "alice"}, rule: rule.EmailFormat, message: "Invalid email address format.",
		},
		"a bad phone number": {
			given: []string{"phone_number", "0206"}, rule: rule.PhoneFormat, message: "Invalid phone number format.",
		},
		"a verified email without a value": {
			given: []string{"email_verified", "true"}, rule: rule.VerifyFlagWithoutValue, message: "Email is required to verify/un-verify an email",
		},
		"a verified phone number without a value": {
			given: []string{"phone_number_verified", "false"}, rule: rule.VerifyFlagWithoutValue,
			message: "Phone Number is required to verify/un-verify a phone number",
		},
		"a flag that is no boolean": {
			given: []string{"email", "a@example.com", "email_verified", "yes"}, rule: rule.AttributeBoolean,
			message: "user.email_verified: Attribute value is not a boolean.\n",
		},
		"a sub": {
			given: []string{"sub", "1"}, rule: rule.AttributeFlagNotMutable, message: "Cannot modify the non-mutable attribute sub",
		},
		"a long value": {
			given: []string{"birthdate", "1970-01-012"}, rule: rule.AttributeTooLong, message: "user.birthdate: String must be no longer than 10 characters\n",
		},
		"a short password": {
			password: "short", rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password not long enough",
		},
		"a password without symbols": {
			pool: []change{policy(api.PasswordPolicyType{RequireSymbols: new(true)})}, password: "Passw0rd",
			rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password must have symbol characters",
		},
		"no address for one-time passwords": {
			pool: []change{factors("PASSWORD", "EMAIL_OTP")}, given: []string{"phone_number", "+12065550100"}, password: "none",
			rule: rule.PasswordlessContactMissing, message: "A temporary password or a value for email is required.",
		},
		"neither of two addresses": {
			pool: []change{factors("PASSWORD", "EMAIL_OTP", "SMS_OTP")}, password: "none",
			rule: rule.PasswordlessContactMissing, message: "A temporary password or a value for email or phone_number is required.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.pool...)
			w.add("bob", "email", "bob@example.com", "email_verified", "true", "phone_number", "+12065550199", "preferred_username", "bobby")
			in := &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: "alice", UserAttributes: attributes(c.given...), TemporaryPassword: password, MessageAction: "SUPPRESS",
			}
			if c.username != "" {
				in.Username = c.username
			}
			if c.password == "none" {
				in.TemporaryPassword = ""
			} else if c.password != "" {
				in.TemporaryPassword = c.password
			}
			_, err := w.AdminCreateUser(w.ctx, in)
			refused(t, err, c.rule, c.message)
			if _, err := w.find("alice"); !rule.Is(err, rule.UserNotFound) {
				t.Errorf("there is a user alice (%v)", err)
			}
		})
	}
}

func TestAdminCreateUserWithoutPool(t *testing.T) {
	w := newWorld(t)
	for _, action := range []api.MessageActionType{"", "RESEND", "SUPPRESS"} {
		_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{UserPoolId: "us-east-1_Nowhere01", Username: "alice", MessageAction: action})
		refused(t, err, rule.PoolNotFound, "User pool us-east-1_Nowhere01 does not exist.")
	}
}

// In a pool whose users have no name of their own, the name becomes the attribute.
func TestAdminCreateUserByAddress(t *testing.T) {
	w := newWorld(t, signsInBy("email", "phone_number"), caseInsensitive)
	out, err := w.create("Alice@Example.com", "email", "other@example.com")
	must(t, err)
	alice := w.user("ALICE@example.com")
	if alice.Username != alice.Sub || out.User.Username != alice.Sub || alice.Attributes["email"] != "alice@example.com" {
		t.Errorf("%s (%s) is %v", out.User.Username, alice.Sub, alice.Attributes)
	}
	w.noticed(`the attribute email "other@example.com" was ignored`)

	_, err = w.create("+12065550100", "email", "Phone@Example.com")
	must(t, err)
	if got := w.user("+12065550100").Attributes["email"]; got != "phone@example.com" {
		t.Errorf("the email is %q", got)
	}
}

func TestAdminCreateUserMovesAliases(t *testing.T) {
	verified := []string{"email", "bob@example.com", "email_verified", "true", "preferred_username", "bobby"}
	w := newWorld(t, aliased("email", "preferred_username"))
	w.add("bob", verified...)
	in := &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", TemporaryPassword: password, MessageAction: "SUPPRESS", ForceAliasCreation: new(true),
		UserAttributes: attributes("preferred_username", "bobby"),
	}
	_, err := w.AdminCreateUser(w.ctx, in)
	refused(t, err, rule.AliasTaken, "User account already exists for the alias.") // nothing is verified

	in.UserAttributes = attributes(verified...)
	_, err = w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if owner := w.user("bob@example.com").Username; owner != "alice" {
		t.Errorf("the alias belongs to %s", owner)
	}
	if bob := w.user("bob"); bob.Attributes["email_verified"] != "false" || bob.Attributes["preferred_username"] != "" {
		t.Errorf("bob is still %v", bob.Attributes)
	}
	w.noticed(`the alias email "bob@example.com" moved from bob to alice`)
}

// Generated passwords fit the policy, whatever it is.
func TestAdminCreateUserMakesPasswords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		flag := func(name string) *bool { return new(rapid.Bool().Draw(rt, name)) }
		p := api.PasswordPolicyType{
			MinimumLength: new(rapid.Int64Range(6, 99).Draw(rt, "length")), RequireUppercase: flag("upper"), RequireLowercase: flag("lower"),
			RequireNumbers: flag("numbers"), RequireSymbols: flag("symbols"),
		}
		w := newWorld(t, policy(p))
		_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
			UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), DesiredDeliveryMediums: []api.DeliveryMediumType{"EMAIL"},
		})
		must(t, err)
		made := w.outbox()[0].Code
		pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID, Policies: &api.UserPoolPolicyType{PasswordPolicy: &p}}}
		if err := directory.CheckPassword(pool, made, rule.PasswordPolicy); err != nil || !w.user("alice").Credential.Matches(pool, "alice", made) {
			rt.Fatalf("%q: %v", made, err)
		}
	})
}

func TestAdminCreateUserWithoutPassword(t *testing.T) {
	w := newWorld(t, factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN"))
	in := &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), MessageAction: "SUPPRESS",
	}
	out, err := w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if out.User.UserStatus != "CONFIRMED" || w.user("alice").Credential != nil {
		t.Errorf("the status is %s, the credential %v", out.User.UserStatus, w.user("alice").Credential)
	}
	in.Username, in.TemporaryPassword = "bob", password
	out, err = w.AdminCreateUser(w.ctx, in)
	must(t, err)
	if out.User.UserStatus != "FORCE_CHANGE_PASSWORD" {
		t.Errorf("with a password the status is %s", out.User.UserStatus)
	}
}

func TestAdminCreateUserInvites(t *testing.T) {
	both := []string{"email", "a@example.com", "phone_number", "+12065550100"}
	for name, c := range map[string]struct {
		given   []string
		mediums []api.DeliveryMediumType
		to      []string
		rule    *rule.Rule
		message string
		notice  string
	}{
		"SMS by default":          {given: both, to: []string{"+12065550100"}},
		"the default, no phone":   {given: both[:2], to: []string{}, notice: "no invitation was sent: without DesiredDeliveryMediums it goes by SMS"},
		"e-mail":                  {given: both, mediums: []api.DeliveryMediumType{"EMAIL"}, to: []string{"a@example.com"}},
		"both":                    {given: both, mediums: []api.DeliveryMediumType{"EMAIL", "SMS"}, to: []string{"+12065550100", "a@example.com"}},
		"the same medium twice":   {given: both, mediums: []api.DeliveryMediumType{"SMS", "SMS"}, to: []string{"+12065550100"}},
		"e-mail without address":  {given: both[2:], mediums: []api.DeliveryMediumType{"EMAIL", "SMS"}, rule: rule.InvitationNoEmail, message: "No email provided but desired delivery medium was Email"},
		"SMS without a telephone": {given: both[:2], mediums: []api.DeliveryMediumType{"SMS"}, rule: rule.InvitationNoPhone, message: "No phone number provided but desired delivery medium was SMS"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: "alice", UserAttributes: attributes(c.given...), DesiredDeliveryMediums: c.mediums, TemporaryPassword: password,
			})
			if c.rule != nil {
				refused(t, err, c.rule, c.message)
				return
			}
			must(t, err)
			if diff := cmp.Diff(c.to, w.addressees()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, m := range w.outbox() {
				if m.Code != password || m.Trigger != message.AdminCreateUser || m.User != "alice" {
					t.Errorf("the invitation is %+v", m)
				}
			}
			w.noticed(c.notice)
		})
	}
}

func TestAdminCreateUserAsksPreSignUp(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.function = func() (any, error) { return map[string]bool{"autoConfirmUser": true, "autoVerifyEmail": true}, nil }
	_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", UserAttributes: attributes("email", "a@example.com"), MessageAction: "SUPPRESS",
		ValidationData: attributes("token", "1"), ClientMetadata: map[string]string{"from": "test"},
	})
	must(t, err)
	var event map[string]any
	must(t, json.Unmarshal([]byte(w.events[0]), &event))
	want := map[string]any{
		"version": "1", "region": "us-east-1", "userPoolId": poolID, "userName": "alice", "triggerSource": "PreSignUp_AdminCreateUser",
		"callerContext": map[string]any{"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "CLIENT_ID_NOT_APPLICABLE"},
		"request": map[string]any{
			"userAttributes": map[string]any{"email": "a@example.com"}, "validationData": map[string]any{"token": "1"},
			"clientMetadata": map[string]any{"from": "test"},
		},
		"response": map[string]any{"autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false},
	}
	if diff := cmp.Diff(want, event); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if alice := w.user("alice"); alice.Status != "FORCE_CHANGE_PASSWORD" || alice.Attributes["email_verified"] != "" {
		t.Errorf("the answer had an effect: %s, %v", alice.Status, alice.Attributes)
	}
	w.noticed("what PreSignUp returned")
}

func TestAdminCreateUserRefusedByPreSignUp(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.function = func() (any, error) { return nil, errors.New("no") }
	_, err := w.create("alice")
	refused(t, err, rule.TriggerFailed, "PreSignUp failed with error no.")
	if _, err := w.find("alice"); !rule.Is(err, rule.UserNotFound) {
		t.Errorf("there is a user alice (%v)", err)
	}
}

// Somebody may take the name while the trigger runs, or delete the pool.
func TestAdminCreateUserMeanwhile(t *testing.T) {
	w := newWorld(t, preSignUp)
	w.meantime = func() { w.add("alice") }
	_, err := w.create("alice")
	refused(t, err, rule.AdminUsernameExists, "User account already exists")

	w.meantime = func() { w.update(func(tx *store.Tx) error { return directory.DeletePool(tx, poolID) }) }
	_, err = w.create("carol")
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_AppPool01 does not exist.")
}

func TestResend(t *testing.T) {
	w := newWorld(t, preSignUp)
	_, err := w.create("alice", "email", "a@example.com")
	must(t, err)
	former := w.user("alice")
	w.events = nil
	w.clock.Advance(24 * time.Hour)
	out, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
		UserPoolId: poolID, Username: "alice", MessageAction: "RESEND", DesiredDeliveryMediums: []api.DeliveryMediumType{"EMAIL"},
		UserAttributes: attributes("email", "new@example.com"),
	})
	must(t, err)
	alice := w.user("alice")
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	invitation := w.outbox()[0]
	switch {
	case !alice.TemporarySince.Equal(w.clock.Now()):
		t.Errorf("the password lives since %s", alice.TemporarySince)
	case alice.Sub != former.Sub || alice.Attributes["email"] != "a@example.com":
		t.Errorf("the user changed: %+v", alice)
	case alice.Credential.Matches(pool, "alice", password) || !alice.Credential.Matches(pool, "alice", invitation.Code):
		t.Error("the password is not the one of the new invitation")
	case invitation.To != "a@example.com":
		t.Errorf("the invitation went to %s", invitation.To)
	case out.User.Username != "alice" || out.User.UserStatus != "FORCE_CHANGE_PASSWORD":
		t.Errorf("the answer is %+v", out.User)
	case len(w.events) > 0:
		t.Error("PreSignUp ran")
	}
	w.noticed("UserAttributes were ignored")
}

func TestResendRefusals(t *testing.T) {
	w := newWorld(t)
	w.add("bob")
	_, err := w.create("alice")
	must(t, err)
	for name, c := range map[string]struct {
		username string
		password api.Secret
		mediums  []api.DeliveryMediumType
		rule     *rule.Rule
		message  string
	}{
		"an unknown user":      {username: "nobody", rule: rule.UserNotFound, message: "User does not exist."},
		"a confirmed user":     {username: "bob", rule: rule.ResendNotPossible, message: "Resend not possible. bob status is not FORCE_CHANGE_PASSWORD"},
		"a short password":     {username: "alice", password: "short", rule: rule.PasswordPolicyAdminCreate, message: "Password did not conform with password policy: Password not long enough"},
		"no address to invite": {username: "alice", mediums: []api.DeliveryMediumType{"EMAIL"}, rule: rule.InvitationNoEmail, message: "No email provided but desired delivery medium was Email"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.AdminCreateUser(w.ctx, &api.AdminCreateUserRequest{
				UserPoolId: poolID, Username: c.username, MessageAction: "RESEND", TemporaryPassword: c.password, DesiredDeliveryMediums: c.mediums,
			})
			refused(t, err, c.rule, c.message)
		})
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if !w.user("alice").Credential.Matches(pool, "alice", password) {
		t.Error("a refused RESEND changed the password")
	}
}
