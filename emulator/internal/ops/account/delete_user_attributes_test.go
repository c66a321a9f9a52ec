package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestDeleteUserAttributes(t *testing.T) {
	w := withAlice(t, customTeam)
	for range 2 { // the second time they are gone already
		_, err := w.DeleteUserAttributes(w.ctx, deleteAttributes("email", "custom:team", "nickname"))
		must(t, err)
		if diff := cmp.Diff(map[string]string{"name": "Alice"}, w.user("alice").Attributes); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDeleteUserAttributesRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		world   []func(*directory.Pool, *directory.Client)
		remove  string
		rule    *rule.Rule
		message string
	}{
		{"flag", nil, "email_verified", rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute email_verified"},
		{
			"not writable", client(func(c *directory.Client) { c.WriteAttributes = []string{"email", "name"} }), "nickname",
			rule.AttributeUnauthorized, "A client attempted to write unauthorized attribute",
		},
		{
			"required", change(schema(text("family_name", true, true))), "family_name",
			rule.AttributeDeleteRequired, "Invalid user attributes: name.familyName: The attribute name.familyName is required",
		},
		{
			"immutable", change(schema(text("custom:tenant", false, false))), "custom:tenant",
			rule.AttributeDeleteImmutable, "Invalid user attributes: Custom.User.tenant: This attribute does not satisfy the mutability validation defined in the schema.",
		},
		{
			"unknown", nil, "custom:unknown",
			rule.AttributeDeleteUnknown, "Invalid user attributes: Type for attribute {custom:unknown} could not be determined",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t, tt.world...)
			_, err := w.DeleteUserAttributes(w.ctx, deleteAttributes("name", tt.remove))
			refused(t, err, tt.rule, tt.message)
			if w.user("alice").Attributes["name"] != "Alice" {
				t.Error("the other attribute was removed")
			}
		})
	}
}
