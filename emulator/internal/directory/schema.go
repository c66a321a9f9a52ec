package directory

import (
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// StandardSchema lists the 20 attributes that every pool has, in the order in which the service shows them.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
func StandardSchema() []api.SchemaAttributeType {
	text := func(name, shortest, longest string) api.SchemaAttributeType {
		return api.SchemaAttributeType{
			Name: name, AttributeDataType: api.AttributeDataTypeString, DeveloperOnlyAttribute: new(false), Mutable: new(true), Required: new(false),
			StringAttributeConstraints: &api.StringAttributeConstraintsType{MinLength: shortest, MaxLength: longest},
		}
	}
	flag := func(name string) api.SchemaAttributeType {
		return api.SchemaAttributeType{Name: name, AttributeDataType: api.AttributeDataTypeBoolean, DeveloperOnlyAttribute: new(false), Mutable: new(true), Required: new(false)}
	}
	sub := text("sub", "1", "2048")
	sub.Mutable, sub.Required = new(false), new(true)
	updated := api.SchemaAttributeType{
		Name: "updated_at", AttributeDataType: api.AttributeDataTypeNumber, DeveloperOnlyAttribute: new(false), Mutable: new(true), Required: new(false),
		NumberAttributeConstraints: &api.NumberAttributeConstraintsType{MinValue: "0"},
	}
	schema := []api.SchemaAttributeType{sub}
	for _, name := range []string{"name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "email"} {
		schema = append(schema, text(name, "0", "2048"))
	}
	return append(schema,
		flag("email_verified"), text("gender", "0", "2048"), text("birthdate", "10", "10"), text("zoneinfo", "0", "2048"),
		text("locale", "0", "2048"), text("phone_number", "0", "2048"), flag("phone_number_verified"), text("address", "0", "2048"), updated)
}

// Attribute gives the schema of an attribute of the pool.
func (p Pool) Attribute(name string) (api.SchemaAttributeType, bool) {
	for _, a := range p.SchemaAttributes {
		if a.Name == name {
			return a, true
		}
	}
	return api.SchemaAttributeType{}, false
}

// Readable reports whether a client shows an attribute in GetUser and in ID tokens. Without ReadAttributes a client
// reads everything but developer-only attributes (observed; the documentation says: the standard ones).
func (c Client) Readable(name string) bool {
	if len(c.ReadAttributes) == 0 {
		return !strings.HasPrefix(name, "dev:")
	}
	return name == "sub" || slices.Contains(c.ReadAttributes, name)
}

// Writable reports whether a client may write an attribute.
func (c Client) Writable(name string) bool {
	if len(c.WriteAttributes) == 0 {
		return !strings.HasPrefix(name, "dev:")
	}
	return slices.Contains(c.WriteAttributes, name)
}

// Show lists a user's attributes in the order of the pool's schema, without sub: standard ones, then custom ones.
func (p Pool) Show(user User, readable func(name string) bool) []api.AttributeType {
	shown := []api.AttributeType{}
	for _, a := range p.SchemaAttributes {
		if value, ok := user.Attributes[a.Name]; ok && readable(a.Name) {
			shown = append(shown, api.AttributeType{Name: a.Name, Value: value})
		}
	}
	if value, ok := user.Attributes["identities"]; ok && readable("identities") {
		shown = append(shown, api.AttributeType{Name: "identities", Value: value})
	}
	return shown
}

// ShowAll lists all attributes of a user, sub first, as the administrators' operations do.
func (p Pool) ShowAll(user User) []api.AttributeType {
	all := p.Show(user, func(string) bool { return true })
	return append([]api.AttributeType{{Name: "sub", Value: user.Sub}}, all...)
}
