package directory

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Flags are the attributes that say whether another one is verified; users cannot write them, nor sub.
var flags = []string{"email_verified", "phone_number_verified"}

// Given turns an attribute list into a map: of duplicates the last one wins.
func Given(list []api.AttributeType) map[string]string {
	given := map[string]string{}
	for _, a := range list {
		given[a.Name] = a.Value
	}
	return given
}

// CheckWritable refuses attributes that a client may not write. Administrators (client nil) may write all but sub.
func CheckWritable(client *Client, names []string) error {
	for _, name := range names {
		if name == "sub" || client != nil && slices.Contains(flags, name) {
			return rule.AttributeFlagNotMutable.Refuse(name)
		}
		if client != nil && !client.Writable(name) {
			return rule.AttributeUnauthorized.Refuse().Because("client %s may not write %s: its WriteAttributes are %v", client.ClientId, name, client.WriteAttributes)
		}
	}
	return nil
}

// CheckNew checks the attributes of a user who is about to be created by SignUp.
func CheckNew(pool Pool, attributes map[string]string) error {
	if err := CheckKnown(pool, attributes); err != nil {
		return err
	}
	for _, a := range pool.SchemaAttributes {
		if isTrue(a.Required) && a.Name != "sub" && attributes[a.Name] == "" {
			name := scimName(a.Name)
			return rule.AttributeRequired.Refuse(name+": The attribute "+name+" is required").Because("the schema requires %s", a.Name)
		}
	}
	return nil
}

// CheckNewByAdmin checks the attributes of a user who is about to be created by AdminCreateUser, which names all
// missing ones, each on its line.
func CheckNewByAdmin(pool Pool, attributes map[string]string) error {
	if err := CheckKnown(pool, attributes); err != nil {
		return err
	}
	var missing strings.Builder
	for _, a := range pool.SchemaAttributes {
		if isTrue(a.Required) && a.Name != "sub" && attributes[a.Name] == "" {
			missing.WriteString(a.Name + ": The attribute is required\n")
		}
	}
	if missing.Len() > 0 {
		return rule.AttributeRequired.Refuse(missing.String())
	}
	return checkFlags(attributes, attributes)
}

// CheckKnown refuses attributes that are not in the schema, and values that do not fit it.
func CheckKnown(pool Pool, attributes map[string]string) error {
	for _, name := range sorted(attributes) {
		if _, ok := pool.Attribute(name); !ok {
			return rule.AttributeUnknownAtCreation.Refuse(name).Because("the schema of pool %s has no attribute %s", pool.Id, name)
		}
	}
	return checkValues(pool, attributes)
}

// CheckUpdate checks new values for an existing user's attributes. Every attribute that cannot be written gets a
// line of its own in the message.
func CheckUpdate(pool Pool, user User, changes map[string]string) error {
	var refused *rule.Refusal
	for _, name := range sorted(changes) {
		schema, known := pool.Attribute(name)
		switch {
		case !known:
			refused = addLine(refused, rule.AttributeUnknown.Refuse(name))
		case !isTrue(schema.Mutable):
			refused = addLine(refused, rule.AttributeImmutable.Refuse(name))
		}
	}
	if refused != nil {
		return refused
	}
	if err := checkValues(pool, changes); err != nil {
		return err
	}
	after := map[string]string{}
	for name, value := range user.Attributes {
		after[name] = value
	}
	for name, value := range changes {
		after[name] = value
	}
	return checkFlags(changes, after)
}

func addLine(refused, next *rule.Refusal) *rule.Refusal {
	if refused == nil {
		return next
	}
	refused.Answer.Message += next.Answer.Message
	return refused
}

// checkFlags refuses to verify what is not there.
func checkFlags(changes, after map[string]string) error {
	for flag, words := range map[string][2]string{
		"email_verified":        {"Email", "an email"},
		"phone_number_verified": {"Phone Number", "a phone number"},
	} {
		if _, changed := changes[flag]; changed && after[strings.TrimSuffix(flag, "_verified")] == "" {
			return rule.VerifyFlagWithoutValue.Refuse(words[0], words[1])
		}
	}
	return nil
}

