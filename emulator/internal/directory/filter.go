package directory

import (
	"regexp"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Filter is the condition that a ListUsers request sets, such as email ^= "jane".
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api
type Filter struct {
	Attribute string
	Prefix    bool // ^= instead of =
	Value     string
}

// filterShape is a name, bare or quoted, an operator and a quoted value, in which a backslash escapes quotation marks
// and itself.
var filterShape = regexp.MustCompile(`(?s)^\s*(?:"([^"]*)"|([^\s"=^]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$`)

var unescape = strings.NewReplacer(`\\`, `\`, `\"`, `"`)

// ParseFilter reads a filter; nil means that there is no condition.
func ParseFilter(text string) (*Filter, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	part := filterShape.FindStringSubmatch(text)
	if part == nil {
		return nil, rule.FilterSyntax.Refuse().Because("%q is not: attribute = \"value\", or attribute ^= \"prefix\"", text)
	}
	filter := &Filter{Attribute: part[1] + part[2], Prefix: part[3] == "^=", Value: unescape.Replace(part[4])}
	if _, ok := searchable[filter.Attribute]; !ok {
		return nil, rule.FilterAttribute.Refuse(filter.Attribute).Because("users cannot be searched by %q", filter.Attribute)
	}
	return filter, nil
}

// search says how users are searched by one attribute.
type search struct {
	value func(User) string
	exact bool // upper and lower case differ
}

// searchable are the attributes that a filter can name. Custom ones are not among them.
var searchable = map[string]search{
	"username":            {func(u User) string { return u.Username }, true},
	"sub":                 {func(u User) string { return u.Sub }, false},
	"status":              {accountStatus, true},
	"cognito:user_status": {func(u User) string { return string(u.Status) }, false},
	"email":               attribute("email"),
	"phone_number":        attribute("phone_number"),
	"name":                attribute("name"),
	"given_name":          attribute("given_name"),
	"family_name":         attribute("family_name"),
	"preferred_username":  attribute("preferred_username"),
}

func attribute(name string) search {
	return search{func(u User) string { return u.Attributes[name] }, false}
}

func accountStatus(u User) string {
	if u.Enabled {
		return "Enabled"
	}
	return "Disabled"
}

// Matches reports whether a user meets the condition. Who does not have the attribute does not.
func (f Filter) Matches(user User) bool {
	has := f.SortKey(user)
	asked := searchable[f.Attribute].fold(f.Value)
	if f.Prefix {
		return has != "" && strings.HasPrefix(has, asked)
	}
	return has != "" && has == asked
}

// SortKey is what the results are sorted by: the attribute of the filter, as it compares.
func (f Filter) SortKey(user User) string {
	by, ok := searchable[f.Attribute]
	if !ok {
		return ""
	}
	return by.fold(by.value(user))
}

func (s search) fold(text string) string {
	if s.exact {
		return text
	}
	return strings.ToLower(text)
}
