package lambdaclient

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Kind says which way of running the function is filled in, or what is contradictory or missing.
func (f Function) Kind() (Kind, error) {
	var filled []string
	kind := KindProcess
	for _, way := range []struct {
		kind  Kind
		given bool
		name  string
	}{
		{KindProcess, len(f.Command) > 0 || f.Runtime != "", "Command or Runtime"},
		{KindDialIn, f.DialIn || f.Listen != "", "Listen or DialIn"},
		{f.urlKind(), f.Url != "", "Url"},
		{KindAWS, f.Url == "" && f.Arn != "", "Arn"},
	} {
		if way.given {
			filled = append(filled, way.name)
			kind = way.kind
		}
	}
	switch len(filled) {
	case 0:
		return "", errors.New("says nowhere how to run it: give one of Command, Runtime, Url, Listen, DialIn, Arn")
	case 1:
		return kind, nil
	}
	return "", fmt.Errorf("has %s at once; give only one", strings.Join(filled, " and "))
}

func (f Function) urlKind() Kind {
	switch f.Mode {
	case ModeHTTP:
		return KindWebhook
	case ModeAWS:
		return KindAWS
	}
	return KindEndpoint
}

// Resolve checks the function and fills in what its members leave open: Dir becomes absolute, counted from base, Command[0] the
// path of an executable that exists, Url a whole URL. The error says what is wrong, but not with which function.
func (f Function) Resolve(base string) (Function, error) {
	kind, err := f.Kind()
	if err != nil {
		return f, err
	}
	if err := f.checkCommon(kind); err != nil {
		return f, err
	}
	switch kind {
	case KindProcess:
		return f.resolveProcess(base)
	case KindDialIn:
		return f.resolveListen()
	case KindAWS:
		return f.resolveAWS()
	}
	return f.resolveURL()
}

func (f Function) checkCommon(kind Kind) error {
	switch {
	case f.Timeout < 0 || f.AnswerWithin < 0 || f.MaxConcurrency < 0:
		return errors.New("has a negative Timeout, AnswerWithin or MaxConcurrency")
	case f.Mode != "" && f.Url == "" && (f.Mode != ModeAWS || f.Arn == ""):
		return errors.New("has a Mode, which says what is spoken at a Url, but no Url")
	case !slices.Contains([]Mode{"", ModeInvoke, ModeHTTP, ModeAWS}, f.Mode):
		return fmt.Errorf("has Mode %q; it is one of invoke, http, aws", f.Mode)
	case f.Timeout != 0 && kind != KindProcess && kind != KindDialIn:
		return errors.New("has a Timeout, which only functions that we run ourselves obey; AnswerWithin limits the waiting")
	case kind != KindProcess && f.describesProcess():
		return errors.New("has Dir, Env or Handler, but no Command or Runtime that they are for")
	}
	return nil
}

// describesProcess reports whether members are filled in that are for functions that we run.
func (f Function) describesProcess() bool { return f.Dir != "" || len(f.Env) > 0 || f.Handler != "" }

func (f Function) resolveProcess(base string) (Function, error) {
	dir := f.Dir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(base, dir)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return f, err
	}
	if info, err := os.Stat(dir); err != nil {
		return f, fmt.Errorf("cannot run in its Dir: %w", err)
	} else if !info.IsDir() {
		return f, fmt.Errorf("cannot run in its Dir: %s is no directory", dir)
	}
	f.Dir = dir
	for name := range f.Env {
		if reserved[name] || strings.ContainsAny(name, "=\x00") || name == "" {
			return f, fmt.Errorf("sets the environment variable %q, which it cannot have", name)
		}
	}
	if len(f.Command) == 0 {
		return f.resolveRuntime()
	}
	path, err := executable(dir, f.Command[0])
	f.Command = append([]string{path}, f.Command[1:]...)
	return f, err
}

// reserved are the variables that decide where the runtime asks for work, and how much at a time.
var reserved = map[string]bool{
	"AWS_LAMBDA_RUNTIME_API": true, "_LAMBDA_SERVER_PORT": true, "AWS_LAMBDA_MAX_CONCURRENCY": true, "AWS_LAMBDA_EXEC_WRAPPER": true,
}

// interpreters are the programs that run a handler for which no command is given, by the first word of the runtime's name.
var interpreters = map[string]string{"nodejs": "node", "python": "python3"}

// Interpreter is the program that runs the function's handler, or "" if its Command is all that is needed.
func (f Function) Interpreter() string {
	if len(f.Command) > 0 {
		return ""
	}
	return interpreters[strings.TrimRight(f.Runtime, "0123456789.x")]
}

func (f Function) resolveRuntime() (Function, error) {
	program := f.Interpreter()
	if program == "" {
		return f, fmt.Errorf("has Runtime %q, which needs a Command; without one, only nodejs… and python… run", f.Runtime)
	}
	if f.Handler == "" {
		return f, fmt.Errorf("has Runtime %q but no Handler, such as index.handler", f.Runtime)
	}
	if _, err := exec.LookPath(program); err != nil {
		return f, fmt.Errorf("needs %s: %w", program, err)
	}
	return f, nil
}

// executable finds the program as a shell in dir would.
func executable(dir, program string) (string, error) {
	if program == "" {
		return "", errors.New("has an empty Command")
	}
	if strings.ContainsRune(program, filepath.Separator) && !filepath.IsAbs(program) {
		program = filepath.Join(dir, program)
	}
	path, err := exec.LookPath(program)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return program, fmt.Errorf("cannot start: there is no file %s", program)
	case errors.Is(err, fs.ErrPermission):
		return program, fmt.Errorf("cannot start: %s is not executable", program)
	case err != nil:
		return program, fmt.Errorf("cannot start: %w", err)
	}
	return path, nil
}

func (f Function) resolveListen() (Function, error) {
	if f.Listen == "" {
		f.Listen = "127.0.0.1:0"
	}
	if _, _, err := net.SplitHostPort(f.Listen); err != nil {
		return f, fmt.Errorf("has Listen %q; it is host:port, such as 0.0.0.0:9001: %w", f.Listen, err)
	}
	return f, nil
}

func (f Function) resolveURL() (Function, error) {
	raw := f.Url
	if !strings.Contains(raw, "://") {
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return f, fmt.Errorf("has Url %q; it is http://host:port", f.Url)
	}
	f.Url = u.String()
	return f, nil
}

func (f Function) resolveAWS() (Function, error) {
	ref, err := ParseReference(f.Arn)
	if err != nil {
		return f, fmt.Errorf("has an Arn that is none: %w", err)
	}
	f.Region = or(f.Region, ref.Region)
	if f.Url == "" {
		return f, nil
	}
	return f.resolveURL()
}