// CheckDelete checks the names of attributes that are about to be removed.
func CheckDelete(pool Pool, names []string) error {
	for _, name := range names {
		schema, known := pool.Attribute(name)
		switch {
		case slices.Contains(flags, name) || name == "sub":
			return rule.AttributeFlagNotMutable.Refuse(name)
		case !known:
			return rule.AttributeDeleteUnknown.Refuse(name)
		case isTrue(schema.Required):
			scim := scimName(name)
			return rule.AttributeDeleteRequired.Refuse(scim, scim)
		case !isTrue(schema.Mutable):
			return rule.AttributeDeleteImmutable.Refuse(strings.TrimPrefix(name, "custom:"))
		}
	}
	return nil
}

// Update writes attributes that have been checked. An empty value removes the attribute; a new email address or
// phone number is unverified unless the same call says otherwise.
func (u *User) Update(changes map[string]string) {
	if u.Attributes == nil {
		u.Attributes = map[string]string{}
	}
	for _, flag := range flags {
		name := strings.TrimSuffix(flag, "_verified")
		value, changed := changes[name]
		if _, flagged := changes[flag]; changed && !flagged && value != u.Attributes[name] {
			u.Attributes[flag] = "false"
		}
	}
	for name, value := range changes {
		if value == "" {
			u.Remove([]string{name})
			continue
		}
		u.Attributes[name] = value
	}
}

// Remove deletes attributes, and the flag of each that can be verified.
func (u *User) Remove(names []string) {
	for _, name := range names {
		delete(u.Attributes, name)
		delete(u.Attributes, name+"_verified")
	}
}

// scimNames are the names by which some messages call attributes: SCIM's, as recorded for family_name and observed
// for given_name, email and phone_number. The others are assumed to keep their names.
var scimNames = map[string]string{
	"given_name": "name.givenName", "family_name": "name.familyName", "middle_name": "name.middleName",
	"email": "emails", "phone_number": "phoneNumbers",
}

func scimName(attribute string) string {
	if name, ok := scimNames[attribute]; ok {
		return name
	}
	return attribute
}

// checkValues checks each value against the format of its attribute and the limits of the schema.
func checkValues(pool Pool, attributes map[string]string) error {
	for _, name := range sorted(attributes) {
		value := attributes[name]
		schema, _ := pool.Attribute(name)
		if value == "" {
			continue
		}
		if err := checkValue(schema, name, value); err != nil {
			return err
		}
	}
	return nil
}

func checkValue(schema api.SchemaAttributeType, name, value string) error {
	switch {
	case name == "email" && !IsEmail(value):
		return rule.EmailFormat.Refuse().Because("%q is no email address", value)
	case name == "phone_number" && !IsPhone(value):
		return rule.PhoneFormat.Refuse().Because("%q is not + and up to 15 digits", value)
	case schema.AttributeDataType == api.AttributeDataTypeBoolean && value != "true" && value != "false":
		return rule.AttributeBoolean.Refuse(name)
	case schema.NumberAttributeConstraints != nil:
		return checkNumber(name, value, *schema.NumberAttributeConstraints)
	case schema.StringAttributeConstraints != nil:
		return checkLength(name, utf8.RuneCountInString(value), *schema.StringAttributeConstraints)
	}
	return nil
}

func checkLength(name string, length int, limits api.StringAttributeConstraintsType) error {
	if longest, err := strconv.Atoi(limits.MaxLength); err == nil && length > longest {
		return rule.AttributeTooLong.Refuse(name, longest)
	}
	if shortest, err := strconv.Atoi(limits.MinLength); err == nil && length < shortest {
		return rule.AttributeTooShort.Refuse(name, shortest)
	}
	return nil
}

func checkNumber(name, value string, limits api.NumberAttributeConstraintsType) error {
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return rule.AttributeNumber.Refuse(name)
	}
	if smallest, err := strconv.ParseFloat(limits.MinValue, 64); err == nil && number < smallest {
		return rule.AttributeNumber.Refuse(name).Because("%s is below %s", value, limits.MinValue)
	}
	if largest, err := strconv.ParseFloat(limits.MaxValue, 64); err == nil && number > largest {
		return rule.AttributeNumber.Refuse(name).Because("%s is above %s", value, limits.MaxValue)
	}
	return nil
}

func isTrue(b *bool) bool { return b != nil && *b }

func sorted(attributes map[string]string) []string {
	names := make([]string, 0, len(attributes))
	for name := range attributes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
