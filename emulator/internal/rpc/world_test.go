package rpc_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rpc"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const prefix = "AWSCognitoIdentityProviderService."

var start = time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC)

// service answers a public operation, SignUp, and two of administrators: ListUserPools, and DeleteUserPool, whose
// success has no body. SetUserSettings and the others are not implemented.
type service struct {
	api.Unimplemented
	answer func(ctx context.Context) error
}

func (s service) SignUp(ctx context.Context, _ *api.SignUpRequest) (*api.SignUpResponse, error) {
	return &api.SignUpResponse{UserSub: "1"}, s.answer(ctx)
}

func (s service) ListUserPools(ctx context.Context, _ *api.ListUserPoolsRequest) (*api.ListUserPoolsResponse, error) {
	return &api.ListUserPoolsResponse{}, s.answer(ctx)
}

func (s service) DeleteUserPool(ctx context.Context, _ *api.DeleteUserPoolRequest) error {
	return s.answer(ctx)
}

// bodies are valid requests.
var bodies = map[string]string{
	"SignUp":         `{"ClientId":"c","Username":"u","Password":"p"}`,
	"ListUserPools":  `{"MaxResults":1}`,
	"DeleteUserPool": `{"UserPoolId":"us-east-1_1"}`,
}

// world is a handler in front of a service.
type world struct {
	*rpc.Handler
	t   *testing.T
	log bytes.Buffer
}

func newWorld(t *testing.T, answer func(ctx context.Context) error) *world {
	db, err := store.Open(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{t: t}
	w.Handler = &rpc.Handler{
		Service: service{answer: answer}, Conceal: &conceal.Concealer{DB: db}, Journal: journal.New(3), Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(&w.log, nil)), Now: func() time.Time { return start },
	}
	return w
}

// succeed is the answer of a service that has nothing to object to.
func succeed(context.Context) error { return nil }

// refuse is the answer of a service that objects.
func refuse(err error) func(context.Context) error { return func(context.Context) error { return err } }

func (w *world) do(request *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, request)
	return recorder
}

// post makes a request for an operation with these headers.
func post(operation string, body io.Reader, headers ...string) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/", body)
	request.Header.Set("X-Amz-Target", prefix+operation)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return request
}

// call makes a valid request, signed as an SDK does it.
func (w *world) call(operation string) *httptest.ResponseRecorder {
	return w.do(post(operation, strings.NewReader(bodies[operation]), "Authorization", signature, "X-Amz-Date", "20260924T135015Z"))
}

func (w *world) latest() journal.Entry {
	w.t.Helper()
	entries := w.Journal.Latest(1)
	if len(entries) != 1 {
		w.t.Fatal("the journal is empty")
	}
	return entries[0].Shown()
}
