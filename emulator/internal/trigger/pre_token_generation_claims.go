package trigger

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// reservedClaims cannot be changed by functions. That scope is one of them in access tokens is assumed: scopes have
// their own members in the answer.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
var reservedClaims = []string{
	"acr", "amr", "at_hash", "auth_time", "aud", "azp", "client_id", "device_key", "event_id", "exp", "iat", "identities", "iss",
	"jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "username", "version",
}

func isReservedClaim(name string) bool {
	return slices.Contains(reservedClaims, name) || strings.HasPrefix(name, "cognito:") || strings.HasPrefix(name, "dev:")
}

// flatClaims take no lists and objects in ID tokens. That such an answer is refused is assumed.
var flatClaims = []string{"address", "email_verified", "phone_number_verified", "updated_at"}

// claimRules say what may be done to the claims of one token.
type claimRules struct {
	texts  bool // V1_0: values are strings
	access bool // it is the access token
	client string
}

// reserved says whether a claim must stay as it is. The audience of an access token can be added: the client itself.
func (c claimRules) reserved(name string, value json.RawMessage) bool {
	switch {
	case c.access && name == "aud" && value != nil:
		var audience string
		return json.Unmarshal(value, &audience) != nil || audience != c.client
	case c.access && name == "scope":
		return true
	}
	return isReservedClaim(name)
}

// expects says what a claim's value must be, if it is not.
func (c claimRules) expects(name string, value json.RawMessage) string {
	flat := value[0] != '[' && value[0] != '{'
	switch {
	case c.texts && value[0] != '"':
		return "a string: only events of V2_0 and V3_0 take other values"
	case !c.access && !flat && slices.Contains(flatClaims, name):
		return "neither a list nor an object for this claim"
	}
	return ""
}

// claims reads claimsToAddOrOverride and claimsToSuppress.
func (r *preTokenReader) claims(path string, members map[string]json.RawMessage, rules claimRules) ClaimChanges {
	var changes ClaimChanges
	for _, name := range r.texts(path+".claimsToSuppress", members["claimsToSuppress"]) {
		if rules.reserved(name, nil) {
			r.note("%s.claimsToSuppress names %s, which functions cannot change%s", path, name, rules.except(name))
			continue
		}
		changes.Suppress = append(changes.Suppress, name)
	}
	slices.Sort(changes.Suppress)
	changes.Suppress = slices.Compact(changes.Suppress)
	path += ".claimsToAddOrOverride"
	wanted := r.object(path, members["claimsToAddOrOverride"])
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		value := bytes.ToValidUTF8(bytes.TrimSpace(wanted[name]), []byte("\ufffd"))
		switch {
		case slices.Contains(changes.Suppress, name): // who is in both is suppressed
		case isNull(value):
			r.note("%s.%s is null: it was ignored", path, name)
		case rules.reserved(name, value):
			r.note("%s.%s was ignored: functions cannot change this claim%s", path, name, rules.except(name))
		default:
			if expected := rules.expects(name, value); expected != "" {
				r.refuse("%s.%s is %s, and Cognito expects %s", path, name, kindOf(value), expected)
			}
			changes.Set = append(changes.Set, Claim{name, value})
		}
	}
	return changes
}

// except says how a reserved claim can be changed after all.
func (c claimRules) except(name string) string {
	switch {
	case name == "cognito:groups", name == "cognito:roles", name == "cognito:preferred_role":
		return " but by groupOverrideDetails"
	case c.access && name == "scope":
		return " but by scopesToAdd and scopesToSuppress"
	case c.access && name == "aud":
		return " but by adding the client's id"
	}
	return ""
}
