package pool

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// schemaOf makes the schema of a new pool: the standard attributes, changed as the request says, then the custom ones
// in the order of the request.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
func schemaOf(entries []api.SchemaAttributeType) ([]api.SchemaAttributeType, error) {
	schema, changed := directory.StandardSchema(), []string{}
	for _, entry := range entries {
		i := slices.IndexFunc(schema, named(entry.Name))
		standard := i >= 0 && isStandard(schema[i])
		attribute, err := customAttribute(entry)
		if standard {
			attribute, err = standardAttribute(schema[i], entry)
		}
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(changed, attribute.Name):
			return nil, rule.SchemaDuplicate.Refuse(attribute.Name)
		case standard:
			schema[i] = attribute
		default:
			schema = append(schema, attribute)
		}
		changed = append(changed, attribute.Name)
	}
	return schema, nil
}

// standardAttribute changes a standard attribute. What an entry leaves out is not left as it was: Mutable and
// Required become false (observed), while the limits of the length stay (recorded). That sub stays as it is, whatever
// an entry says, is assumed.
func standardAttribute(standard, entry api.SchemaAttributeType) (api.SchemaAttributeType, error) {
	retyped := entry.AttributeDataType != "" && entry.AttributeDataType != standard.AttributeDataType
	if retyped || isTrue(entry.DeveloperOnlyAttribute) {
		return standard, rule.SchemaStandardRetyped.Refuse(entry.Name).Because("%s is a %s", entry.Name, standard.AttributeDataType)
	}
	if standard.Name == "sub" {
		return standard, nil
	}
	standard.Mutable, standard.Required = new(isTrue(entry.Mutable)), new(isTrue(entry.Required))
	if limits, over := standard.StringAttributeConstraints, entry.StringAttributeConstraints; limits != nil && over != nil {
		standard.StringAttributeConstraints = &api.StringAttributeConstraintsType{
			MinLength: cmp.Or(over.MinLength, limits.MinLength), MaxLength: cmp.Or(over.MaxLength, limits.MaxLength),
		}
	}
	if limits, over := standard.NumberAttributeConstraints, entry.NumberAttributeConstraints; limits != nil && over != nil {
		standard.NumberAttributeConstraints = &api.NumberAttributeConstraintsType{
			MinValue: cmp.Or(over.MinValue, limits.MinValue), MaxValue: cmp.Or(over.MaxValue, limits.MaxValue),
		}
	}
	return standard, checkConstraints(standard)
}

// customAttribute makes a custom attribute with its full name and the constraints of its type only.
func customAttribute(entry api.SchemaAttributeType) (api.SchemaAttributeType, error) {
	switch {
	case entry.Name == "":
		return entry, rule.SchemaNameMissing.Refuse()
	case entry.AttributeDataType == "":
		return entry, rule.SchemaTypeMissing.Refuse().Because("the custom attribute %s has no AttributeDataType", entry.Name)
	case isTrue(entry.Required):
		return entry, rule.SchemaCustomRequired.Refuse().Because("the custom attribute %s is required", entry.Name)
	}
	attribute := api.SchemaAttributeType{
		Name: "custom:" + entry.Name, AttributeDataType: entry.AttributeDataType, Required: new(false),
		DeveloperOnlyAttribute: new(isTrue(entry.DeveloperOnlyAttribute)), Mutable: new(isTrue(entry.Mutable)),
	}
	if *attribute.DeveloperOnlyAttribute {
		attribute.Name = "dev:custom:" + entry.Name
	}
	switch entry.AttributeDataType {
	case api.AttributeDataTypeString:
		attribute.StringAttributeConstraints = cmp.Or(entry.StringAttributeConstraints, &api.StringAttributeConstraintsType{})
	case api.AttributeDataTypeNumber:
		attribute.NumberAttributeConstraints = cmp.Or(entry.NumberAttributeConstraints, &api.NumberAttributeConstraintsType{})
	case api.AttributeDataTypeBoolean, api.AttributeDataTypeDateTime:
	}
	return attribute, checkConstraints(attribute)
}

const longestString = 2048

func checkConstraints(a api.SchemaAttributeType) error {
	if limits := a.StringAttributeConstraints; limits != nil {
		return checkLengths(a.Name, limits.MinLength, limits.MaxLength)
	}
	if limits := a.NumberAttributeConstraints; limits != nil {
		return checkValues(a.Name, limits.MinValue, limits.MaxValue)
	}
	return nil
}

func checkLengths(name, shortest, longest string) error {
	low, lowOK := length(shortest, 0)
	high, highOK := length(longest, longestString)
	switch {
	case !lowOK || !highOK:
		return rule.SchemaStringConstraints.Refuse(name).Because("MinLength is %q, MaxLength is %q", shortest, longest)
	case low > longestString || high > longestString:
		return rule.SchemaStringTooLong.Refuse(name).Because("MinLength is %d, MaxLength is %d", low, high)
	case high < low:
		return rule.SchemaStringRange.Refuse(name).Because("MinLength is %d, MaxLength is %d", low, high)
	}
	return nil
}

func length(text string, unset int) (int, bool) {
	if text == "" {
		return unset, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0
}

func checkValues(name, smallest, largest string) error {
	low, lowOK := value(smallest, math.Inf(-1))
	high, highOK := value(largest, math.Inf(1))
	switch {
	case !lowOK || !highOK:
		return rule.SchemaNumberConstraints.Refuse(name).Because("MinValue is %q, MaxValue is %q", smallest, largest)
	case high < low:
		return rule.SchemaNumberRange.Refuse(name).Because("MinValue is %s, MaxValue is %s", smallest, largest)
	}
	return nil
}

func value(text string, unset float64) (float64, bool) {
	if text == "" {
		return unset, true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

func isTrue(b *bool) bool { return b != nil && *b }
