// Package lambdaclient invokes Lambda functions by name or ARN, wherever they run.
//
// An [Invoker] takes a function's name and an event and gives a [Result]: the answer's bytes, or the error that the function
// itself reported, with whatever the function printed meanwhile. What is not the function's own answer is a Go error: nobody
// configured such a function ([UnknownFunctionError]), it took too long ([TimeoutError]), nothing answers at its address
// ([UnreachableError]) or what answers there could not run it ([ServerError]).
//
// [Router] finds the target of a name, [Retry] repeats a call that timed out, and [Function] is how a target is written down in a
// configuration file. The targets themselves live beside this package:
//
//   - runtimeapi starts an unmodified function executable and serves it the Lambda Runtime API, or waits for one that somebody
//     else started,
//   - invokeapi calls any Invoke endpoint, a plain webhook, or AWS,
//   - inprocess wraps a Go function,
//   - targets opens all targets of a configuration and puts them into one Router.
//
// The package knows nothing of events: it never looks into a payload, nor into an answer that is no error.
package lambdaclient
