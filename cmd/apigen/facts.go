package main

// What the service model does not say. Everything here is a fact about the service, with where it comes from.

// plainSensitive are shapes that the model marks as sensitive, but whose values people need to see in their logs to find
// out what went wrong. Their constraint violations still print no value, as AWS's do.
var plainSensitive = map[string]bool{
	"UsernameType":       true,
	"ClientIdType":       true,
	"AttributeValueType": true,
}

// optionallySigned are operations without the model's noAuth trait that are authorised by the app client's id and secret in
// the body, so that both signed and unsigned calls are accepted.
//
//   - https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
//   - https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDerivedToken.html
var optionallySigned = map[string]bool{
	"GetClientToken":  true,
	"GetDerivedToken": true,
}

// documentedValues are enum values that the service documents and accepts, but the model lacks.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
var documentedValues = map[string][]string{
	"ExplicitAuthFlowsType": {"ALLOW_CLIENT_TOKEN_AUTH"},
}

// printedOrder is the order in which the service prints an enum's values in a validation message, where it is known to
// differ from the model's: observed for AccountTakeoverEventActionType, assumed for AttributeDataType.
var printedOrder = map[string][]string{
	"AccountTakeoverEventActionType": {"MFA_IF_CONFIGURED", "BLOCK", "NO_ACTION", "MFA_REQUIRED"},
	"AttributeDataType":              {"Boolean", "Number", "String", "DateTime"},
}
