package directory_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestParseFilter(t *testing.T) {
	for text, want := range map[string]*directory.Filter{
		``:                                 nil,
		"  \t":                             nil,
		`family_name = "Reddy"`:            {Attribute: "family_name", Value: "Reddy"},
		`given_name ^= "Jo"`:               {Attribute: "given_name", Prefix: true, Value: "Jo"},
		`"email"^="testuser"`:              {Attribute: "email", Prefix: true, Value: "testuser"},
		`cognito:user_status="CONFIRMED"`:  {Attribute: "cognito:user_status", Value: "CONFIRMED"},
		"\n status\t=\t\"Enabled\"\n":      {Attribute: "status", Value: "Enabled"},
		`name = ""`:                        {Attribute: "name"},
		`name = "say \"hi\""`:              {Attribute: "name", Value: `say "hi"`},
		`name = "C:\\dir"`:                 {Attribute: "name", Value: `C:\dir`},
		`name = "C:\dir"`:                  {Attribute: "name", Value: `C:\dir`},
		"name = \"two\nlines\"":            {Attribute: "name", Value: "two\nlines"},
		`preferred_username = "a = \"b\""`: {Attribute: "preferred_username", Value: `a = "b"`},
		`phone_number ^= "+1206"`:          {Attribute: "phone_number", Prefix: true, Value: "+1206"},
		`sub = "0b9d5a3e"`:                 {Attribute: "sub", Value: "0b9d5a3e"},
		`username = "Grüße"`:               {Attribute: "username", Value: "Grüße"},
	} {
		got, err := directory.ParseFilter(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func TestParseFilterRefuses(t *testing.T) {
	for text, want := range map[string]*rule.Rule{
		`email`:                           rule.FilterSyntax,
		`email = jane`:                    rule.FilterSyntax,
		`email = 'jane'`:                  rule.FilterSyntax,
		`email == "jane"`:                 rule.FilterSyntax,
		`email ^ = "jane"`:                rule.FilterSyntax,
		`email *= "jane"`:                 rule.FilterSyntax,
		`email = "jane`:                   rule.FilterSyntax,
		`email = "jane\"`:                 rule.FilterSyntax,
		`email = "jane" and name = "doe"`: rule.FilterSyntax,
		`email = "ja"ne"`:                 rule.FilterSyntax,
		`= "jane"`:                        rule.FilterSyntax,
		`"email = "jane"`:                 rule.FilterSyntax,
		`custom:team = "red"`:             rule.FilterAttribute,
		`email_verified = "true"`:         rule.FilterAttribute,
		`Email = "jane"`:                  rule.FilterAttribute,
		`"" = "jane"`:                     rule.FilterAttribute,
	} {
		if _, err := directory.ParseFilter(text); !rule.Is(err, want) {
			t.Errorf("%q: %v, want %s", text, err, want.ID)
		}
	}
	for text, want := range map[string]string{
		`email`:               "Error while parsing filter",
		`custom:team = "red"`: "Invalid search attribute: custom:team",
	} {
		if refusal, _ := rule.As(second(directory.ParseFilter(text))); refusal.Answer.Message != want {
			t.Errorf("%q: the message is %q, want %q", text, refusal.Answer.Message, want)
		}
	}
}

func second(_ *directory.Filter, err error) error { return err }

func TestFilterMatches(t *testing.T) {
	user := directory.User{
		Username: "Jane", Sub: "0b9d5a3e-0000-4000-8000-000000000000", Enabled: true, Status: api.UserStatusTypeConfirmed,
		Attributes: map[string]string{"email": "Jane.Doe@example.com", "name": "Straße"},
	}
	for text, want := range map[string]bool{
		`username = "Jane"`:                     true,
		`username = "jane"`:                     false, // case-sensitive
		`username ^= "Ja"`:                      true,
		`username ^= "ja"`:                      false,
		`email = "jane.doe@EXAMPLE.com"`:        true,
		`email = "jane"`:                        false,
		`email ^= "jane"`:                       true,
		`email ^= ""`:                           true,
		`name = "STRAßE"`:                       true,
		`status = "Enabled"`:                    true,
		`status = "enabled"`:                    false, // case-sensitive
		`status = "Disabled"`:                   false,
		`cognito:user_status = "confirmed"`:     true,
		`cognito:user_status ^= "CON"`:          true,
		`cognito:user_status = "UNCONFIRMED"`:   false,
		`sub ^= "0B9D5A3E"`:                     true,
		`phone_number ^= ""`:                    false, // the user has none
		`phone_number = ""`:                     false,
		`given_name = "Jane"`:                   false,
		`"preferred_username" ^= "Jane"`:        false,
		`family_name = "Doe"`:                   false,
		`email ^= "jane.doe@example.com.evil"`:  false,
		`sub = "0b9d5a3e-0000-4000-8000-00000"`: false,
	} {
		filter, err := directory.ParseFilter(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := filter.Matches(user); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
	user.Enabled = false
	if filter, _ := directory.ParseFilter(`status = "Disabled"`); !filter.Matches(user) {
		t.Error("a disabled user is not found")
	}
}

// write gives the text of a filter.
func write(f directory.Filter) string {
	operator := "="
	if f.Prefix {
		operator = "^="
	}
	return f.Attribute + operator + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f.Value) + `"`
}

var searchable = []string{
	"username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username", "cognito:user_status", "status", "sub",
}

// Every value can be searched for, and who has it is found by it, by its beginning, and in another case.
func TestFilterFindsWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := []rune(rapid.StringOf(rapid.Rune()).Draw(t, "value"))
		cut := rapid.IntRange(0, len(value)).Draw(t, "cut")
		want := directory.Filter{Attribute: rapid.SampledFrom(searchable).Draw(t, "attribute"), Value: string(value)}
		if want.Prefix = rapid.Bool().Draw(t, "prefix"); want.Prefix {
			want.Value = string(value[:cut])
		}
		filter, err := directory.ParseFilter(write(want))
		if err != nil || *filter != want {
			t.Fatalf("%s is %+v (%v), want %+v", write(want), filter, err, want)
		}
		user := directory.User{Username: string(value), Attributes: map[string]string{"name": string(value)}}
		for _, attribute := range []string{"username", "name"} {
			filter.Attribute = attribute
			if got := filter.Matches(user); got != (len(value) > 0) {
				t.Fatalf("%+v matches %q: %t", filter, string(value), got)
			}
		}
		if user.Attributes["name"] += "x"; !filter.Prefix && filter.Matches(user) {
			t.Fatalf("%+v matches %q", filter, user.Attributes["name"])
		}
	})
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{``, `email = "a"`, `"email" ^= "a\"b"`, `custom:x="y"`, `email = "\`, "name=\"\xff\"", `=`} {
		f.Add(seed, "value")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		filter, err := directory.ParseFilter(text)
		switch {
		case err != nil && !rule.Is(err, rule.FilterSyntax, rule.FilterAttribute):
			t.Fatalf("%q: %v", text, err)
		case err != nil && filter != nil:
			t.Fatalf("%q: both %+v and %v", text, filter, err)
		case filter == nil:
			return
		}
		filter.Matches(directory.User{Username: value, Sub: value, Attributes: map[string]string{filter.Attribute: value}})
		again, err := directory.ParseFilter(write(*filter))
		if err != nil || *again != *filter {
			t.Fatalf("%q is %+v, but %q is %+v (%v)", text, filter, write(*filter), again, err)
		}
	})
}
