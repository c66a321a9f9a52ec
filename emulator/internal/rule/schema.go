package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of a user pool's schema.
var (
	SchemaTypeMissing = &Rule{
		ID:        "schema.type-missing",
		exception: api.InvalidParameterException,
		Wording:   "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
		Reason:    "a custom attribute has no AttributeDataType",
		Fix:       "give one",
		Source:    observed("public code"),
	}
	SchemaCustomRequired = &Rule{
		ID:        "schema.custom-required",
		exception: api.InvalidParameterException,
		Wording:   "Required custom attributes are not supported currently.",
		Reason:    "a custom attribute cannot be required",
		Fix:       "leave Required out",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SchemaStandardRetyped = &Rule{
		ID:        "schema.standard-retyped",
		exception: api.InvalidParameterException,
		Wording:   "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute %s",
		Reason:    "a standard attribute keeps its type",
		Fix:       "leave AttributeDataType out, or use the attribute's own",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SchemaDuplicate = &Rule{
		ID:        "schema.duplicate",
		exception: api.InvalidParameterException,
		Wording:   "Duplicate custom attribute names %s are not allowed in a user pool schema.",
		Reason:    "two attributes share a name",
		Fix:       "rename one",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SchemaNumberRange = &Rule{
		ID:        "schema.number-range",
		exception: api.InvalidParameterException,
		Wording:   "Attribute %s cannot have a max value smaller than it's min value",
		Reason:    "the largest value is below the smallest",
		Fix:       "swap them",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SchemaStringRange = &Rule{
		ID:        "schema.string-range",
		exception: api.InvalidParameterException,
		Wording:   "Attribute %s cannot have a max length shorter than it's min length",
		Reason:    "the largest length is below the smallest",
		Fix:       "swap them",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	SchemaStringTooLong = &Rule{
		ID:        "schema.string-too-long",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: String attributes cannot have a length of more than 2048",
		Reason:    "string attributes hold 2048 characters at most",
		Fix:       "lower MaxLength",
		Source:    assumed("seen in another emulator only"),
	}
	SchemaStringConstraints = &Rule{
		ID:        "schema.string-constraints",
		exception: api.InvalidParameterException,
		Wording:   "Invalid StringAttributeConstraints for schema attribute %s",
		Reason:    "MinLength and MaxLength are numbers in strings",
		Fix:       "write them as digits",
		Source:    assumed("seen in another emulator only"),
	}
	SchemaNumberConstraints = &Rule{
		ID:        "schema.number-constraints",
		exception: api.InvalidParameterException,
		Wording:   "Invalid NumberAttributeConstraints for schema attribute %s",
		Reason:    "MinValue and MaxValue are numbers in strings",
		Fix:       "write them as digits",
		Source:    assumed("seen in another emulator only"),
	}
	SchemaExists = &Rule{
		ID:        "schema.exists",
		exception: api.InvalidParameterException,
		Wording:   "%s: Existing attribute already has name %s.",
		Reason:    "the pool has this custom attribute already",
		Fix:       "choose another name; custom attributes cannot be changed",
		Source:    assumed("seen in another emulator, written from the real one"),
	}
	SchemaTooMany = &Rule{
		ID:        "schema.too-many",
		exception: api.LimitExceededException,
		Wording:   "User pool cannot have more than 50 custom attributes.",
		Reason:    "a pool holds 50 custom attributes",
		Fix:       "use fewer",
		Source:    assumed("the limit is documented; the text is not established"),
	}
	SchemaNameMissing = &Rule{
		ID:        "schema.name-missing",
		exception: api.InvalidParameterException,
		Wording:   "Schema attributes must have a name.",
		Reason:    "an attribute of the schema has no name",
		Fix:       "give one",
		Source:    assumed("the text is not established"),
	}
)

var schemaRules = []*Rule{
	SchemaTypeMissing,
	SchemaCustomRequired,
	SchemaStandardRetyped,
	SchemaDuplicate,
	SchemaNumberRange,
	SchemaStringRange,
	SchemaStringTooLong,
	SchemaStringConstraints,
	SchemaNumberConstraints,
	SchemaExists,
	SchemaTooMany,
	SchemaNameMissing,
}
