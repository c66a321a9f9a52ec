package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// header lists the members that a function has no business to change.
var header = []string{"version", "region", "userPoolId", "userName", "callerContext", "triggerSource"}

// responseMembers are the members that Cognito reads of a response, by what the triggerSource begins with.
var responseMembers = map[string][]string{
	"PreSignUp":                   {"autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"},
	"DefineAuthChallenge":         {"challengeName", "issueTokens", "failAuthentication"},
	"CreateAuthChallenge":         {"publicChallengeParameters", "privateChallengeParameters", "challengeMetadata"},
	"VerifyAuthChallengeResponse": {"answerCorrect"},
	"TokenGeneration":             {"claimsOverrideDetails", "claimsAndScopeOverrideDetails"},
	"UserMigration":               {"userAttributes", "forceAliasCreation", "enableSMSMFA", "finalUserStatus", "messageAction", "desiredDeliveryMediums"},
	"CustomMessage":               {"smsMessage", "emailMessage", "emailSubject"},
	"InboundFederation":           {"userAttributesToMap"},
}

// changedHeader says which members of the header the answer dropped, or changed, in words that follow "the function
// returned"; "" if none.
func (r *reply) changedHeader() string {
	var dropped []string
	for _, name := range header {
		was, sent := r.sent.members[name]
		is, returned := r.answer[name]
		switch {
		case sent && !returned:
			dropped = append(dropped, name)
		case sent && !sameJSON(is, was) && (name != "callerContext" || !r.sameCaller(is)):
			return fmt.Sprintf("the event with another %s: %s instead of %s", name, kindOf(is), kindOf(was))
		}
	}
	if len(dropped) > 0 {
		return "the event without its " + strings.Join(dropped, ", ")
	}
	return ""
}

// sameCaller reports whether a callerContext that came back is the one that was sent, but for a clientId of null: the types
// of aws-lambda-go make "" of it.
func (r *reply) sameCaller(raw json.RawMessage) bool {
	var is callerContext
	return r.sent.client() == "" && json.Unmarshal(raw, &is) == nil &&
		is.AWSSDKVersion == r.sent.CallerContext.AWSSDKVersion && (is.ClientID == nil || *is.ClientID == "")
}

// noteIgnored notes what the answer says in a place where Cognito does not look. That nothing comes of it, without any
// error, is what people ask about most.
func (r *reply) noteIgnored() {
	known := responseMembers[prefixOf(r.sent)]
	for _, name := range slices.Sorted(maps.Keys(r.members)) {
		if !slices.Contains(known, name) {
			r.note("response.%s was ignored: Cognito reads no such member of %s%s", shorten(name), r.sent.TriggerSource, hint(name, known))
		}
	}
	for _, name := range known {
		if _, beside := r.answer[name]; beside {
			r.note("%s was ignored: it stands beside response, and belongs into it", name)
		}
	}
	var request map[string]json.RawMessage
	_ = json.Unmarshal(r.answer["request"], &request)
	was, told := r.sent.Request["userAttributes"]
	if is := request["userAttributes"]; told && !isNull(is) && !sameJSON(is, was) {
		r.note("request.userAttributes was changed, which was ignored: Cognito reads the response only")
	}
}

// hint proposes the known name that a name was probably meant for.
func hint(name string, known []string) string {
	for _, candidate := range known {
		if alike(letters(name), letters(candidate)) {
			return fmt.Sprintf(" (did you mean %s?)", candidate)
		}
	}
	return ""
}

// letters leaves out how a name is written: autoConfirmUser, AutoConfirmUser and auto_confirm_user have the same.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// alike reports whether one text begins with the other, or whether they differ in one place: what stands between
// their common beginning and their common end is short.
func alike(a, b string) bool {
	const shortest, place = 4, 4
	if min(len(a), len(b)) < shortest {
		return a == b
	}
	first := commonPrefix(a, b)
	if first == min(len(a), len(b)) {
		return true
	}
	rest, other := a[first:], b[first:]
	last := 0
	for last < min(len(rest), len(other)) && rest[len(rest)-1-last] == other[len(other)-1-last] {
		last++
	}
	return max(len(rest), len(other))-last <= place
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}
