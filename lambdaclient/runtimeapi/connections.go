package runtimeapi

import (
	"strings"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// lost settles what a process was working on when its connection ended: it has died. That is only certain of runtimes that
// answer on the connection on which they polled. Those of Ruby and those made of shell scripts open one for each request; with
// them, only the deadline tells. Of a process that we started ourselves we know better.
func (x *exchange) lost(by *connection) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.single || !x.keepsConnection(by.userAgent) {
		return
	}
	for id, c := range x.late {
		if c == by {
			delete(x.late, id)
		}
	}
	for id, inv := range x.pending {
		if inv.by == by {
			delete(x.pending, id)
			inv.answered <- answer{err: exitError(id, "Runtime exited without providing a reason")}
		}
	}
}

// keepsConnection says what is known of a kind of runtime: by its answers so far, or by its source.
func (x *exchange) keepsConnection(userAgent string) bool {
	return x.keeps[userAgent] || strings.HasPrefix(userAgent, "aws-lambda-go/")
}

func exitError(requestID, reason string) *lambdaclient.FunctionError {
	return lambdaclient.NewFunctionError(lambdaclient.TypeExit, "RequestId: "+requestID+" Error: "+reason)
}
