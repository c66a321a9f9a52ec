// Package trigger calls a pool's Lambda triggers: it makes the event as Cognito sends it, has lambdaclient run the
// function within Cognito's limits (5 seconds, three attempts), reads the answer as strictly as Cognito does, and
// writes the transcript of the call into the journal.
//
// One file holds one trigger: its request, its answer, its method on Triggers, the event that asks for it and the
// function that reads the answer. What all of them share is in event.go (the envelope), call.go (the call, and what
// comes of none), answer.go (the response), member.go (its members) and ignored.go (what an answer says in vain). A
// trigger that a pool does not have answers like one that changes nothing.
//
// The reading is pure. Judge does it for an answer that came about elsewhere, such as that of a replayed call, and
// Example makes the event of any source; testdata/events shows them all. Where the evidence about Cognito is split,
// Choices (choices.go) has both ways.
//
// How a function runs is lambdaclient's business; what its answer leads to is decided by the operations (ops),
// by authflow and by migration. Triggers are never called inside a transaction: the function may call back.
package trigger
