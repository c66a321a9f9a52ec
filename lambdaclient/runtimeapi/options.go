package runtimeapi

import (
	"os"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Options are what all functions have in common.
type Options struct {
	Environ []string          // the environment of which a few variables are passed on, such as PATH; nil means our own
	Env     map[string]string // variables for all functions, such as AWS_ENDPOINT_URL_…; a function's own win

	// Output is told each line that a function prints, without its end, and the id of the invocation that the process was started
	// for or worked on last. Several goroutines may call it at once. nil means nowhere.
	Output func(function, requestID, line string)

	Region  string // default us-east-1
	Account string // default 000000000000

	InitTimeout time.Duration // how long a function may take from its start until it asks for work; default 10 seconds, as in Lambda
}

const (
	defaultHandler     = "bootstrap"
	defaultConcurrency = 10   // as many as Lambda lets a new account have
	maxWaiting         = 1000 // calls of one function that wait for a process
	version            = "$LATEST"

	// longest is the most that Lambda lets a function run, which is the deadline when the caller names none.
	longest = 15 * time.Minute
)

func (o Options) withDefaults() Options {
	if o.Environ == nil {
		o.Environ = os.Environ()
	}
	if o.Region == "" {
		o.Region = "us-east-1"
	}
	if o.Account == "" {
		o.Account = "000000000000"
	}
	if o.InitTimeout == 0 {
		o.InitTimeout = 10 * time.Second
	}
	return o
}

// arn is what a function is told that it was invoked as.
func (o Options) arn(function string) string {
	ref, err := lambdaclient.ParseReference(function)
	if err != nil {
		return function
	}
	return ref.ARN(o.Region, o.Account)
}
