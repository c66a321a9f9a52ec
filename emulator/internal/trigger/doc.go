// Package trigger calls a pool's Lambda triggers: it makes the event as Cognito sends it, has lambdaclient run the
// function within Cognito's limits (5 seconds, three attempts), reads the answer as strictly as Cognito does, and
// writes the transcript of the call into the journal.
//
// One file holds one trigger: its request, its answer, its method on Triggers. What all of them share – the
// event's envelope, the call, the errors – is in call.go, event.go and answer.go. A trigger that a pool does not
// have answers like one that changes nothing.
//
// How a function runs is lambdaclient's business; what its answer leads to is decided by the operations (ops),
// by authflow and by migration. Triggers are never called inside a transaction: the function may call back.
package trigger
