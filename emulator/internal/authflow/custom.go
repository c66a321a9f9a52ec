package authflow

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// startedWithSRP is the entry in the history of an attempt that began with CHALLENGE_NAME SRP_A.
const startedWithSRP = api.ChallengeNameType("SRP_A")

// Custom are the facts of an attempt by CUSTOM_AUTH. Such an attempt owes until DefineAuthChallenge has said
// issueTokens.
type Custom struct {
	Name     string                    `json:"name"`    // of the user, as it was typed
	History  []trigger.ChallengeResult `json:"history"` // as the functions are told
	Private  map[string]string         `json:"private"` // of the custom challenge that waits for its answer
	Metadata string                    `json:"metadata"`

	Named api.ChallengeNameType `json:"-"` // what DefineAuthChallenge wants asked; "" until it was called
	Issue bool                  `json:"-"` // it said issueTokens
}

// owes gives what the attempt owes beyond the ladder. The empty name means that DefineAuthChallenge has to be called.
func (c *Custom) owes() (api.ChallengeNameType, bool) {
	if c == nil || c.Issue {
		return "", false
	}
	return c.Named, true
}

// record adds the outcome of a challenge to the history. Only custom challenges have metadata, if any.
func (c *Custom) record(name api.ChallengeNameType, right bool) {
	result := trigger.ChallengeResult{ChallengeName: string(name), ChallengeResult: right}
	if name == api.ChallengeNameTypeCustomChallenge && c.Metadata != "" {
		result.ChallengeMetadata = new(c.Metadata)
	}
	c.History = append(c.History, result)
	c.Private, c.Metadata, c.Named, c.Issue = nil, "", "", false
}

// decide takes over what DefineAuthChallenge answered. SRP_A means the same as PASSWORD_VERIFIER, which is its second
// half.
func (c *Custom) decide(answer trigger.DefineAuthChallengeAnswer) {
	c.Issue = answer.IssueTokens
	c.Named = api.ChallengeNameType(answer.ChallengeName)
	if c.Named == startedWithSRP {
		c.Named = api.ChallengeNameTypePasswordVerifier
	}
}
