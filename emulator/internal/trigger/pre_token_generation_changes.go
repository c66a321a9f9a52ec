package trigger

import (
	"encoding/json"
	"fmt"
	"strings"
)

// TokenChanges are what a PreTokenGeneration function wants to be otherwise in the tokens. What no function may
// change is not among them.
type TokenChanges struct {
	ID, Access                    ClaimChanges
	ScopesToAdd, ScopesToSuppress []string       // of the access token
	Groups                        *GroupOverride // of both tokens; nil leaves them as they are
}

// ClaimChanges are the changes of one token's claims. None is both set and suppressed.
type ClaimChanges struct {
	Set      []Claim  // sorted by name
	Suppress []string // sorted
}

// Claim is a claim with its value: JSON as the function wrote it.
type Claim struct {
	Name  string
	Value json.RawMessage
}

// GroupOverride replaces what groups give to the tokens. The empty one takes everything away.
type GroupOverride struct {
	Groups        []string // the cognito:groups claim of both tokens
	Roles         []string // cognito:roles of the ID token
	PreferredRole string   // cognito:preferred_role of the ID token
}

// preTokenAnswer is an answer that was understood.
type preTokenAnswer struct {
	changes *TokenChanges // nil if nothing changes
}

// verdict says in one line what comes of the answer.
func (a preTokenAnswer) verdict() string {
	if a.changes == nil {
		return "the tokens are not changed"
	}
	var parts []string
	say := func(what string, names []string) {
		if len(names) > 0 {
			parts = append(parts, what+" "+strings.Join(names, ", "))
		}
	}
	c := a.changes
	say("ID token sets", c.ID.names())
	say("ID token lacks", c.ID.Suppress)
	say("access token sets", c.Access.names())
	say("access token lacks", c.Access.Suppress)
	say("scopes added:", c.ScopesToAdd)
	say("scopes suppressed:", c.ScopesToSuppress)
	if c.Groups != nil {
		parts = append(parts, fmt.Sprintf("groups %q, roles %q, preferred role %q", c.Groups.Groups, c.Groups.Roles, c.Groups.PreferredRole))
	}
	return strings.Join(parts, "; ")
}

func (c ClaimChanges) names() []string {
	names := make([]string, len(c.Set))
	for i, claim := range c.Set {
		names[i] = claim.Name
	}
	return names
}

func (c TokenChanges) empty() bool {
	return len(c.ID.Set)+len(c.ID.Suppress)+len(c.Access.Set)+len(c.Access.Suppress)+
		len(c.ScopesToAdd)+len(c.ScopesToSuppress) == 0 && c.Groups == nil
}
