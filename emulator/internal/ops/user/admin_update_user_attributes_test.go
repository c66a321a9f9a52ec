package user_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

var verifiedAlice = []string{"email", "alice@example.com", "email_verified", "true", "phone_number", "+12065550100", "name", "Alice"}

var updates = map[string]struct {
	pool  []change
	given []string
	want  map[string]string // what is different; "" for what is gone
	to    []string
}{
	"a value":                    {given: []string{"name", "Al", "custom:team", "red"}, want: map[string]string{"name": "Al", "custom:team": "red"}},
	"of duplicates the last one": {given: []string{"name", "A", "name", "B"}, want: map[string]string{"name": "B"}},
	"an empty value":             {given: []string{"name", ""}, want: map[string]string{"name": ""}},
	"an empty email":             {given: []string{"email", ""}, want: map[string]string{"email": "", "email_verified": ""}},
	"an empty flag":              {given: []string{"email_verified", ""}, want: map[string]string{"email_verified": ""}},
	"a developer's attribute":    {pool: []change{schema("dev:custom:plan", true, false)}, given: []string{"dev:custom:plan", "gold"}, want: map[string]string{"dev:custom:plan": "gold"}},
	"a flag":                     {given: []string{"phone_number_verified", "True"}, want: map[string]string{"phone_number_verified": "true"}},
	"a flag that is taken back":  {given: []string{"email_verified", "false"}, want: map[string]string{"email_verified": "false"}},
	"a new email":                {given: []string{"email", "new@example.com"}, want: map[string]string{"email": "new@example.com", "email_verified": "false"}},
	"the same email":             {pool: []change{verifies("email")}, given: []string{"email", "alice@example.com"}},
	"a new verified email": {
		pool: []change{verifies("email")}, given: []string{"email", "new@example.com", "email_verified", "true"},
		want: map[string]string{"email": "new@example.com"},
	},
	"a new email that the pool verifies": {
		pool: []change{verifies("email")}, given: []string{"email", "new@example.com"},
		want: map[string]string{"email": "new@example.com", "email_verified": "false"}, to: []string{"new@example.com"},
	},
	"a new unverified email that the pool verifies": {
		pool: []change{verifies("email")}, given: []string{"email", "new@example.com", "email_verified", "false"},
		want: map[string]string{"email": "new@example.com", "email_verified": "false"}, to: []string{"new@example.com"},
	},
	"two new addresses": {
		pool: []change{verifies("email", "phone_number")}, given: []string{"email", "new@example.com", "phone_number", "+12065550101"},
		want: map[string]string{"email": "new@example.com", "email_verified": "false", "phone_number": "+12065550101", "phone_number_verified": "false"},
		to:   []string{"new@example.com", "+12065550101"},
	},
	"an email that is verified first": {
		pool: []change{verifiesFirst("email")}, given: []string{"email", "new@example.com", "name", "Al"},
		want: map[string]string{"name": "Al"}, to: []string{"new@example.com"},
	},
	"an unverified email that is verified first": {
		pool: []change{verifiesFirst("email")}, given: []string{"email", "new@example.com", "email_verified", "false"}, to: []string{"new@example.com"},
	},
	"a verified email that would be verified first": {
		pool: []change{verifiesFirst("email")}, given: []string{"email", "new@example.com", "email_verified", "true"},
		want: map[string]string{"email": "new@example.com"},
	},
	"an email in place of the user name": {
		pool: []change{signsInBy("email"), caseInsensitive}, given: []string{"email", "New@Example.com"},
		want: map[string]string{"email": "new@example.com", "email_verified": "false"},
	},
	"an unverified alias of somebody else": {
		pool: []change{aliased("email")}, given: []string{"email", "bob@example.com"},
		want: map[string]string{"email": "bob@example.com", "email_verified": "false"},
	},
}

func TestAdminUpdateUserAttributes(t *testing.T) {
	for name, c := range updates {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, append(c.pool, schema("custom:team", true, false))...)
			w.add("bob", "email", "bob@example.com", "email_verified", "true")
			w.add("alice", verifiedAlice...)
			must(t, w.set("alice", c.given...))
			want := directory.Given(attributes(verifiedAlice...))
			for attribute, value := range c.want {
				if want[attribute] = value; value == "" {
					delete(want, attribute)
				}
			}
			if diff := cmp.Diff(want, w.user("alice").Attributes); diff != "" {
				t.Errorf("attributes (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(append([]string{}, c.to...), w.addressees()); diff != "" {
				t.Errorf("messages (-want +got)\n%s", diff)
			}
		})
	}
}

