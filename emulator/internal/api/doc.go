// Package api is the wire of Amazon Cognito user pools: the types of all requests and answers, how a request is read and
// checked, how an answer and an error are written, and the table of operations.
//
// The *_gen.go files come from AWS's public service model through cmd/apigen; the rest is the protocol, awsJson1.1:
//
//   - object.go, scalar.go, collection.go: read a request's members, by their exact names, and check them in the same pass
//   - constraint.go: the constraints and AWS's wording of their violations
//   - codec.go: a body to a request, an answer to a body
//   - time.go, secret.go, document.go: values that JSON or a log treats in a special way
//   - error.go: an error and its body; operation.go: an operation's signature; redact.go: what a log may show of a body
//
// It does not route, authorise or decide anything: HTTP is in package rpc, behaviour in the packages under ops. It imports
// nothing of this module.
//
// See https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
package api

//go:generate go run ../../../cmd/apigen
