package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of attributes: schema, formats and permissions.
var (
	AttributeRequired = &Rule{
		ID:        "attribute.required",
		exception: api.InvalidParameterException,
		Wording:   "Attributes did not conform to the schema: %s",
		Reason:    "the schema requires the attribute",
		Fix:       "give it",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeUnknownAtCreation = &Rule{
		ID:        "attribute.unknown-at-creation",
		exception: api.InvalidParameterException,
		Wording:   "Attributes did not conform to the schema: Type for attribute {%s} could not be determined",
		Reason:    "the attribute is not in the schema of the pool",
		Fix:       "add it with AddCustomAttributes; custom attributes need the prefix custom:",
		Source:    observed("public code"),
	}
	AttributeFlagNotMutable = &Rule{
		ID:        "attribute.flag-not-mutable",
		exception: api.InvalidParameterException,
		Wording:   "Cannot modify the non-mutable attribute %s",
		Reason:    "users cannot set sub and the _verified flags",
		Fix:       "leave it out; administrators may set the flags",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeUnauthorized = &Rule{
		ID:        "attribute.unauthorized",
		exception: api.NotAuthorizedException,
		Wording:   "A client attempted to write unauthorized attribute",
		Reason:    "the app client's WriteAttributes do not have the attribute",
		Fix:       "add it with UpdateUserPoolClient",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	EmailFormat = &Rule{
		ID:        "attribute.email-format",
		exception: api.InvalidParameterException,
		Wording:   "Invalid email address format.",
		Reason:    "the value is no email address",
		Source:    observed("public code"),
	}
	PhoneFormat = &Rule{
		ID:        "attribute.phone-format",
		exception: api.InvalidParameterException,
		Wording:   "Invalid phone number format.",
		Reason:    "a phone number is + and digits, as E.164 has it",
		Fix:       "write it like +12065550100",
		Source:    observed("public code"),
	}
	AttributeImmutable = &Rule{
		ID:        "attribute.immutable",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: Attribute cannot be updated.\n",
		Reason:    "the schema says Mutable: false",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeUnknown = &Rule{
		ID:        "attribute.unknown",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: Attribute does not exist in the schema.\n",
		Reason:    "the attribute is not in the schema of the pool",
		Fix:       "add it with AddCustomAttributes; custom attributes need the prefix custom:",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeTooLong = &Rule{
		ID:        "attribute.too-long",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: String must be no longer than %d characters\n",
		Reason:    "the schema limits the length",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeTooShort = &Rule{
		ID:        "attribute.too-short",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: String must be at least %d characters\n",
		Reason:    "the schema asks for a length",
		Source:    assumed("by analogy with the text for long values"),
	}
	AttributeNumber = &Rule{
		ID:        "attribute.number",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: Attribute value is not a number within the limits of the schema.\n",
		Reason:    "the schema says Number",
		Source:    assumed("the text is not established"),
	}
	AttributeBoolean = &Rule{
		ID:        "attribute.boolean",
		exception: api.InvalidParameterException,
		Wording:   "user.%s: Attribute value is not a boolean.\n",
		Reason:    "the value is true or false",
		Source:    assumed("the text is not established"),
	}
	AttributeDeleteRequired = &Rule{
		ID:        "attribute.delete-required",
		exception: api.InvalidParameterException,
		Wording:   "Invalid user attributes: %s: The attribute %s is required",
		Reason:    "a required attribute stays",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeDeleteImmutable = &Rule{
		ID:        "attribute.delete-immutable",
		exception: api.InvalidParameterException,
		Wording:   "Invalid user attributes: Custom.User.%s: This attribute does not satisfy the mutability validation defined in the schema.",
		Reason:    "the schema says Mutable: false",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AttributeDeleteUnknown = &Rule{
		ID:        "attribute.delete-unknown",
		exception: api.InvalidParameterException,
		Wording:   "Invalid user attributes: Type for attribute {%s} could not be determined",
		Reason:    "the attribute is not in the schema of the pool",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	VerifyFlagWithoutValue = &Rule{
		ID:        "attribute.flag-without-value",
		exception: api.InvalidParameterException,
		Wording:   "%s is required to verify/un-verify %s",
		Reason:    "the user has no value to verify",
		Fix:       "give the value in the same call",
		Source:    assumed("tests of another emulator, written from the real one"),
	}
	AttributeNotVerifiable = &Rule{
		ID:        "attribute.not-verifiable",
		exception: api.InvalidParameterException,
		Wording:   "Invalid attribute name. Only phone_number and email can be verified.",
		Reason:    "only email and phone_number receive codes",
		Source:    observed("public code"),
	}
	AttributeNothingToVerify = &Rule{
		ID:        "attribute.nothing-to-verify",
		exception: api.InvalidParameterException,
		Wording:   "User does not have a value for the attribute %s.",
		Reason:    "a code cannot go to an attribute that the user does not have",
		Fix:       "set it with UpdateUserAttributes first",
		Source:    assumed("the text is not established"),
	}
	PreferredUsernameTooEarly = &Rule{
		ID:        "attribute.preferred-username-too-early",
		exception: api.InvalidParameterException,
		Wording:   "Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.",
		Reason:    "in a pool with the alias preferred_username only confirmed users can have one",
		Fix:       "set it with UpdateUserAttributes after the confirmation",
		Source:    observed("aws-amplify/amplify-js#1669; the exception is assumed"),
	}
)

var attributeRules = []*Rule{
	AttributeRequired,
	AttributeUnknownAtCreation,
	AttributeFlagNotMutable,
	AttributeUnauthorized,
	EmailFormat,
	PhoneFormat,
	AttributeImmutable,
	AttributeUnknown,
	AttributeTooLong,
	AttributeTooShort,
	AttributeNumber,
	AttributeBoolean,
	AttributeDeleteRequired,
	AttributeDeleteImmutable,
	AttributeDeleteUnknown,
	VerifyFlagWithoutValue,
	AttributeNotVerifiable,
	AttributeNothingToVerify,
	PreferredUsernameTooEarly,
}
