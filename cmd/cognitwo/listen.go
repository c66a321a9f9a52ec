package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
)

// listen opens all addresses, or none.
func listen(ctx context.Context, addresses []string, log *slog.Logger) ([]net.Listener, error) {
	var listeners []net.Listener
	for _, address := range addresses {
		opened, err := listenAt(ctx, address, log)
		if err != nil {
			return nil, errors.Join(err, closeAll(listeners))
		}
		listeners = append(listeners, opened...)
	}
	return listeners, nil
}

func listenAt(ctx context.Context, address string, log *slog.Logger) ([]net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("--listen is %q: write it like localhost:2646, or :2646 for all addresses", address)
	}
	if host != "localhost" {
		l, err := open(ctx, address)
		return []net.Listener{l}, err
	}
	l, err := open(ctx, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, err
	}
	// Some programs, Node.js among them, try ::1 first when they look for localhost.
	_, port, _ = net.SplitHostPort(l.Addr().String())
	six, err := open(ctx, net.JoinHostPort("::1", port))
	if err != nil {
		log.WarnContext(ctx, "not listening on ::1, only on 127.0.0.1", "error", err)
		return []net.Listener{l}, nil
	}
	return []net.Listener{l, six}, nil
}

func open(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen at %s: %w; another address: --listen HOST:PORT", address, err)
	}
	return l, nil
}

func closeAll(listeners []net.Listener) error {
	var problems []error
	for _, l := range listeners {
		problems = append(problems, l.Close())
	}
	return errors.Join(problems...)
}
