package account_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func signUp(username string, given ...string) *api.SignUpRequest {
	return &api.SignUpRequest{ClientId: clientID, Username: username, Password: password, UserAttributes: attributes(given...)}
}

func TestSignUpStoresTheUser(t *testing.T) {
	w := newWorld(t)
	out, err := w.SignUp(w.ctx, signUp("alice", "email", "alice@example.com", "given_name", "", "name", "A", "name", "Alice"))
	must(t, err)
	user := w.user("alice")
	if diff := cmp.Diff(&api.SignUpResponse{UserSub: user.Sub}, out); diff != "" {
		t.Error(diff)
	}
	want := map[string]string{"email": "alice@example.com", "email_verified": "false", "name": "Alice"}
	if diff := cmp.Diff(want, user.Attributes); diff != "" {
		t.Error(diff)
	}
	if user.Status != api.UserStatusTypeUnconfirmed || !user.Enabled || !user.Created.Equal(w.clock.Now()) {
		t.Errorf("the user is %+v", user)
	}
	pool := directory.Pool{UserPoolType: api.UserPoolType{Id: poolID}}
	if !user.Credential.Matches(pool, "alice", password) || !user.TemporarySince.IsZero() {
		t.Error("the password is not the user's permanent one")
	}
	if sent := w.outbox(); len(sent) != 0 {
		t.Errorf("the pool verifies nothing, and %v was sent", sent)
	}
	w.noticed("no code was sent")
}

func TestSignUpWithAPreferredUsername(t *testing.T) {
	w := newWorld(t) // where it is no alias
	_, err := w.SignUp(w.ctx, signUp("alice", "preferred_username", "ally"))
	must(t, err)
	if got := w.user("alice").Attributes["preferred_username"]; got != "ally" {
		t.Errorf("preferred_username is %q", got)
	}
}

func TestSignUpSendsACode(t *testing.T) {
	for _, tt := range []struct {
		name     string
		verifies []api.VerifiedAttributeType
		given    []string
		want     *api.CodeDeliveryDetailsType
		to       string
	}{
		{
			"email",
			[]api.VerifiedAttributeType{"email"},
			[]string{"email", "test@test.com", "phone_number", "+12065550100"},
			&api.CodeDeliveryDetailsType{AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "t***@t***"}, "test@test.com",
		},
		{
			"phone first",
			[]api.VerifiedAttributeType{"email", "phone_number"},
			[]string{"email", "test@test.com", "phone_number", "+12065550100"},
			&api.CodeDeliveryDetailsType{AttributeName: "phone_number", DeliveryMedium: "SMS", Destination: "+*******0100"}, "+12065550100",
		},
		{"nothing to verify", []api.VerifiedAttributeType{"email"}, []string{"phone_number", "+12065550100"}, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, verifies(tt.verifies...))
			out, err := w.SignUp(w.ctx, signUp("alice", tt.given...))
			must(t, err)
			if diff := cmp.Diff(tt.want, out.CodeDeliveryDetails); diff != "" {
				t.Error(diff)
			}
			if tt.want == nil {
				return
			}
			if m := w.lastMessage(); m.Trigger != message.SignUp || m.To != tt.to || m.Client != clientID || len(m.Code) != 6 {
				t.Errorf("the message is %+v", m)
			}
		})
	}
}

func TestSignUpRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		world   []func(*directory.Pool, *directory.Client)
		in      *api.SignUpRequest
		rule    *rule.Rule
		message string
	}{
		{
			"unknown client", nil, &api.SignUpRequest{ClientId: "nobody", Username: "bob", Password: password},
			rule.ClientNotFound, "User pool client nobody does not exist.",
		},
		{
			"no secret hash", secret(), signUp("bob"),
			rule.SecretMissing, "Client " + clientID + " is configured for secret but secret was not received",
		},
		{
			"wrong secret hash", secret(), &api.SignUpRequest{ClientId: clientID, Username: "bob", Password: password, SecretHash: "abc="},
			rule.SecretHashMismatch, "Unable to verify secret hash for client " + clientID,
		},
		{
			"sign-up off", pool(func(p *directory.Pool) {
				p.AdminCreateUserConfig = &api.AdminCreateUserConfigType{AllowAdminCreateUserOnly: new(true)}
			}), signUp("bob"),
			rule.SignUpDisabled, "SignUp is not permitted for this user pool",
		},
		{
			"email as name of an alias pool", change(aliased("email")), signUp("bob@example.com"),
			rule.UsernameIsEmail, "Username cannot be of email format, since user pool is configured for email alias.",
		},
		{
			"phone as name of an alias pool", change(aliased("phone_number")), signUp("+12065550100"),
			rule.UsernameIsPhone, "Username cannot be of phone number format, since user pool is configured for phone number alias.",
		},
		{
			"name in an email pool", change(signsInBy("email")), signUp("bob"),
			rule.UsernameNotEmail, "Username should be an email.",
		},
		{
			"name in a phone pool", change(signsInBy("phone_number")), signUp("bob"),
			rule.UsernameNotPhone, "Username should be a phone number.",
		},
		{
			"name in an email and phone pool", change(signsInBy("email", "phone_number")), signUp("bob"),
			rule.UsernameNotEmailOrPhone, "Username should be either an email or a phone number.",
		},
		{
			"no password", nil, &api.SignUpRequest{ClientId: clientID, Username: "bob"},
			rule.PasswordMissing, "Missing required parameter password",
		},
		{
			"weak password", nil, &api.SignUpRequest{ClientId: clientID, Username: "bob", Password: "short"},
			rule.PasswordPolicySignUp, "Password did not conform with policy: Password not long enough",
		},
		{
			"flag", nil, signUp("bob", "email_verified", "true"),
			rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute email_verified",
		},
		{
			"sub", nil, signUp("bob", "sub", "1"),
			rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute sub",
		},
		{
			"not writable", client(func(c *directory.Client) { c.WriteAttributes = []string{"email"} }), signUp("bob", "name", "Bob"),
			rule.AttributeUnauthorized, "A client attempted to write unauthorized attribute",
		},
		{
			"unknown attribute", nil, signUp("bob", "custom:x", "1"),
			rule.AttributeUnknownAtCreation, "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined",
		},
		{
			"required attribute", change(schema(text("family_name", true, true))), signUp("bob", "family_name", ""),
			rule.AttributeRequired, "Attributes did not conform to the schema: name.familyName: The attribute name.familyName is required",
		},
		{"bad email", nil, signUp("bob", "email", "bob"), rule.EmailFormat, "Invalid email address format."},
		{"bad phone", nil, signUp("bob", "phone_number", "0100"), rule.PhoneFormat, "Invalid phone number format."},
		{
			"preferred username", change(aliased("preferred_username")), signUp("bob", "preferred_username", "bobby"),
			rule.PreferredUsernameTooEarly, "Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.",
		},
		{"name taken", nil, signUp("alice"), rule.UsernameExists, "User already exists"},
		{"name taken in another case", change(caseInsensitive), signUp("ALICE"), rule.UsernameExists, "User already exists"},
		{
			"name is another one's alias", change(aliased("preferred_username")), signUp("ally"),
			rule.UsernameExists, "User already exists",
		},
		{
			"email taken", change(signsInBy("email")), signUp("alice@example.com"),
			rule.AttributeTaken, "An account with the given email already exists.",
		},
		{
			"email taken in another case", change(signsInBy("email"), caseInsensitive), signUp("Alice@Example.com"),
			rule.AttributeTaken, "An account with the given email already exists.",
		},
		{
			"phone taken", change(signsInBy("email", "phone_number")), signUp("bob@example.com", "phone_number", "+12065550100"),
			rule.AttributeTaken, "An account with the given phone_number already exists.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, append(tt.world, triggers)...)
			w.add(directory.User{Username: "alice", Attributes: map[string]string{
				"email": "alice@example.com", "phone_number": "+12065550100", "preferred_username": "ally",
			}})
			_, err := w.SignUp(w.ctx, tt.in)
			refused(t, err, tt.rule, tt.message)
			if len(w.events) != 0 {
				t.Error("the trigger ran")
			}
		})
	}
}

