// Package message composes and keeps what Cognito would have sent: codes and invitations. Nothing leaves the
// emulator but by a custom sender; tests read the Outbox through GET /_emulator/messages (package manage).
//
// Sending has two halves, for functions take part in it and none is called inside a transaction. DraftCode and
// DraftInvitation belong into the transaction of an operation: they draw the code and store it with what else the
// operation records. Deliver comes after it: it asks the CustomMessage trigger for the text, or hands the code over to
// the pool's custom sender, and puts the message into the outbox. What Deliver refuses fails the call, while what was
// recorded stays.
//
// Which address a code goes to is decided in directory; whether a code is right, too. How a function is asked is
// trigger's part, how a code is encrypted for a custom sender that of kms.
package message
