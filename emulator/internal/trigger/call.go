package trigger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

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
}

// errInTransaction means a mistake in the emulator: the function might call back and wait for the transaction.
var errInTransaction = errors.New("a trigger was called inside a transaction")

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
	i := &invocation{ctx: ctx, name: name, raw: result.Payload, transcript: journal.Invocation{
		Trigger: event.source(), Function: arn, RequestID: result.RequestID, Event: kept, Raw: payload, Answer: string(result.Payload),
		Output: result.Output, Attempts: max(len(result.Attempts), 1), Took: result.Duration,
	}}
	switch {
	case err != nil:
		i.transcript.Error = err.Error()
		return nil, i.reject(unanswered(name, arn, err))
	case result.FunctionError != nil:
		i.transcript.Answer, i.transcript.Error = "", string(result.FunctionError.Raw)
		return nil, i.reject(failed(name, arn, result.FunctionError))
	}
	return i, nil
}

// invocation is one call that brought an answer which has not been judged yet.
type invocation struct {
	ctx        context.Context
	name       string
	raw        []byte
	transcript journal.Invocation
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

// failed maps an error that the function reported. Cognito appends a full stop.
func failed(name, arn string, e *lambdaclient.FunctionError) *rule.Refusal {
	message := e.Message
	if !e.HasMessage {
		message = "null"
	}
	return rule.TriggerFailed.Refuse(name, message).Because("the function %s reported an error: %s", arn, e.Raw)
}

// unanswered maps a call that brought no answer of the function.
func unanswered(name, arn string, err error) *rule.Refusal {
	switch {
	case errors.Is(err, lambdaclient.ErrTimeout):
		return rule.TriggerTimeout.Refuse(name).Because("%v", err)
	default:
		return rule.TriggerUnreachable.Refuse(name).Because("%s could not be invoked: %v", arn, err)
	}
}

func encode(event envelope) (json.RawMessage, error) {
	payload, err := json.Marshal(event)
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
