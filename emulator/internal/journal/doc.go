// Package journal keeps what the emulator decided about each request, and why: the checks that passed, the rule
// that fired with its values, the transcripts of Lambda calls, and notices about things that were accepted but
// have no effect here.
//
// A Trail travels in the context of one request; everything below rpc writes into it. When the request is
// answered, rpc closes the trail: it becomes an Entry in the bounded Journal, which feeds the log line and
// GET /_emulator/requests (package manage). Invocations of functions are in a list of their own beside it, for
// GET /_emulator/invocations: some end only after the request, and each can be replayed.
//
// The journal decides nothing and changes no answer. It shows no secrets (redact.go): what a request's secret members
// are, api.Redact knows. And it is bounded in length and size (bound.go).
package journal
