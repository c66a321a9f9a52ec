// Command probe is a Lambda function that behaves as the environment variable MODE says: well, badly and oddly.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type custom struct{}

func (custom) Error() string { return "custom" }

// handlers are what lambda.Start is given, by MODE.
var handlers = map[string]any{
	"nil":            func() (any, error) { return nil, nil },
	"no-result":      func(any) {},
	"error-only":     func(any) error { return nil },
	"empty-map":      func() (any, error) { return map[string]string{}, nil },
	"nil-map":        func() (any, error) { return map[string]string(nil), nil },
	"echo":           func(event any) (any, error) { return event, nil },
	"echo-raw":       func(event json.RawMessage) (json.RawMessage, error) { return event, nil },
	"echo-bytes":     func(event json.RawMessage) ([]byte, error) { return event, nil },
	"echo-typed":     func(e events.CognitoEventUserPoolsMigrateUser) (any, error) { return e, nil },
	"html":           func() (any, error) { return "a<b>&", nil },
	"error":          func() (any, error) { return nil, errors.New("Bad password") },
	"wrapped":        func() (any, error) { return nil, fmt.Errorf("wrap: %w", errors.New("inner")) },
	"custom":         func() (any, error) { return nil, custom{} },
	"custom-ptr":     func() (any, error) { return nil, &custom{} },
	"both":           func() (any, error) { return "value", errors.New("and error") },
	"messages":       func() (any, error) { return nil, messages.InvokeResponse_Error{Type: "MyType", Message: "my message"} },
	"panic":          func() (any, error) { panic("boom") },
	"panic-error":    func() (any, error) { panic(errors.New("bad")) },
	"nil-deref":      func() (any, error) { var p *custom; return *p, nil },
	"exit0":          func() (any, error) { os.Exit(0); return nil, nil },
	"exit3":          func() (any, error) { os.Exit(3); return nil, nil },
	"kill":           kill,
	"int":            func(int) {},
	"three":          func(int, int, int) {},
	"chan":           func() (any, error) { return make(chan int), nil },
	"big":            func() (any, error) { return strings.Repeat("x", 7<<20), nil },
	"large":          func() (any, error) { return strings.Repeat("x", 6<<20), nil },
	"pid":            func() (int, error) { return os.Getpid(), nil },
	"sleep":          sleep,
	"sleep-pid":      func(span string) (int, error) { nap(span); return os.Getpid(), nil },
	"exit-after":     exitAfter,
	"child-and-hang": childAndHang,
	"print":          printLines,
	"environment":    environment,
	"family":         family,
	"mixed":          mixed,
	"context":        describeContext,
	"stream":         func() (io.Reader, error) { return strings.NewReader(`{"streamed":true}`), nil },
	"stream-error":   func() (io.Reader, error) { return io.MultiReader(strings.NewReader("{"), failing{}), nil },
	"next-twice":     nextTwice,
	"deaf":           func() (int, error) { return os.Getpid(), nil },
	"sigterm":        func() (int, error) { return os.Getpid(), nil },
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("broken stream") }

func main() {
	mode := os.Getenv("MODE")
	switch mode {
	case "panic-in-main":
		panic("before Start")
	case "exit-in-main":
		_, _ = fmt.Println("about to exit")
		os.Exit(7)
	case "init-error":
		postInitError()
	case "hostile":
		hostile()
	case "asks and goes":
		askAndGo()
	case "http-echo":
		httpEcho()
	case "hello":
		_, _ = fmt.Println("hello")
		return
	}
	if span := os.Getenv("INIT"); span != "" {
		_, _ = fmt.Println("initializing", os.Getpid())
		nap(span)
	}
	if mode == "sigterm" {
		lambda.StartWithOptions(handlers[mode], lambda.WithEnableSIGTERM(func() {
			_, _ = fmt.Println("got SIGTERM")
			os.Exit(0)
		}))
	}
	if mode == "deaf" {
		ignoreSIGTERM()
	}
	lambda.Start(handlers[mode])
}

// httpEcho serves plain HTTP, to compare with.
func httpEcho() {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	_, _ = fmt.Println("http://" + listener.Addr().String())
	panic(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		_, _ = w.Write(raw)
	})))
}

func nap(span string) {
	d, err := time.ParseDuration(span)
	if err != nil {
		panic(err)
	}
	time.Sleep(d)
}

func sleep(ctx context.Context, span string) (string, error) {
	_, _ = fmt.Println("sleeping", span)
	nap(span)
	return span, nil
}

// exitAfter answers, and ends the process a moment later, while it waits for the next event.
func exitAfter() (int, error) {
	time.AfterFunc(500*time.Millisecond, func() { os.Exit(9) })
	return os.Getpid(), nil
}

// childAndHang starts a process of its own and never answers; both pids are in the output.
func childAndHang() {
	child := exec.Command("sleep", "600")
	child.Stdout = os.Stdout // holds our output open
	if err := child.Start(); err != nil {
		panic(err)
	}
	_, _ = fmt.Println(os.Getpid(), child.Process.Pid)
	time.Sleep(time.Hour)
}

func printLines(text string) (string, error) {
	_, _ = fmt.Fprintln(os.Stdout, "out", text)
	_, _ = fmt.Fprint(os.Stderr, "err ", text)
	if text == "much" {
		_, _ = fmt.Fprint(os.Stdout, strings.Repeat("0123456789abcde\n", 1<<16))
	}
	return text, nil
}

func environment() (map[string]any, error) {
	env := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	dir, err := os.Getwd()
	return map[string]any{"env": env, "dir": dir, "args": os.Args[1:]}, err
}

func describeContext(ctx context.Context) (map[string]any, error) {
	lc, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	return map[string]any{
		"id": lc.AwsRequestID, "arn": lc.InvokedFunctionArn, "left": time.Until(deadline).Seconds(),
		"trace": os.Getenv("_X_AMZN_TRACE_ID"),
	}, nil
}

func api(path string) string {
	return "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/" + path
}

// nextTwice asks for another invocation while it works on one, and for an init error then, and returns what it was told.
func nextTwice() ([]string, error) {
	var said []string
	next, err := http.Get(api("invocation/next"))
	if err != nil {
		return nil, err
	}
	said = append(said, body(next))
	initError, err := http.Post(api("init/error"), "application/json", strings.NewReader(`{}`))
	if err != nil {
		return nil, err
	}
	return append(said, body(initError)), nil
}

func body(r *http.Response) string {
	defer func() { _ = r.Body.Close() }()
	raw, _ := io.ReadAll(r.Body)
	return fmt.Sprintf("%d %s", r.StatusCode, raw)
}

func postInitError() {
	report := strings.NewReader(`{"errorMessage":"no database","errorType":"Runtime.Sad"}`)
	if r, err := http.Post(api("init/error"), "application/json", report); err != nil || r.StatusCode != http.StatusAccepted {
		panic(fmt.Sprint(r, err))
	}
	os.Exit(1)
}
