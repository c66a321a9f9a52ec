package account_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

func TestUpdateUserAttributes(t *testing.T) {
	for _, tt := range []struct {
		name  string
		world []func(*directory.Pool, *directory.Client)
		given []string
		want  map[string]string
	}{
		{
			"the last of two", nil,
			[]string{"name", "A", "name", "Ally"},
			map[string]string{"email": "alice@example.com", "email_verified": "true", "name": "Ally", "custom:team": "red"},
		},
		{"an empty value removes", nil, []string{"custom:team", "", "email", ""}, map[string]string{"name": "Alice"}},
		{
			"a new address is not verified", nil,
			[]string{"email", "new@example.com"},
			map[string]string{"email": "new@example.com", "email_verified": "false", "name": "Alice", "custom:team": "red"},
		},
		{
			"the same address stays verified", change(verifies("email")),
			[]string{"email", "alice@example.com"},
			map[string]string{"email": "alice@example.com", "email_verified": "true", "name": "Alice", "custom:team": "red"},
		},
		{
			"any text of ten characters is a birthdate", nil,
			[]string{"birthdate", "not-a-date"},
			map[string]string{"birthdate": "not-a-date", "email": "alice@example.com", "email_verified": "true", "name": "Alice", "custom:team": "red"},
		},
		{
			"a name like an address where it is no alias", change(aliased("email")),
			[]string{"preferred_username", "ally@example.com"},
			map[string]string{"preferred_username": "ally@example.com", "email": "alice@example.com", "email_verified": "true", "name": "Alice", "custom:team": "red"},
		},
		{
			"an address in place of the user name", change(signsInBy("email"), caseInsensitive),
			[]string{"email", "New@Example.com"},
			map[string]string{"email": "new@example.com", "email_verified": "false", "name": "Alice", "custom:team": "red"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t, append(tt.world, customTeam)...)
			out, err := w.UpdateUserAttributes(w.ctx, updateAttributes(tt.given...))
			must(t, err)
			if diff := cmp.Diff(tt.want, w.user("alice").Attributes); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(&api.UpdateUserAttributesResponse{}, out); diff != "" || len(w.outbox()) != 0 {
				t.Errorf("a code was sent: %s", diff)
			}
		})
	}
}

func TestUpdateUserAttributesSendsCodes(t *testing.T) {
	w := withAlice(t, verifies("email", "phone_number"))
	out, err := w.UpdateUserAttributes(w.ctx, updateAttributes("phone_number", "+12065550100", "email", "new@example.com"))
	must(t, err)
	want := []api.CodeDeliveryDetailsType{
		{AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "n***@e***"},
		{AttributeName: "phone_number", DeliveryMedium: "SMS", Destination: "+*******0100"},
	}
	if diff := cmp.Diff(want, out.CodeDeliveryDetailsList); diff != "" {
		t.Error(diff)
	}
	sent := w.outbox()
	if len(sent) != 2 || sent[0].Trigger != message.UpdateUserAttribute || sent[0].To != "new@example.com" || sent[1].To != "+12065550100" {
		t.Fatalf("the messages are %+v", sent)
	}
	for i, attribute := range []string{"email", "phone_number"} {
		_, err := w.VerifyUserAttribute(w.ctx, verifyAttribute(attribute, sent[i].Code))
		must(t, err)
	}
	if got := w.user("alice").Attributes; got["email_verified"] != "true" || got["phone_number_verified"] != "true" || got["email"] != "new@example.com" {
		t.Errorf("the attributes are %v", got)
	}
}

func TestUpdateUserAttributesNotesWhatItDoesNotSend(t *testing.T) {
	w := withAlice(t, verifies("phone_number"))
	_, err := w.UpdateUserAttributes(w.ctx, updateAttributes("email", "new@example.com"))
	must(t, err)
	w.noticed("no code was sent")
}

func TestUpdateUserAttributesRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		world   []func(*directory.Pool, *directory.Client)
		given   []string
		rule    *rule.Rule
		message string
	}{
		{"flag", nil, []string{"email_verified", "true"}, rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute email_verified"},
		{"sub", nil, []string{"sub", "1"}, rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute sub"},
		{
			"not writable", client(func(c *directory.Client) { c.WriteAttributes = []string{"email"} }),
			[]string{"email", "new@example.com", "name", "A"},
			rule.AttributeUnauthorized, "A client attempted to write unauthorized attribute",
		},
		{"unknown", nil, []string{"custom:unknown", "1"}, rule.AttributeUnknown, "user.custom:unknown: Attribute does not exist in the schema.\n"},
		{
			"immutable", change(schema(text("custom:tenant", false, false))),
			[]string{"custom:tenant", "1", "name", "A"},
			rule.AttributeImmutable, "user.custom:tenant: Attribute cannot be updated.\n",
		},
		{
			"several", change(schema(text("custom:tenant", false, false))),
			[]string{"custom:unknown", "1", "custom:tenant", "1"},
			rule.AttributeImmutable, "user.custom:tenant: Attribute cannot be updated.\nuser.custom:unknown: Attribute does not exist in the schema.\n",
		},
		{"too long", nil, []string{"birthdate", "1970-01-012"}, rule.AttributeTooLong, "user.birthdate: String must be no longer than 10 characters\n"},
		{"bad email", nil, []string{"email", "alice"}, rule.EmailFormat, "Invalid email address format."},
		{"bad phone", nil, []string{"phone_number", "0100"}, rule.PhoneFormat, "Invalid phone number format."},
		{
			"required", change(schema(text("family_name", true, true))),
			[]string{"family_name", ""},
			rule.AttributeDeleteRequired, "Invalid user attributes: name.familyName: The attribute name.familyName is required",
		},
		{
			"preferred username like an address", change(aliased("email", "preferred_username")),
			[]string{"preferred_username", "ally@example.com"},
			rule.UsernameIsEmail, "Username cannot be of email format, since user pool is configured for email alias.",
		},
		{
			"alias taken", change(aliased("preferred_username")),
			[]string{"preferred_username", "bobby"},
			rule.AliasTaken, "User account already exists for the alias.",
		},
		{
			"alias is another one's name", change(aliased("preferred_username")),
			[]string{"preferred_username", "bob"},
			rule.AliasTaken, "User account already exists for the alias.",
		},
		{
			"address taken where it is the user name", change(signsInBy("email")),
			[]string{"email", "bob@example.com"},
			rule.AliasExists, "An account with the email already exists.",
		},
		{
			"address taken that would wait", change(signsInBy("email"), verifiesFirst("email")),
			[]string{"email", "bob@example.com"},
			rule.AliasExists, "An account with the email already exists.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t, tt.world...)
			w.add(directory.User{Username: "bob", Attributes: map[string]string{
				"email": "bob@example.com", "email_verified": "true", "preferred_username": "bobby",
			}})
			before := w.user("alice")
			_, err := w.UpdateUserAttributes(w.ctx, updateAttributes(tt.given...))
			refused(t, err, tt.rule, tt.message)
			if diff := cmp.Diff(before, w.user("alice")); diff != "" || len(w.outbox()) != 0 {
				t.Errorf("something was written: %s", diff)
			}
		})
	}
}

