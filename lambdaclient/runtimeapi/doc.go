// Package runtimeapi serves the Lambda Runtime API to unmodified functions: whatever runs in AWS's provided.al2023, nodejs… or
// python… runtimes polls it for events and posts its answers to it.
//
// A [Pool] starts the function's executable itself, with the environment of the real runtime and next to nothing of ours, several of
// them when calls overlap. It restarts what died or whose code has changed on disk, kills what hangs, and leaves nothing behind,
// even if we are killed ourselves. A [DialIn] waits for a function that somebody else starts, such as another container, and
// that was told our address as AWS_LAMBDA_RUNTIME_API.
//
// From the call to the answer: Pool (pool.go) picks a process that runs the present code (code.go) or starts one (process.go,
// environment.go, launcher.go, watchdog_unix.go), and hands the invocation over in the process's exchange (exchange.go). The function
// asks for it and answers through the HTTP API (server.go, routes.go, answer.go, problem.go), and what it prints is collected in
// between (output.go). Each process has a listener of its own at 127.0.0.1, so no
// answer of a stuck process can be taken for its successor's, and the address needs no path, which half of the clients refuse.
//
// The API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. Error bodies, states and limits are those of AWS's
// runtime interface emulator (https://github.com/aws/aws-lambda-runtime-interface-emulator), where the documentation is silent.
// Not served: SnapStart's restore calls, and extensions beyond the registration that aws-lambda-go makes to be sent SIGTERM.
package runtimeapi
