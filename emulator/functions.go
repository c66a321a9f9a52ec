package emulator

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/manage"
	"github.com/cognitwo/cognitwo/emulator/internal/seed"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

// Handle makes a Go function, or anything else that answers, a Lambda function of this name. Pools call it by its ARN
// in their LambdaConfig, of which only the name has to fit.
func (e *Emulator) Handle(name string, function lambdaclient.Invoker) error {
	_, err := lambdaclient.ParseReference(name)
	if err != nil {
		return err
	}
	return e.functions.put(name, found{target: lambdaclient.Retry(function, e.config.Lambda)})
}

// handleOthers says what answers for functions that are not configured by name.
func (e *Emulator) handleOthers(ctx context.Context) error {
	if e.config.Functions != nil {
		return e.functions.put(others, found{target: lambdaclient.Retry(e.config.Functions, e.config.Lambda)})
	}
	if e.config.LambdaEndpoint == "" {
		return nil
	}
	options := e.targetOptions()
	options.Fallback = e.config.LambdaEndpoint
	set, err := targets.Open(ctx, nil, options)
	if err != nil {
		return err
	}
	return e.functions.put(others, found{target: set, set: set, configuration: &lambdaclient.Function{Url: e.config.LambdaEndpoint}})
}

// openFunctions opens the functions of a seed, and makes sure that its pools call none that nobody knows.
func (e *Emulator) openFunctions(ctx context.Context, content *seed.Seed) error {
	for _, f := range content.Functions {
		if err := e.openFunction(ctx, f); err != nil {
			return f.Problem("%w", err)
		}
	}
	for _, p := range content.Pools {
		for _, t := range p.Triggers {
			if _, err := e.functions.target(t.ARN); err != nil {
				return t.Problem("%w", err)
			}
		}
	}
	return nil
}

// openFunction opens a function in place of the one that had the name before, which goes on until the new one is there;
// one that listens makes room first.
func (e *Emulator) openFunction(ctx context.Context, f seed.Function) error {
	if f.Listen != "" && e.functions.listens(f.Name) {
		if err := e.functions.evict(f.Name); err != nil {
			return err
		}
	}
	set, err := targets.Open(ctx, map[string]lambdaclient.Function{f.Name: f.Function}, e.targetOptions())
	if err != nil {
		return err
	}
	for _, address := range set.Addresses() {
		e.config.Log.InfoContext(ctx, "a function can dial in", "function", f.Name, "at", address)
	}
	return e.functions.put(f.Name, found{target: set, set: set, configuration: &f.Function})
}

// targetOptions are what all functions have in common. Those that are started here find the emulator, and its KMS, as
// any client on this machine would.
func (e *Emulator) targetOptions() targets.Options {
	return targets.Options{
		Policy: e.config.Lambda,
		Runtime: runtimeapi.Options{
			Env: map[string]string{
				"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": e.config.LocalURL,
				"AWS_ENDPOINT_URL_KMS":                       e.config.LocalURL,
			},
			Output: e.logOutput, Region: e.config.Region, Account: e.config.Account,
		},
	}
}

// managed are the functions as package manage sees them.
type managed struct{ *Emulator }

// Invoke implements lambdaclient.Invoker.
func (m managed) Invoke(ctx context.Context, function string, event []byte) (lambdaclient.Result, error) {
	return m.functions.Invoke(ctx, function, event)
}

// Functions lists them by name.
func (m managed) Functions() []manage.Function { return m.functions.list() }

// PutFunction reads a configuration as a seed has it, and opens the function.
func (m managed) PutFunction(ctx context.Context, name string, configuration []byte) error {
	m.seeding.Lock()
	defer m.seeding.Unlock()
	document := fmt.Appendf(nil, "{\"Lambdas\": {%q:\n%s}}", name, configuration)
	reader := seed.Reader{Region: m.config.Region, Account: m.config.Account, Env: os.LookupEnv}
	content, err := reader.Read(seed.Source{Name: "configuration", Data: document})
	if err != nil {
		return withoutPlace(err)
	}
	for _, f := range content.Functions {
		if err := m.openFunction(context.WithoutCancel(ctx), f); err != nil {
			return err
		}
	}
	return nil
}

// withoutPlace is an error of a document that nobody wrote: only what is wrong in it matters.
func withoutPlace(err error) error {
	problem, ok := errors.AsType[*seed.Problem](err)
	if !ok {
		return err
	}
	return fmt.Errorf("%s: %w", problem.Path, problem.Err)
}

// DeleteFunction closes a function.
func (m managed) DeleteFunction(name string) (existed bool, err error) {
	m.seeding.Lock()
	defer m.seeding.Unlock()
	return m.functions.remove(name)
}

// logLate logs the call of a function for which no request waited, and which is in no request's line therefore.
func (e *Emulator) logLate(i journal.Invocation) {
	e.config.Log.Info(i.Trigger, "function", i.Function, "lambda", i.Verdict, "request", i.Request)
}

// logOutput logs a line that a function printed.
func (e *Emulator) logOutput(function, requestID, line string) {
	e.config.Log.Info("lambda", "function", function, "invocation", requestID, "output", line)
}