var updateRefusals = map[string]refusal{
	"unknown attributes": {
		given: []string{"custom:a", "1", "custom:b", "1"}, rule: rule.AttributeUnknown,
		message: "user.custom:a: Attribute does not exist in the schema.\nuser.custom:b: Attribute does not exist in the schema.\n",
	},
	"an immutable attribute": {
		pool: []change{schema("custom:tenant", false, false)}, given: []string{"custom:tenant", "1"},
		rule: rule.AttributeImmutable, message: "user.custom:tenant: Attribute cannot be updated.\n",
	},
	"sub": {
		given: []string{"sub", "1"}, rule: rule.AttributeFlagNotMutable, message: "Cannot modify the non-mutable attribute sub",
	},
	"a required attribute without a value": {
		pool: []change{schema("email", true, true)}, given: []string{"email", ""},
		rule: rule.AttributeDeleteRequired, message: "Invalid user attributes: emails: The attribute emails is required",
	},
	"a flag without an address": {
		given: []string{"phone_number", "", "phone_number_verified", "true"}, rule: rule.VerifyFlagWithoutValue,
		message: "Phone Number is required to verify/un-verify a phone number",
	},
	"a bad email":        {given: []string{"email", "x"}, rule: rule.EmailFormat, message: "Invalid email address format."},
	"a bad phone number": {given: []string{"phone_number", "x"}, rule: rule.PhoneFormat, message: "Invalid phone number format."},
	"a bad number": {
		given: []string{"updated_at", "x"}, rule: rule.AttributeNumber,
		message: "user.updated_at: Attribute value is not a number within the limits of the schema.\n",
	},
	"another user's name as alias": {
		pool: []change{aliased("preferred_username")}, given: []string{"preferred_username", "bob"},
		rule: rule.AliasTaken, message: "User account already exists for the alias.",
	},
	"an alias that looks like another one": {
		pool: []change{aliased("preferred_username", "email")}, given: []string{"preferred_username", "a@example.com"},
		rule: rule.UsernameIsEmail, message: "Username cannot be of email format, since user pool is configured for email alias.",
	},
	"a verified alias of another user": {
		pool: []change{aliased("email")}, given: []string{"email", "bob@example.com", "email_verified", "true"},
		rule: rule.AliasExists, message: "An account with the email already exists.",
	},
	"another user's email as user name": {
		pool: []change{signsInBy("email")}, given: []string{"email", "bob@example.com"},
		rule: rule.AliasExists, message: "An account with the email already exists.",
	},
	"another user's email as user name, verified first": {
		pool: []change{signsInBy("email"), verifiesFirst("email"), caseInsensitive}, given: []string{"email", "BOB@example.com"},
		rule: rule.AliasExists, message: "An account with the email already exists.",
	},
}

func TestAdminUpdateUserAttributesRefusals(t *testing.T) {
	for name, c := range updateRefusals {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.pool...)
			w.add("bob", "email", "bob@example.com", "email_verified", "true")
			before := w.add("alice", verifiedAlice...)
			refused(t, w.set("alice", append([]string{"nickname", "Al"}, c.given...)...), c.rule, c.message)
			if diff := cmp.Diff(before.Attributes, w.user(before.Username).Attributes); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if sent := w.outbox(); len(sent) > 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// A code that waits carries the new value; one that went to a former address is void.
func TestAdminUpdateUserAttributesCodes(t *testing.T) {
	w := newWorld(t, verifiesFirst("email"))
	alice := w.add("alice", verifiedAlice...)
	must(t, w.set("alice", "email", "new@example.com"))
	code, ok := w.code(alice, directory.CodeVerifyEmail)
	sent := w.outbox()[0]
	if !ok || code.Pending != "new@example.com" || code.Text != sent.Code || sent.Trigger != message.UpdateUserAttribute {
		t.Errorf("the code is %+v, the message %+v", code, sent)
	}
	w.noticed(`email stays "alice@example.com" until VerifyUserAttribute`)

	must(t, w.set("alice", "email", "third@example.com", "email_verified", "true"))
	if code, ok := w.code(alice, directory.CodeVerifyEmail); ok {
		t.Errorf("there is still a code: %+v", code)
	}
}

// The user is found by the new alias at once, and not by the old one.
func TestAdminUpdateUserAttributesMovesLogin(t *testing.T) {
	w := newWorld(t, signsInBy("email"))
	_, err := w.create("alice@example.com")
	must(t, err)
	must(t, w.set("alice@example.com", "email", "new@example.com"))
	if _, err := w.find("alice@example.com"); !rule.Is(err, rule.UserNotFound) {
		t.Errorf("the old address still works (%v)", err)
	}
	w.user("new@example.com")
	w.noticed("no code was sent: AutoVerifiedAttributes")
}
