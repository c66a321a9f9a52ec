package trigger

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// mostChanges is how many claims and scopes an answer may add.
const mostChanges = 5000

// readPreTokenGeneration reads the answer to an event of any version.
func readPreTokenGeneration(r *reply) (preTokenAnswer, *rule.Refusal) {
	var a preTokenAnswer
	members, refusal := r.response()
	if refusal != nil {
		return a, refusal
	}
	v, ok := preTokenVersionOf(r.sent.Version)
	if !ok {
		return a, wrongType(fmt.Errorf("the event is of version %q, and there are 1, 2 and 3", r.sent.Version))
	}
	for _, other := range preTokenVersions {
		if other.response != v.response && !isNull(members[other.response]) {
			r.note("the pool sends events of version %s, whose answers have %s: set LambdaVersion, or answer with that", v.version, v.response)
			break
		}
	}
	reader := &preTokenReader{reply: r}
	changes := reader.changes(v, r.sent.client(), members[v.response])
	if n := len(changes.ID.Set) + len(changes.Access.Set) + len(changes.ScopesToAdd); n > mostChanges {
		reader.refuse("response.%s adds %d claims and scopes, and Cognito takes %d", v.response, n, mostChanges)
	}
	if !changes.empty() {
		a.changes = &changes
	}
	return a, wrongType(reader.problem)
}

// preTokenReader reads the nested objects of an answer, each with the path to it. It keeps the first problem.
type preTokenReader struct {
	*reply

	problem error
}

func (r *preTokenReader) changes(v preTokenVersion, clientID string, raw json.RawMessage) (changes TokenChanges) {
	path := "response." + v.response
	id, access := claimRules{texts: !v.complex, client: clientID}, claimRules{access: true, client: clientID}
	if !v.complex {
		details := r.object(path, raw, "claimsToAddOrOverride", "claimsToSuppress", "groupOverrideDetails")
		changes.ID = r.claims(path, details, id)
		changes.Groups = r.groups(path, details)
		return changes
	}
	details := r.object(path, raw, "idTokenGeneration", "accessTokenGeneration", "groupOverrideDetails")
	idPath, accessPath := path+".idTokenGeneration", path+".accessTokenGeneration"
	changes.ID = r.claims(idPath, r.object(idPath, details["idTokenGeneration"], "claimsToAddOrOverride", "claimsToSuppress"), id)
	of := r.object(accessPath, details["accessTokenGeneration"], "claimsToAddOrOverride", "claimsToSuppress", "scopesToAdd", "scopesToSuppress")
	changes.Access = r.claims(accessPath, of, access)
	changes.ScopesToAdd = r.scopes(accessPath+".scopesToAdd", of["scopesToAdd"])
	changes.ScopesToSuppress = r.texts(accessPath+".scopesToSuppress", of["scopesToSuppress"])
	changes.Groups = r.groups(path, details)
	return changes
}

var groupMembers = []string{"groupsToOverride", "iamRolesToOverride", "preferredRole"}

// groups reads groupOverrideDetails. Null and {} suppress the groups, as documented. Whether an object of nulls does
// is not established: Go programs return one unasked.
func (r *preTokenReader) groups(path string, details map[string]json.RawMessage) *GroupOverride {
	raw, present := details["groupOverrideDetails"]
	if !present {
		return nil
	}
	path += ".groupOverrideDetails"
	members := r.object(path, raw, groupMembers...)
	override := &GroupOverride{
		Groups:        r.texts(path+".groupsToOverride", members["groupsToOverride"]),
		Roles:         r.texts(path+".iamRolesToOverride", members["iamRolesToOverride"]),
		PreferredRole: r.text(path+".preferredRole", members["preferredRole"]),
	}
	has := func(name string) bool { return members[name] != nil }
	isSet := func(name string) bool { return !isNull(members[name]) }
	switch {
	case !slices.ContainsFunc(groupMembers, has):
		r.noteGroups("%s is empty: it takes the groups out of the tokens", path)
	case !slices.ContainsFunc(groupMembers, isSet) && !r.choices.NullGroupsSuppress:
		r.noteGroups("%s has only nulls, as the types of aws-lambda-go return it unasked: the groups stay (see the choice null-groups-suppress)", path)
		return nil
	}
	return override
}

// noteGroups notes something if the tokens would have groups or roles at all.
func (r *preTokenReader) noteGroups(format string, args ...any) {
	var given groupConfiguration
	_ = json.Unmarshal(r.sent.Request["groupConfiguration"], &given)
	if len(given.GroupsToOverride)+len(given.IAMRolesToOverride) > 0 {
		r.note(format, args...)
	}
}

func (r *preTokenReader) scopes(path string, raw json.RawMessage) []string {
	scopes := r.texts(path, raw)
	for i, scope := range scopes {
		if scope == "" || strings.ContainsAny(scope, " \t\r\n") {
			r.refuse("%s[%d] is %q, and Cognito expects a scope without blanks", path, i, scope)
		}
	}
	return scopes
}

// object reads an object; what it has beside the known members is noted. Without known members, all are.
func (r *preTokenReader) object(path string, raw json.RawMessage, known ...string) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if isNull(raw) {
		return nil
	}
	if json.Unmarshal(raw, &members) != nil {
		r.refuse("%s is %s, and Cognito expects an object", path, kindOf(raw))
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if len(known) > 0 && !slices.Contains(known, name) {
			r.note("%s.%s was ignored: Cognito reads no such member%s", path, name, hint(name, known))
		}
	}
	return members
}

func (r *preTokenReader) texts(path string, raw json.RawMessage) []string {
	if isNull(raw) {
		return nil
	}
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		r.refuse("%s is %s, and Cognito expects a list of strings", path, kindOf(raw))
		return nil
	}
	var texts []string
	for i, element := range elements {
		var text *string
		if json.Unmarshal(element, &text) != nil || text == nil {
			r.refuse("%s[%d] is %s, and Cognito expects a string", path, i, kindOf(element))
			return nil
		}
		texts = append(texts, *text)
	}
	return texts
}

func (r *preTokenReader) text(path string, raw json.RawMessage) (text string) {
	if !isNull(raw) && json.Unmarshal(raw, &text) != nil {
		r.refuse("%s is %s, and Cognito expects a string", path, kindOf(raw))
	}
	return text
}

func (r *preTokenReader) refuse(format string, args ...any) {
	if r.problem == nil {
		r.problem = fmt.Errorf(format, args...)
	}
}
