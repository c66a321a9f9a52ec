package pool_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// An entry of Schema, and the attribute that the pool has then.
func TestSchema(t *testing.T) {
	for name, c := range map[string]struct{ entry, want string }{
		"a text": {
			`{"Name":"x","AttributeDataType":"String"}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x","Required":false,"StringAttributeConstraints":{}}`,
		},
		"a text of some length": {
			`{"Name":"x","AttributeDataType":"String","Mutable":true,"StringAttributeConstraints":{"MinLength":"1","MaxLength":"2048"}}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":true,"Name":"custom:x","Required":false,` +
				`"StringAttributeConstraints":{"MaxLength":"2048","MinLength":"1"}}`,
		},
		"a text of one length": {
			`{"Name":"x","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"5","MaxLength":"5"}}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x","Required":false,` +
				`"StringAttributeConstraints":{"MaxLength":"5","MinLength":"5"}}`,
		},
		"a number": {
			`{"Name":"x","AttributeDataType":"Number"}`,
			`{"AttributeDataType":"Number","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x","NumberAttributeConstraints":{},"Required":false}`,
		},
		"a number in a range": {
			`{"Name":"x","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"-1.5","MaxValue":"-1.5"}}`,
			`{"AttributeDataType":"Number","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x",` +
				`"NumberAttributeConstraints":{"MaxValue":"-1.5","MinValue":"-1.5"},"Required":false}`,
		},
		"a flag, with limits that it has no use for": {
			`{"Name":"x","AttributeDataType":"Boolean","StringAttributeConstraints":{"MaxLength":"1"},"NumberAttributeConstraints":{}}`,
			`{"AttributeDataType":"Boolean","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x","Required":false}`,
		},
		"a time": {
			`{"Name":"x","AttributeDataType":"DateTime"}`,
			`{"AttributeDataType":"DateTime","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:x","Required":false}`,
		},
		"a developer's": {
			`{"Name":"x","AttributeDataType":"String","DeveloperOnlyAttribute":true}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":true,"Mutable":false,"Name":"dev:custom:x","Required":false,"StringAttributeConstraints":{}}`,
		},
		"a prefix is part of the name": {
			`{"Name":"custom:x","AttributeDataType":"String"}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"custom:custom:x","Required":false,"StringAttributeConstraints":{}}`,
		},
		"a required standard attribute": {
			`{"Name":"email","Required":true}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"email","Required":true,` +
				`"StringAttributeConstraints":{"MaxLength":"2048","MinLength":"0"}}`,
		},
		"a standard attribute with its own type and another length": {
			`{"Name":"email","AttributeDataType":"String","Mutable":true,"StringAttributeConstraints":{"MinLength":"5"}}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":true,"Name":"email","Required":false,` +
				`"StringAttributeConstraints":{"MaxLength":"2048","MinLength":"5"}}`,
		},
		"a standard number with another range": {
			`{"Name":"updated_at","NumberAttributeConstraints":{"MaxValue":"9"}}`,
			`{"AttributeDataType":"Number","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"updated_at",` +
				`"NumberAttributeConstraints":{"MaxValue":"9","MinValue":"0"},"Required":false}`,
		},
		"sub": {
			`{"Name":"sub","Mutable":true}`,
			`{"AttributeDataType":"String","DeveloperOnlyAttribute":false,"Mutable":false,"Name":"sub","Required":true,` +
				`"StringAttributeConstraints":{"MaxLength":"2048","MinLength":"1"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			created := start(t).create(t, `{"Schema":[`+c.entry+`]}`)
			want := parse(t, c.want)
			for _, a := range created.SchemaAttributes {
				if a.Name == want["Name"] {
					if diff := cmp.Diff(want, parse(t, asJSON(t, a))); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
					return
				}
			}
			t.Errorf("no attribute %s", want["Name"])
		})
	}
}

// Entries that CreateUserPool refuses. Custom ones are refused by AddCustomAttributes, too.
func TestSchemaIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		entries  string
		standard bool
		rule     *rule.Rule
		message  string
	}{
		"no type": {
			`{"Name":"x"}`, false, rule.SchemaTypeMissing,
			"Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
		},
		"no name": {`{"AttributeDataType":"String"}`, false, rule.SchemaNameMissing, "Schema attributes must have a name."},
		"required": {
			`{"Name":"x","AttributeDataType":"String","Required":true}`, false, rule.SchemaCustomRequired,
			"Required custom attributes are not supported currently.",
		},
		"length that is no number": {
			`{"Name":"x","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"one"}}`, false, rule.SchemaStringConstraints,
			"Invalid StringAttributeConstraints for schema attribute custom:x",
		},
		"length below nothing": {
			`{"Name":"x","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"-1"}}`, false, rule.SchemaStringConstraints,
			"Invalid StringAttributeConstraints for schema attribute custom:x",
		},
		"length above the longest": {
			`{"Name":"x","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"2049"}}`, false, rule.SchemaStringTooLong,
			"user.custom:x: String attributes cannot have a length of more than 2048",
		},
		"lengths the wrong way round": {
			`{"Name":"x","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"10","MaxLength":"9"}}`, false, rule.SchemaStringRange,
			"Attribute custom:x cannot have a max length shorter than it's min length",
		},
		"value that is no number": {
			`{"Name":"x","AttributeDataType":"Number","NumberAttributeConstraints":{"MaxValue":"NaN"}}`, false, rule.SchemaNumberConstraints,
			"Invalid NumberAttributeConstraints for schema attribute custom:x",
		},
		"value without end": {
			`{"Name":"x","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"-Inf"}}`, false, rule.SchemaNumberConstraints,
			"Invalid NumberAttributeConstraints for schema attribute custom:x",
		},
		"values the wrong way round": {
			`{"Name":"x","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"2","MaxValue":"1"}}`, false, rule.SchemaNumberRange,
			"Attribute custom:x cannot have a max value smaller than it's min value",
		},
		"standard with another type": {
			`{"Name":"email","AttributeDataType":"Number"}`, true, rule.SchemaStandardRetyped,
			"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
		},
		"standard for developers": {
			`{"Name":"email","DeveloperOnlyAttribute":true}`, true, rule.SchemaStandardRetyped,
			"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
		},
		"standard with lengths the wrong way round": {
			`{"Name":"birthdate","StringAttributeConstraints":{"MaxLength":"9"}}`, true, rule.SchemaStringRange,
			"Attribute birthdate cannot have a max length shorter than it's min length",
		},
		"the same twice": {
			`{"Name":"x","AttributeDataType":"String"},{"Name":"x","AttributeDataType":"Number"}`, true, rule.SchemaDuplicate,
			"Duplicate custom attribute names custom:x are not allowed in a user pool schema.",
		},
		"the same standard one twice": {
			`{"Name":"email","Required":true},{"Name":"email"}`, true, rule.SchemaDuplicate,
			"Duplicate custom attribute names email are not allowed in a user pool schema.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			body := `{"PoolName":"app","Schema":[` + c.entries + `]}`
			_, err := e.CreateUserPool(t.Context(), request[api.CreateUserPoolRequest](t, "CreateUserPool", body))
			refused(t, err, c.rule, c.message)
			if !c.standard {
				refused(t, e.add(t, e.create(t, `{}`).Id, c.entries), c.rule, c.message)
			}
		})
	}
}

