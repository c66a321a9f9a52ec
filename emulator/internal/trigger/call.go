package trigger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Triggers calls the Lambda triggers of pools.
type Triggers struct {
	Functions lambdaclient.Invoker // with the retry policy that applies
	Choices   Choices

	senders senders
}

// errInTransaction means a mistake in the emulator: the function might call back and wait for the transaction.
var errInTransaction = errors.New("a trigger was called inside a transaction")

// question is what a function is asked: the trigger's name as error messages have it, and the event. What the journal
// may not keep of it is hidden in shown; nil if it may keep all.
type question struct {
	name, arn    string
	event, shown envelope
}

// ask calls a function and has its answer read.
func ask[A answer](ctx context.Context, t *Triggers, q question, read func(*reply) (A, *rule.Refusal)) (A, error) {
	var none A
	shown := q.shown
	if shown == nil {
		shown = q.event
	}
	i, err := t.call(ctx, q.name, q.arn, q.event, shown)
	if err != nil {
		return none, err
	}
	r := i.reply()
	a, refusal := read(r)
	i.note(r)
	if refusal != nil {
		return none, i.reject(refusal)
	}
	i.accept("%s", a.verdict())
	return a, nil
}

// call runs one function. The name is Cognito's for the trigger, as error messages have it; shown is the event as
// the journal may keep it. An error is a refusal unless the emulator itself failed.
func (t *Triggers) call(ctx context.Context, name, arn string, event, shown envelope) (*invocation, error) {
	if store.InTransaction(ctx) {
		return nil, errInTransaction
	}
	payload, err := encode(event)
	if err != nil {
		return nil, err
	}
	kept, err := encode(shown)
	if err != nil {
		return nil, err
	}
	result, err := t.Functions.Invoke(ctx, arn, payload)
	i := &invocation{ctx: ctx, event: payload, raw: result.Payload, choices: t.Choices, transcript: journal.Invocation{
		Trigger: event.source(), Function: arn, RequestID: result.RequestID, Event: kept, Raw: payload, Answer: string(result.Payload),
		Output: result.Output, Attempts: max(len(result.Attempts), 1), Tries: tries(result.Attempts), Took: result.Duration,
	}}
	switch {
	case err != nil:
		i.transcript.Error = err.Error()
	case result.FunctionError != nil:
		i.transcript.Answer, i.transcript.Error = "", string(result.FunctionError.Raw)
	}
	if refusal := unanswered(name, arn, result, err); refusal != nil {
		return nil, i.reject(refusal)
	}
	return i, nil
}

// tries are the attempts of a call that took more than one, for the journal.
func tries(attempts []lambdaclient.Attempt) (all []journal.Try) {
	if len(attempts) == 1 {
		return nil
	}
	for _, a := range attempts {
		try := journal.Try{RequestID: a.RequestID, Target: a.Target, Output: a.Output, Took: a.Duration}
		if a.Err != nil {
			try.Error = a.Err.Error()
		}
		all = append(all, try)
	}
	return all
}

// invocation is one call that brought an answer which has not been judged yet.
type invocation struct {
	ctx        context.Context
	event, raw []byte
	choices    Choices
	transcript journal.Invocation
}

// reply is the answer, ready to be read.
func (i *invocation) reply() *reply { return newReply(i.event, i.raw, i.choices) }

// note tells what was ignored of the answer.
func (i *invocation) note(r *reply) {
	for _, note := range r.notes {
		journal.From(i.ctx).Notice("%s: %s", i.transcript.Trigger, note)
	}
}

// accept writes the transcript of an answer that was understood.
func (i *invocation) accept(verdict string, args ...any) {
	i.transcript.Verdict = fmt.Sprintf(verdict, args...)
	journal.From(i.ctx).Invoked(i.transcript)
}

// reject writes the transcript of a call that ends the request.
func (i *invocation) reject(refusal *rule.Refusal) error {
	i.accept("%s", refusal.Reason)
	return refusal
}

// unanswered maps a call that brought no answer: the function reported an error, or there was nobody to report one.
// It is nil for a call that brought one. Cognito appends a full stop to the function's error message.
func unanswered(name, arn string, result lambdaclient.Result, err error) *rule.Refusal {
	function := strings.TrimSpace("the function " + arn)
	var server *lambdaclient.ServerError
	switch failed := result.FunctionError; {
	case errors.Is(err, lambdaclient.ErrTimeout):
		return rule.TriggerTimeout.Refuse(name).Because("%v", err)
	case errors.As(err, &server):
		return rule.TriggerInvocationFailed.Refuse(name, exceptionOf(server)).Because("%v", err)
	case err != nil:
		return rule.TriggerUnreachable.Refuse(name).Because("%v", err)
	case failed != nil && failed.HasMessage:
		return rule.TriggerFailed.Refuse(name, failed.Message).Because("%s reported an error: %s", function, inWords(failed))
	case failed != nil:
		return rule.TriggerFailed.Refuse(name, "null").Because("%s reported an error without an errorMessage: %s", function, shorten(string(failed.Raw)))
	}
	return nil
}

// inWords is a function's error without its stack, which the transcript has.
func inWords(e *lambdaclient.FunctionError) string {
	if e.Type == "" {
		return e.Message
	}
	return e.Message + " (" + e.Type + ")"
}

// exceptionOf names what Lambda's endpoint answered, in the words of Lambda's API.
//
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
func exceptionOf(e *lambdaclient.ServerError) string {
	known := "ServiceException"
	if e.Status == http.StatusTooManyRequests {
		known = "TooManyRequestsException"
	}
	return cmp.Or(e.Type, known)
}

func encode(event envelope) (json.RawMessage, error) {
	payload, err := api.Encode(event)
	if err != nil {
		return nil, fmt.Errorf("encoding the event of %s: %w", event.source(), err)
	}
	return payload, nil
}

// UserAttributes are a user's attributes as events have them: with sub and status.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
func UserAttributes(user directory.User) map[string]string {
	attributes := map[string]string{"sub": user.Sub, "cognito:user_status": string(user.Status)}
	for name, value := range user.Attributes {
		attributes[name] = value
	}
	return attributes
}
