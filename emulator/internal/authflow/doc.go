// Package authflow is the sign-in state machine: flows open an attempt, challenges ask for one proof each, and Next
// alone decides what an attempt still owes.
//
//	InitiateAuth ──► flow.open ──► Next ──► tokens
//	                                │  ▲
//	                      challenge.ask │
//	                                ▼  │
//	RespondToAuthChallenge ──► challenge.answer
//
// With CUSTOM_AUTH the pool's function DefineAuthChallenge decides instead, as soon as Next has nothing to ask for by itself:
// custom.go has its facts, flow_custom.go its call. With USER_AUTH the caller chooses what to prove first:
// flow_user_auth.go. The functions that end each sign-in are called in tokens.go.
//
// A flow (flow_*.go) and a challenge (challenge_*.go) record facts in the Attempt and never route to one another.
// runner.go runs the phases in order; session.go, state.go, proof.go and find.go hold what several of them need; parked.go
// and spent.go what is stored of sessions. Beside what is owed stand device.go (what spares a second factor), step_up.go
// (the level that TARGET_ACR_VALUES asks for) and risk.go (threat protection).
//
// enrolment.go is what ops/mfa calls for an authenticator app that is set up between two calls of a sign-in.
//
// What a caller must not learn is decided in conceal: where users are hidden, a missing one is replaced by a phantom
// here, at lookup, and everything after goes on as for a real user. Tokens are made in token, users from elsewhere in
// migration. The operations of package ops/signin translate between the API and this package.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
package authflow