func change(changes ...func(*directory.Pool, *directory.Client)) []func(*directory.Pool, *directory.Client) {
	return changes
}

func pool(change func(*directory.Pool)) []func(*directory.Pool, *directory.Client) {
	return []func(*directory.Pool, *directory.Client){func(p *directory.Pool, _ *directory.Client) { change(p) }}
}

func client(change func(*directory.Client)) []func(*directory.Pool, *directory.Client) {
	return []func(*directory.Pool, *directory.Client){func(_ *directory.Pool, c *directory.Client) { change(c) }}
}

func secret() []func(*directory.Pool, *directory.Client) {
	return client(func(c *directory.Client) { c.ClientSecret = "a secret of the client" })
}

func TestSignUpWithASecretHash(t *testing.T) {
	w := newWorld(t, secret()...)
	hash := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientId: clientID, ClientSecret: "a secret of the client"}}.SecretHash("alice")
	in := signUp("alice")
	in.SecretHash = api.Secret(hash)
	_, err := w.SignUp(w.ctx, in)
	must(t, err)
}

func TestSignUpByEmailAddress(t *testing.T) {
	w := newWorld(t, signsInBy("email"), verifies("email"), caseInsensitive, triggers)
	out, err := w.SignUp(w.ctx, signUp("Alice@Example.com", "email", "other@example.com"))
	must(t, err)
	user := w.user("ALICE@example.com")
	if user.Username != out.UserSub || user.Sub != out.UserSub || user.Attributes["email"] != "alice@example.com" {
		t.Errorf("the user is %+v", user)
	}
	w.noticed("other@example.com")
	_, err = w.SignUp(w.ctx, signUp("bob@example.com", "email", "BOB@example.com"))
	must(t, err)
	if notices := w.notices(); strings.Contains(notices, "BOB") {
		t.Errorf("the same address was noted: %s", notices)
	}
	e := w.events[0]
	if diff := cmp.Diff(map[string]string{"email": "alice@example.com"}, e.Request.UserAttributes); diff != "" || e.UserName != out.UserSub {
		t.Errorf("the event is %+v %s", e, diff)
	}
	if m := w.outbox()[0]; m.To != "alice@example.com" {
		t.Errorf("the message is %+v", m)
	}
}

func TestSignUpDoesNotTakeAliases(t *testing.T) {
	w := newWorld(t, aliased("email"), verifies("email"))
	w.add(directory.User{Username: "alice", Attributes: map[string]string{"email": "a@example.com", "email_verified": "true"}})
	out, err := w.SignUp(w.ctx, signUp("bob", "email", "a@example.com"))
	must(t, err)
	if out.CodeDeliveryDetails == nil {
		t.Error("no code was sent")
	}
	if owner := w.user("a@example.com"); owner.Username != "alice" {
		t.Errorf("the alias is %s's", owner.Username)
	}
}

func TestSignUpWithoutAPassword(t *testing.T) {
	w := newWorld(t, func(p *directory.Pool, _ *directory.Client) {
		p.Policies = &api.UserPoolPolicyType{SignInPolicy: &api.SignInPolicyType{AllowedFirstAuthFactors: []api.AuthFactorType{"PASSWORD", "EMAIL_OTP"}}}
	})
	_, err := w.SignUp(w.ctx, &api.SignUpRequest{ClientId: clientID, Username: "alice"})
	must(t, err)
	if w.user("alice").Credential != nil {
		t.Error("there is a password")
	}
}
