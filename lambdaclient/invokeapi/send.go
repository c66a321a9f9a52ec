package invokeapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// newClient is an HTTP client for addresses nearby: it neither asks a proxy nor follows redirects.
func newClient() *http.Client {
	transport := &http.Transport{
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     30 * time.Second,
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post sends a payload and reads the whole reply.
func post(ctx context.Context, client *http.Client, target string, payload []byte) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(payload))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, lambdaclient.MaxPayload+1))
	if err != nil {
		return reply{}, err
	}
	return reply{
		status:   response.StatusCode,
		header:   response.Header,
		body:     body,
		tooLarge: len(body) > lambdaclient.MaxPayload,
	}, nil
}

// result puts together what is known of a call.
func result(r reply, o outcome, target string, took time.Duration) lambdaclient.Result {
	id := r.header.Get("X-Amzn-Requestid")
	if id == "" {
		id = uuid.NewString() // so that the call can be referred to
	}
	return lambdaclient.Result{
		Payload:       o.payload,
		FunctionError: o.failure,
		Output:        logTail(r.header.Get("X-Amz-Log-Result")),
		RequestID:     id,
		Duration:      took,
		Target:        target,
	}
}

// failure turns an error of a call that got no reply into one of this module.
func failure(ctx context.Context, err error, function, target string, took time.Duration, detail string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &lambdaclient.TimeoutError{Function: function, After: took, Detail: detail}
	case ctx.Err() != nil:
		return fmt.Errorf("invoking function %q: %w", function, ctx.Err())
	}
	if about, ok := errors.AsType[*url.Error](err); ok {
		err = about.Err // the target says the rest
	}
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("it closed the connection without an answer: %w", err)
	}
	return &lambdaclient.UnreachableError{Function: function, Target: target, Err: err}
}
