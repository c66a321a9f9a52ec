package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// serve is the command that runs the server.
type serve struct {
	Listen         []string      `env:"COGNITWO_LISTEN" default:"localhost:2646" placeholder:"HOST:PORT" help:"Where to listen: localhost:2646 (the default) is 127.0.0.1 and ::1, :2646 all addresses, port 0 a free one."`
	PublicURL      string        `name:"public-url" env:"COGNITWO_PUBLIC_URL" placeholder:"URL" help:"Where clients reach the server, if it is not http://localhost and the port."`
	Issuer         string        `env:"COGNITWO_ISSUER" default:"local" help:"Issuer of tokens: local is the public URL and the pool's id, aws what AWS writes, or a URL prefix."`
	Seed           []string      `env:"COGNITWO_SEED" placeholder:"FILE|DIR" sep:"none" xor:"seed" help:"Seed to apply, or a directory of them; else ./cognito.seed.yaml or /seed if one exists, else a demo."`
	SeedInline     string        `env:"COGNITWO_SEED_INLINE" placeholder:"YAML" xor:"seed" help:"Seed to apply, itself."`
	Data           string        `env:"COGNITWO_DATA" placeholder:"DIR" help:"Where to keep state over restarts; else in memory."`
	Region         string        `env:"COGNITWO_REGION" default:"us-east-1" help:"Region of pools."`
	Account        string        `env:"COGNITWO_ACCOUNT" default:"000000000000" help:"Account in ARNs."`
	IDs            string        `name:"ids" env:"COGNITWO_IDS" enum:"stable,random" default:"stable" help:"Whether ids follow from names."`
	Codes          string        `env:"COGNITWO_CODES" default:"random" placeholder:"random|fixed:123456" help:"Confirmation codes; fixed ones are checked all the same."`
	Lambda         string        `env:"COGNITWO_LAMBDA" placeholder:"URL" help:"Invoke endpoint for Lambda functions that no seed names."`
	LambdaTimeout  time.Duration `env:"COGNITWO_LAMBDA_TIMEOUT" default:"5s" help:"How long Cognito waits for a function, each time."`
	LambdaAttempts int           `env:"COGNITWO_LAMBDA_ATTEMPTS" default:"3" help:"How often it tries one that does not answer."`
	SenderCode     string        `env:"COGNITWO_SENDER_CODE" enum:"encrypted,plaintext" default:"encrypted" help:"How custom senders get codes: encrypted, as on AWS, or plaintext."`
	Disputed       []string      `env:"COGNITWO_DISPUTED" placeholder:"NAME,…" help:"Decide points on which the evidence about AWS is split the other way; /_emulator/disputed lists them."`
	Log            string        `env:"COGNITWO_LOG" enum:"debug,info,warn,error" default:"info" help:"Level of the log on standard error: debug, info, warn, error."`
	LogFormat      string        `env:"COGNITWO_LOG_FORMAT" enum:"text,json" default:"text" help:"Format of the log: text, json."`
}

// Help is what --help begins with.
func (*serve) Help() string {
	return `Examples:
  cognitwo                            a demo pool, client and user
  cognitwo --seed app.yaml            pools, clients and users of your own
  cognitwo --data .cognitwo           state survives a restart
  cognitwo ready --wait               ends when the server is ready; for scripts and health checks
  cognitwo invoke NAME …              calls a Lambda function, and judges its answer
  cognitwo rehearse USERS.CSV …       tries a migration with many users
Each of them has a --help of its own.`
}

// Run serves until the context ends.
func (s *serve) Run(ctx context.Context, o output) error {
	log := s.logger(o.err)
	listeners, err := listen(ctx, s.Listen, log)
	if err != nil {
		return err
	}
	e, err := s.emulator(listeners[0], log)
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	e.SetReady(false)
	server := newServer(e, log)
	failed := start(server, listeners)
	demo, err := s.seed(ctx, e)
	if err == nil {
		e.SetReady(true)
		err = banner(ctx, o.out, e, demo)
	}
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	return errors.Join(err, stop(server), e.Close())
}

func newServer(e http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{Handler: e, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
}

func (s *serve) emulator(first net.Listener, log *slog.Logger) (*emulator.Emulator, error) {
	fixed, err := fixedCode(s.Codes)
	if err != nil {
		return nil, err
	}
	if s.LambdaTimeout < 0 || s.LambdaAttempts < 0 {
		return nil, fmt.Errorf("--lambda-timeout is %s and --lambda-attempts is %d: neither can be negative", s.LambdaTimeout, s.LambdaAttempts)
	}
	host, port, _ := net.SplitHostPort(first.Addr().String())
	public := cmp.Or(s.PublicURL, "http://localhost:"+port)
	if net.ParseIP(host).IsUnspecified() {
		host = "127.0.0.1"
	}
	return emulator.New(emulator.Config{
		Version: buildVersion(), PublicURL: public, LocalURL: "http://" + net.JoinHostPort(host, port), Issuer: s.Issuer, Region: s.Region, Account: s.Account, DataDir: s.Data,
		RandomIDs: s.IDs == "random", FixedCode: fixed, LambdaEndpoint: s.Lambda, Log: log,
		Lambda: lambdaclient.Policy{Timeout: s.LambdaTimeout, Attempts: s.LambdaAttempts}, Disputed: s.Disputed, SenderCode: s.SenderCode,
	})
}

// fixedCode reads the setting for confirmation codes; "" means that they are drawn.
func fixedCode(setting string) (string, error) {
	if setting == "random" {
		return "", nil
	}
	code, ok := strings.CutPrefix(setting, "fixed:")
	if !ok || len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return "", fmt.Errorf("--codes is %q: it can be random, or fixed: and six digits, such as fixed:123456", setting)
	}
	return code, nil
}

// start serves all listeners, and tells the first failure.
func start(server *http.Server, listeners []net.Listener) <-chan error {
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	return failed
}

// stop lets running requests end, for a while.
func stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}
