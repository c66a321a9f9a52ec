package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// All lists every rule, grouped by subject. A test checks that none is missing and no id is used twice.
func All() []*Rule {
	var all []*Rule
	for _, subject := range [][]*Rule{
		requestRules, clientRules, poolRules, schemaRules, userRules, attributeRules, passwordRules,
		codeRules, signInRules, mfaRules, softwareTokenRules, tokenRules, groupRules, triggerRules, choiceRules, sessionRules, threatRules,
		deviceRules, passkeyRules,
	} {
		all = append(all, subject...)
	}
	return all
}

// Constraint wraps what the generated readers of package api found wrong with a request: malformed JSON or
// violated constraints of the model.
func Constraint(err *api.Error) *Refusal {
	r := RequestConstraint
	if err.Code == "SerializationException" {
		r = RequestMalformed
	}
	return &Refusal{Rule: r, Answer: err, Reason: r.Reason, Fix: r.Fix}
}

// Unimplemented wraps the answer of an operation that is not built yet.
func Unimplemented(err *api.Error) *Refusal {
	r := NotImplemented
	return &Refusal{Rule: r, Answer: err, Reason: r.Reason, Fix: r.Fix}
}
