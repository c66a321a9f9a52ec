package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// target is the emulator that a command works with: one that runs, or one of its own.
type target struct {
	URL    string   `name:"url" env:"COGNITWO_URL" placeholder:"URL" help:"Of the server. (default: where $COGNITWO_LISTEN says, or http://localhost:2646)"`
	Seed   []string `placeholder:"FILE|DIR" sep:"none" help:"Work without a server: start an emulator for this command alone, with this seed."`
	Listen []string `hidden:"" env:"COGNITWO_LISTEN" default:"localhost:2646"`
	own
}

// own are the settings of the server that an emulator for one command has, too. They are read from the environment.
type own struct {
	Region         string        `hidden:"" env:"COGNITWO_REGION"`
	Account        string        `hidden:"" env:"COGNITWO_ACCOUNT"`
	Lambda         string        `hidden:"" env:"COGNITWO_LAMBDA"`
	LambdaTimeout  time.Duration `hidden:"" env:"COGNITWO_LAMBDA_TIMEOUT"`
	LambdaAttempts int           `hidden:"" env:"COGNITWO_LAMBDA_ATTEMPTS"`
	Disputed       []string      `hidden:"" env:"COGNITWO_DISPUTED"`
}

// with does something with the emulator, which it starts and stops if it is to be one of its own.
func (t *target) with(ctx context.Context, o output, do func(e *remote) error) error {
	if len(t.Seed) == 0 {
		url, err := (&ready{URL: t.URL, Listen: t.Listen}).url()
		if err != nil {
			return err
		}
		return do(newRemote(url))
	}
	s := &serve{
		Codes: "random", Log: "warn", Seed: t.Seed, Region: t.Region, Account: t.Account,
		Lambda: t.Lambda, LambdaTimeout: t.LambdaTimeout, LambdaAttempts: t.LambdaAttempts, Disputed: t.Disputed,
	}
	log := s.logger(o.err)
	listener, err := open(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	e, err := s.emulator(listener, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := newServer(e, log)
	start(server, []net.Listener{listener})
	err = e.ApplySeedFile(ctx, t.Seed...)
	if err == nil {
		err = do(newRemote("http://" + listener.Addr().String()))
	}
	return errors.Join(err, stop(server), e.Close())
}

// remote is an emulator's management API.
type remote struct {
	url    string
	client *http.Client
}

func newRemote(url string) *remote {
	transport := &http.Transport{MaxIdleConnsPerHost: mostAtOnce} // straight to the server, whatever proxies there are
	return &remote{url, &http.Client{Transport: transport}}
}

// post sends a body to a path below /_emulator and decodes the answer. What the server finds wrong is an error.
func (e *remote) post(ctx context.Context, path string, body []byte, answer any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url+"/_emulator"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := e.client.Do(request)
	if errors.Is(err, syscall.ECONNREFUSED) {
		err = fmt.Errorf("no server runs at %s (%w); start one, or give --seed to do without", e.url, syscall.ECONNREFUSED)
	}
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return refusal(response.Status, text)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s is no cognitwo, or another version: %w", e.url, err)
	}
	return nil
}

func refusal(status string, text []byte) error {
	var problem struct{ Error, Because, Fix string }
	if json.Unmarshal(text, &problem) != nil || problem.Because == "" {
		return fmt.Errorf("the server answered %s: %.200s", status, strings.TrimSpace(string(text)))
	}
	return fmt.Errorf("%s; %s", problem.Because, problem.Fix)
}
