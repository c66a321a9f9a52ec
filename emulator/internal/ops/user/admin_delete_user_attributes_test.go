package user_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func (w *world) unset(name string, attributes ...string) error {
	_, err := w.AdminDeleteUserAttributes(w.ctx, &api.AdminDeleteUserAttributesRequest{UserPoolId: poolID, Username: name, UserAttributeNames: attributes})
	return err
}

func TestAdminDeleteUserAttributes(t *testing.T) {
	for name, c := range map[string]struct {
		delete []string
		gone   []string
	}{
		"an attribute":                   {delete: []string{"name"}, gone: []string{"name"}},
		"an attribute that is not there": {delete: []string{"nickname"}},
		"nothing":                        {},
		"an address":                     {delete: []string{"email"}, gone: []string{"email", "email_verified"}},
		"a flag":                         {delete: []string{"email_verified"}, gone: []string{"email_verified"}},
		"both":                           {delete: []string{"email", "email_verified"}, gone: []string{"email", "email_verified"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.add("alice", verifiedAlice...)
			must(t, w.unset("alice", c.delete...))
			want := directory.Given(attributes(verifiedAlice...))
			for _, attribute := range c.gone {
				delete(want, attribute)
			}
			if diff := cmp.Diff(want, w.user("alice").Attributes); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAdminDeleteUserAttributesRefusals(t *testing.T) {
	w := newWorld(t, schema("family_name", true, true), schema("custom:tenant", false, false))
	before := w.add("alice", append([]string{"family_name", "A", "custom:tenant", "1"}, verifiedAlice...)...)
	for attribute, c := range map[string]struct {
		rule    *rule.Rule
		message string
	}{
		"custom:x":      {rule.AttributeDeleteUnknown, "Invalid user attributes: Type for attribute {custom:x} could not be determined"},
		"family_name":   {rule.AttributeDeleteRequired, "Invalid user attributes: name.familyName: The attribute name.familyName is required"},
		"custom:tenant": {rule.AttributeDeleteImmutable, "Invalid user attributes: Custom.User.tenant: This attribute does not satisfy the mutability validation defined in the schema."},
		"sub":           {rule.AttributeFlagNotMutable, "Cannot modify the non-mutable attribute sub"},
	} {
		refused(t, w.unset("alice", "name", attribute), c.rule, c.message)
	}
	if diff := cmp.Diff(before.Attributes, w.user("alice").Attributes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// An alias without its attribute is free for others, and a code that went there is void.
func TestAdminDeleteUserAttributesFreesAlias(t *testing.T) {
	w := newWorld(t, aliased("email"), verifies("email"))
	alice := w.add("alice")
	must(t, w.set("alice", "email", "a@example.com"))
	must(t, w.set("alice", "email_verified", "true"))
	w.user("a@example.com")
	must(t, w.unset("alice", "email"))
	if _, err := w.find("a@example.com"); !rule.Is(err, rule.UserNotFound) {
		t.Errorf("the alias still works (%v)", err)
	}
	if code, ok := w.code(alice, directory.CodeVerifyEmail); ok {
		t.Errorf("there is still a code: %+v", code)
	}
}
