// Package message composes and keeps what Cognito would have sent: confirmation codes and invitations. Nothing
// leaves the emulator; tests read the Outbox through GET /_emulator/messages (package manage).
//
// The package draws codes and stores them beside the message, in one transaction, so that no message exists for a
// code that does not. Which address a code goes to is decided in directory; whether a code is right, too.
package message
