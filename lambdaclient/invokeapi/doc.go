// Package invokeapi calls functions over HTTP.
//
// An [Endpoint] speaks Lambda's Invoke API: the runtime interface emulator in a container image, sam local start-lambda, LocalStack
// and the like. They differ in how they report errors, which is sorted out in answer.go. A [Webhook] takes the event as the body of
// a POST and answers with a body. [AWS] is the real thing, with the credentials that AWS's SDK finds.
//
// The API: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. Only synchronous calls are made. Repeating a call that
// timed out is lambdaclient's part.
package invokeapi
