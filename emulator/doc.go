// Package emulator is a local double of Amazon Cognito user pools, as a library; cmd/cognitwo is the same thing as a
// program, and emulatortest starts it in tests.
//
// A request's journey: routes.go hands POST / to internal/rpc, which reads it, decodes it with the generated readers
// of internal/api, and calls the operation of that name. Operations are methods of the service (service.go), one
// file each under internal/ops. They work on the records of internal/directory inside transactions of
// internal/store, call Lambda triggers through internal/trigger, and refuse with values of internal/rule. On the way
// back internal/conceal hides what an app client must not learn, and internal/journal keeps why all this happened.
//
// Anyone who can reach the emulator is an administrator. It is not for production.
package emulator
