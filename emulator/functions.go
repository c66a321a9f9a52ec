package emulator

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"

	"github.com/cognitwo/cognitwo/emulator/internal/seed"
	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/runtimeapi"
	"github.com/cognitwo/cognitwo/lambdaclient/targets"
)

// Handle makes a Go function, or anything else that answers, a Lambda function of this name. Pools call it by its ARN
// in their LambdaConfig, of which only the name has to fit.
func (e *Emulator) Handle(name string, function lambdaclient.Invoker) error {
	return e.functions.Handle(name, lambdaclient.Retry(function, e.config.Lambda))
}

// handleOthers says what answers for functions that are not configured by name.
func (e *Emulator) handleOthers(ctx context.Context) error {
	if e.config.Functions != nil {
		e.functions.HandleOthers(lambdaclient.Retry(e.config.Functions, e.config.Lambda))
		return nil
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
	e.closers[""] = set
	e.functions.HandleOthers(set)
	return nil
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
			if _, err := e.functions.Target(t.ARN); err != nil {
				return t.Problem("%w", err)
			}
		}
	}
	return nil
}

func (e *Emulator) openFunction(ctx context.Context, f seed.Function) error {
	if former := e.closers[f.Name]; former != nil { // it may listen where the new one wants to
		if err := former.Close(); err != nil {
			return fmt.Errorf("closing the function that had this name before: %w", err)
		}
		delete(e.closers, f.Name)
	}
	set, err := targets.Open(ctx, map[string]lambdaclient.Function{f.Name: f.Function}, e.targetOptions())
	if err != nil {
		return err
	}
	e.closers[f.Name] = set
	for _, address := range set.Addresses() {
		e.config.Log.InfoContext(ctx, "a function can dial in", "function", f.Name, "at", address)
	}
	return e.functions.Handle(f.Name, set)
}

// targetOptions are what all functions have in common. Those that are started here find the emulator as any client
// would.
func (e *Emulator) targetOptions() targets.Options {
	return targets.Options{
		Policy: e.config.Lambda,
		Runtime: runtimeapi.Options{
			Env:    map[string]string{"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": e.config.PublicURL},
			Output: logWriter{e.config.Log}, Region: e.config.Region, Account: e.config.Account,
		},
	}
}

// logWriter logs what functions print.
type logWriter struct{ log *slog.Logger }

func (w logWriter) Write(lines []byte) (int, error) {
	for line := range bytes.Lines(lines) {
		w.log.Info("lambda", "output", string(bytes.TrimSuffix(line, []byte("\n"))))
	}
	return len(lines), nil
}