// The order is the real one, recorded with two custom attributes on 2026-09-24.
func TestDescribeUserPoolListsAttributesInItsOwnOrder(t *testing.T) {
	e := start(t)
	id := e.create(t, `{"Schema":[{"Name":"team","AttributeDataType":"String"},{"Name":"tenant","AttributeDataType":"String"}]}`).Id
	var names []string
	for _, a := range e.describe(t, id)["SchemaAttributes"].([]any) {
		names = append(names, a.(map[string]any)["Name"].(string))
	}
	want := "profile address birthdate gender preferred_username updated_at website picture identities sub email_verified " +
		"phone_number_verified phone_number zoneinfo custom:team custom:tenant locale email given_name family_name middle_name name nickname"
	if diff := cmp.Diff(strings.Fields(want), names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func (e emulator) add(t *testing.T, id, entries string) error {
	t.Helper()
	body := `{"UserPoolId":"` + id + `","CustomAttributes":[` + entries + `]}`
	out, err := e.AddCustomAttributes(t.Context(), request[api.AddCustomAttributesRequest](t, "AddCustomAttributes", body))
	if err == nil && asJSON(t, out) != "{}" {
		t.Errorf("AddCustomAttributes answers %s", asJSON(t, out))
	}
	return err
}

func (e emulator) attributes(t *testing.T, id string) []string {
	t.Helper()
	var names []string
	for _, a := range e.describe(t, id)["SchemaAttributes"].([]any) {
		if name := a.(map[string]any)["Name"].(string); strings.Contains(name, "custom:") {
			names = append(names, name)
		}
	}
	return names
}

func TestAddCustomAttributes(t *testing.T) {
	e := start(t)
	id := e.create(t, `{"Schema":[{"Name":"z","AttributeDataType":"String"}]}`).Id
	e.clock.Advance(1e9)
	err := e.add(t, id, `{"Name":"email","AttributeDataType":"String"},{"Name":"a","AttributeDataType":"Number","DeveloperOnlyAttribute":true}`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"custom:z", "custom:email", "dev:custom:a"}, e.attributes(t, id)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := e.describe(t, id); got["LastModifiedDate"] == got["CreationDate"] {
		t.Error("the pool does not look modified")
	}
}

func TestAddCustomAttributesTwice(t *testing.T) {
	e := start(t)
	id := e.create(t, `{"Schema":[{"Name":"z","AttributeDataType":"String"},{"Name":"d","AttributeDataType":"String","DeveloperOnlyAttribute":true}]}`).Id
	err := e.add(t, id, `{"Name":"new","AttributeDataType":"String"},{"Name":"z","AttributeDataType":"Number"}`)
	refused(t, err, rule.SchemaExists, "custom:z: Existing attribute already has name custom:z.")
	err = e.add(t, id, `{"Name":"d","AttributeDataType":"String","DeveloperOnlyAttribute":true}`)
	refused(t, err, rule.SchemaExists, "custom:d: Existing attribute already has name dev:custom:d.")
	if diff := cmp.Diff([]string{"custom:z", "dev:custom:d"}, e.attributes(t, id)); diff != "" {
		t.Errorf("a refused call added attributes (-want +got):\n%s", diff)
	}
}

func TestAddCustomAttributesLimit(t *testing.T) {
	e := start(t)
	id := e.create(t, `{}`).Id
	batch := func(from, to int) string {
		var entries []string
		for i := from; i < to; i++ {
			entries = append(entries, `{"Name":"a`+strconv.Itoa(i)+`","AttributeDataType":"String"}`)
		}
		return strings.Join(entries, ",")
	}
	for _, entries := range []string{batch(0, 25), batch(25, 50)} {
		if err := e.add(t, id, entries); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, e.add(t, id, batch(50, 51)), rule.SchemaTooMany, "User pool cannot have more than 50 custom attributes.")
}

func TestAddCustomAttributesUnknownPool(t *testing.T) {
	err := start(t).add(t, "us-east-1_none", `{"Name":"x","AttributeDataType":"String"}`)
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_none does not exist.")
}
