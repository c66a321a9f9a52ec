package kms

import "fmt"

// refusal is an error that the caller made. Its message is KMS's where KMS has one.
type refusal struct{ code, message, reason string }

func refuse(code, message string) *refusal { return &refusal{code, message, message} }

// because adds what only the log tells.
func (r *refusal) because(format string, arguments ...any) *refusal {
	r.reason = fmt.Sprintf(format, arguments...)
	return r
}

// Error implements error.
func (r *refusal) Error() string { return r.code + ": " + r.reason }

func serialization(reason string) *refusal { return refuse("SerializationException", reason) }

func unimplemented(what string) *refusal {
	return refuse("NotImplementedByEmulator", what+" is not implemented by this emulator: of KMS it has Decrypt, for the codes of custom senders.")
}
