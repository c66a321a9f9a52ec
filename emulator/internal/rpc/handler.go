package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const (
	targetPrefix = "AWSCognitoIdentityProviderService."

	// largestBody is the documented limit of the operations with the largest requests; for the others it is assumed.
	//
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
	largestBody = 2 << 20
)

// Handler answers the API's requests.
type Handler struct {
	Service api.Service
	Conceal *conceal.Concealer
	Journal *journal.Journal
	Log     *slog.Logger
	Now     func() time.Time
	Random  io.Reader
}

// call is one request on its way.
type call struct {
	operation string // as the header names it, known or not
	body      []byte
	out       any
	empty     bool // success has no body
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.Now()
	c := &call{operation: strings.TrimPrefix(r.Header.Get("X-Amz-Target"), targetPrefix)}
	ctx, trail := journal.With(r.Context(), h.requestID(), c.operation, start)
	trail.Agent(r.Header.Get("X-Amz-User-Agent") + " " + r.UserAgent())
	trail.Peer(r.RemoteAddr)
	err := h.serve(ctx, c, r)
	refusal := h.refusal(ctx, c, err)
	answer := encodeAnswer(c, refusal)
	trail.Body(c.body, answer.body)
	if refusal != nil {
		trail.Refused(refusal)
	}
	entry := trail.Finish(answer.status, answer.exception, answer.message, h.Now().Sub(start))
	h.Journal.Add(entry)
	answer.write(w, trail.ID())
	logRequest(ctx, h.Log, entry)
}

// serve runs one request up to the answer. A panic is an error like others: the emulator goes on.
func (h *Handler) serve(ctx context.Context, c *call, r *http.Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	operation, ok := api.Lookup(c.operation)
	if !ok || !strings.HasPrefix(r.Header.Get("X-Amz-Target"), targetPrefix) {
		return rule.UnknownOperation.Refuse().Because("X-Amz-Target is %.200q", r.Header.Get("X-Amz-Target"))
	}
	if err := authorize(operation.Auth, r); err != nil {
		return err
	}
	if c.body, err = readBody(r); err != nil {
		return err
	}
	in, err := operation.Read(c.body)
	if err != nil {
		return constraint(err)
	}
	c.empty = operation.EmptyBody
	c.out, err = operation.Call(ctx, h.Service, in)
	c.out, err = h.Conceal.Outcome(ctx, c.operation, in, c.out, err)
	return err
}

// readBody reads no more than is allowed, and nothing of a body that says it is longer.
func readBody(r *http.Request) ([]byte, error) {
	tooLong := rule.Constraint(api.SerializationException("")).Because("the body is longer than %d bytes", largestBody)
	if r.ContentLength > largestBody {
		return nil, tooLong
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, largestBody+1))
	switch {
	case err != nil:
		return nil, rule.Constraint(api.SerializationException("")).Because("the body could not be read: %v", err)
	case len(body) > largestBody:
		return nil, tooLong
	}
	return body, nil
}

// constraint explains what a generated reader found.
func constraint(err error) error {
	var refused *api.Error
	if errors.As(err, &refused) {
		return rule.Constraint(refused).Because("%s", refused.Message)
	}
	return err
}

// refusal makes sure that every failed request has one. What no rule explains is the emulator's own failure.
func (h *Handler) refusal(ctx context.Context, c *call, err error) *rule.Refusal {
	if err == nil {
		return nil
	}
	if refusal, ok := rule.As(err); ok {
		return refusal
	}
	var refused *api.Error
	if errors.As(err, &refused) && refused.Code == "NotImplementedByEmulator" {
		return rule.Unimplemented(refused)
	}
	if ctx.Err() != nil {
		return rule.InternalError.Refuse().Because("the caller went away: %v", err).Advise("wait longer for the answer")
	}
	h.Log.ErrorContext(ctx, "the emulator failed", "operation", c.operation, "request", journal.From(ctx).ID(), "error", err)
	return rule.InternalError.Refuse().Because("%v", err)
}

// requestID makes the x-amzn-requestid, which is also the event_id of tokens.
func (h *Handler) requestID() string {
	id, err := uuid.NewRandomFromReader(h.Random)
	if err != nil {
		return uuid.Nil.String()
	}
	return id.String()
}
