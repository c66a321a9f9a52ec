package trigger

import (
	"encoding/json"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Judge says what Cognito would make of the outcome of a call with an event, which tells by its triggerSource how the
// answer is read. It looks at nothing else: what depends on the pool or the user is not judged. The verdict is for
// people, with what Cognito ignores of the answer; the refusal is nil for an answer that is accepted.
func Judge(event json.RawMessage, result lambdaclient.Result, err error) (verdict string, refusal *rule.Refusal) {
	return Choices{}.Judge(event, result, err)
}

// Judge is the function of the same name, with choices made.
func (c Choices) Judge(event json.RawMessage, result lambdaclient.Result, err error) (verdict string, refusal *rule.Refusal) {
	s := sentEvent(event)
	name := nameOf(s)
	if refusal := unanswered(name, "", result, err); refusal != nil {
		if name == emailSender || name == smsSender {
			return refusal.Reason + "; " + notRead, nil
		}
		return refusal.Reason, refusal
	}
	judge, known := judges[prefixOf(s)]
	if !known {
		return "there is no trigger with the triggerSource " + kindOf(s.members["triggerSource"]), nil
	}
	r := newReply(event, result.Payload, c)
	verdict, refusal = judge(r)
	return strings.Join(append([]string{verdict}, r.notes...), "; "), refusal
}

// judges are the readers of the answers, by what the triggerSource begins with.
var judges = map[string]func(*reply) (string, *rule.Refusal){
	"PreSignUp":                   judged(readPreSignUp),
	"PostConfirmation":            judged(readSilent),
	"PreAuthentication":           judged(readSilent),
	"PostAuthentication":          judged(readSilent),
	"DefineAuthChallenge":         judged(readDefineAuthChallenge),
	"CreateAuthChallenge":         judged(readCreateAuthChallenge),
	"VerifyAuthChallengeResponse": judged(readVerifyAuthChallenge),
	"TokenGeneration":             judged(readPreTokenGeneration),
	"UserMigration":               judged(readMigration),
	"CustomMessage":               judged(readCustomMessage),
	emailSender:                   judgedNever,
	smsSender:                     judgedNever,
	"InboundFederation":           judged(readInboundFederation),
}

func judged[A answer](read func(*reply) (A, *rule.Refusal)) func(*reply) (string, *rule.Refusal) {
	return func(r *reply) (string, *rule.Refusal) {
		a, refusal := read(r)
		if refusal != nil {
			return refusal.Reason, refusal
		}
		return a.verdict(), nil
	}
}

func judgedNever(r *reply) (string, *rule.Refusal) {
	r.notes = nil
	return notRead, nil
}

func prefixOf(s sent) string {
	prefix, _, _ := strings.Cut(s.TriggerSource, "_")
	return prefix
}

// nameOf is the trigger's name as error messages have it.
func nameOf(s sent) string {
	prefix := prefixOf(s)
	if prefix != "TokenGeneration" {
		return prefix
	}
	if version, known := preTokenVersionOf(s.Version); known {
		return version.name
	}
	return "PreTokenGeneration"
}