func TestAddressesThatWaitForTheirVerification(t *testing.T) {
	w := withAlice(t, verifiesFirst("email"), aliased("email"))
	out, err := w.UpdateUserAttributes(w.ctx, updateAttributes("email", "new@example.com", "name", "Ally"))
	must(t, err)
	want := []api.CodeDeliveryDetailsType{{AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "n***@e***"}}
	if diff := cmp.Diff(want, out.CodeDeliveryDetailsList); diff != "" {
		t.Error(diff)
	}
	user := w.user("alice")
	if user.Attributes["email"] != "alice@example.com" || user.Attributes["email_verified"] != "true" || user.Attributes["name"] != "Ally" {
		t.Errorf("the attributes are %v", user.Attributes)
	}
	w.noticed("until VerifyUserAttribute")

	w.clock.Advance(25 * time.Hour) // the code is too old, but what waits for it is still known
	again, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("email"))
	must(t, err)
	if again.CodeDeliveryDetails.Destination != "n***@e***" || w.lastMessage().To != "new@example.com" {
		t.Errorf("the second code went to %s", w.lastMessage().To)
	}

	_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("email", w.lastMessage().Code))
	must(t, err)
	user = w.user("new@example.com")
	if user.Username != "alice" || user.Attributes["email"] != "new@example.com" || user.Attributes["email_verified"] != "true" {
		t.Errorf("the user is %+v", user)
	}
	_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("email", w.lastMessage().Code))
	refused(t, err, rule.CodeExpired, "Invalid code provided, please request a code again.")
}

// TestVerifiesFirstAlone is a pool that AWS does not take: the new value must not get lost.
func TestVerifiesFirstAlone(t *testing.T) {
	w := withAlice(t, verifiesFirst("email"), verifies())
	out, err := w.UpdateUserAttributes(w.ctx, updateAttributes("email", "new@example.com"))
	must(t, err)
	if len(out.CodeDeliveryDetailsList) != 1 {
		t.Error("no code was sent")
	}
}

func TestVerifiedAddressVoidsCodesOfTheFormerOne(t *testing.T) {
	w := withAlice(t, verifiesFirst("email"))
	alice := w.user("alice")
	reset := directory.Code{PoolID: poolID, Sub: alice.Sub, Purpose: directory.CodeForgotPassword, Text: "123456", Attribute: "email"}
	w.update(func(tx *store.Tx) error { return directory.SaveCode(tx, reset) })
	_, err := w.UpdateUserAttributes(w.ctx, updateAttributes("email", "new@example.com"))
	must(t, err)
	w.update(func(tx *store.Tx) error { // the old address is still alice's
		_, err := directory.CheckCode(tx, alice, directory.CodeForgotPassword, "123456")
		return err
	})
	_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("email", w.lastMessage().Code))
	must(t, err)
	w.update(func(tx *store.Tx) error {
		_, err := directory.CheckCode(tx, alice, directory.CodeForgotPassword, "123456")
		refused(t, err, rule.CodeExpired, "Invalid code provided, please request a code again.")
		return nil
	})
}

// TestNewAddressVoidsFormerCodes: who can read the former address must not verify the new one.
func TestNewAddressVoidsFormerCodes(t *testing.T) {
	update := func(pairs ...string) func(w *world) error {
		return func(w *world) error {
			_, err := w.UpdateUserAttributes(w.ctx, updateAttributes(pairs...))
			return err
		}
	}
	remove := func(w *world) error {
		_, err := w.DeleteUserAttributes(w.ctx, deleteAttributes("email"))
		return err
	}
	for _, tt := range []struct {
		name   string
		change func(w *world) error
		valid  bool
	}{
		{"another address", update("email", "new@example.com"), false},
		{"no address", update("email", ""), false},
		{"removed address", remove, false},
		{"the same address", update("email", "alice@example.com"), true},
		{"another attribute", update("name", "A"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t)
			_, err := w.GetUserAttributeVerificationCode(w.ctx, sendCode("email"))
			must(t, err)
			must(t, tt.change(w))
			_, err = w.VerifyUserAttribute(w.ctx, verifyAttribute("email", w.lastMessage().Code))
			if tt.valid {
				must(t, err)
				return
			}
			refused(t, err, rule.CodeExpired, "Invalid code provided, please request a code again.")
		})
	}
}
