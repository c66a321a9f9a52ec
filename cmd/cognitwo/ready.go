package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// ready is the command that asks a server whether it is ready. The image's health check runs it.
type ready struct {
	URL     string        `name:"url" env:"COGNITWO_URL" placeholder:"URL" help:"Of the server. (default: where $COGNITWO_LISTEN says, or http://localhost:2646)"`
	Listen  []string      `hidden:"" env:"COGNITWO_LISTEN" default:"localhost:2646"`
	Wait    bool          `help:"Wait until the server is ready."`
	Timeout time.Duration `default:"30s" help:"How long to wait."`
}

// Run asks once, or until the answer is yes.
func (c *ready) Run(ctx context.Context) error {
	url, err := c.url()
	if err != nil {
		return err
	}
	if !c.Wait {
		c.Timeout = min(c.Timeout, 2*time.Second)
	}
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	for {
		err := ask(ctx, url)
		if err == nil || !c.Wait {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("not ready within %s: %w", c.Timeout, err)
		}
	}
}

// url is where the server listens, on this machine.
func (c *ready) url() (string, error) {
	if c.URL != "" {
		return strings.TrimRight(c.URL, "/"), nil
	}
	host, port, err := net.SplitHostPort(c.Listen[0])
	if err != nil || port == "0" {
		return "", fmt.Errorf("where the server listens is not known from %q; give --url", c.Listen[0])
	}
	if ip := net.ParseIP(host); host == "" || host == "localhost" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/_emulator/ready", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 4096))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(strings.TrimSpace(string(body)))
	}
	return err
}
