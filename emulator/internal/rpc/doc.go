// Package rpc speaks AWS JSON 1.1: it is the only place that sees X-Amz-Target. It reads a request, checks that an
// administrator's call is signed (not by whom), decodes it, calls the service, has conceal hide what must be hidden,
// and encodes the answer; around that it keeps the request's trail and writes the log line.
//
// Which operations there are is generated (api); what they do is in ops.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
package rpc
