// Command cognitwo is a local double of Amazon Cognito user pools: a server that the AWS SDKs and other clients of
// Cognito work with unchanged. Package emulator is the same thing as a library.
//
//	cognitwo                        a demo pool, client and user; prints what to export
//	cognitwo --seed FILE            pools, clients and users of your own
//	cognitwo ready --wait           ends when the server is ready
//	cognitwo invoke NAME            calls a Lambda function and judges its answer
//	cognitwo rehearse USERS.CSV     tries a migration with many users
//
// It is not for production: anyone who can reach it is an administrator.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who sends the signal again does not want to wait
	reapOrphans(ctx)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
