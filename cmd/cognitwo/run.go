package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/alecthomas/kong"
)

// commands are the command line. Every flag of serve has an environment variable.
type commands struct {
	Serve    serve    `cmd:"" default:"withargs" help:"Run the server (the default)."`
	Ready    ready    `cmd:"" help:"Ask a running server whether it is ready: exit status 0 if it is."`
	Invoke   invoke   `cmd:"" help:"Call a Lambda function and judge its answer as Cognito would."`
	Rehearse rehearse `cmd:"" help:"Try a migration with many users, without storing any."`
	Version  version  `cmd:"" help:"Print the version."`
}

// output is where commands write to.
type output struct{ out, err io.Writer }

// exit is how kong ends the program, for example after --help.
type exit int

// run runs one command line and gives the exit status.
func run(ctx context.Context, args []string, out, err io.Writer) (status int) {
	defer func() {
		if code, ok := recover().(exit); ok {
			status = int(code)
		}
	}()
	parser, problem := newParser(out, err)
	if problem == nil {
		problem = command(ctx, parser, args, output{out, err})
	}
	if problem != nil {
		_, _ = fmt.Fprintln(err, "cognitwo:", problem)
		return 1
	}
	return 0
}

func newParser(out, err io.Writer) (*kong.Kong, error) {
	return kong.New(&commands{},
		kong.Name("cognitwo"),
		kong.Description("Amazon Cognito user pools, emulated. Not for production: anyone who can reach it is an administrator."),
		kong.Writers(out, err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

func command(ctx context.Context, parser *kong.Kong, args []string, o output) error {
	known := variables(parser.Model)
	if err := checkEnvironment(os.Environ(), known); err != nil {
		return err
	}
	if err := unsetEmpty(known); err != nil {
		return err
	}
	parsed, err := parser.Parse(usual(args))
	if err != nil {
		return err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(o)
}

// usual gives the help of serve to those who ask for help.
func usual(args []string) []string {
	if len(args) == 1 && slices.Contains([]string{"help", "--help", "-h"}, args[0]) {
		return []string{"serve", "--help"}
	}
	return args
}

type version struct{}

// Run prints the version.
func (version) Run(o output) error {
	_, err := fmt.Fprintln(o.out, "cognitwo", buildVersion())
	return err
}

// buildVersion is the version of the module that this is built from.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
