package invokeapi_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/invokeapi"
)

func newWebhook(t *testing.T, url string, concurrency int) *invokeapi.Webhook {
	t.Helper()
	w, err := invokeapi.NewWebhook(url, concurrency)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply   http.HandlerFunc
		payload string
		message string
		err     error
	}{
		"answer":         {reply: says(200, event), payload: event},
		"created":        {reply: says(201, event), payload: event},
		"no body":        {reply: says(204, ``), payload: `null`},
		"empty":          {reply: says(200, ``), payload: `null`},
		"function error": {reply: says(500, `{"errorMessage":"Bad password"}`), message: "Bad password"},
		"marked error":   {reply: says(200, `{"errorMessage":"Bad password","errorType":"Error"}`), message: "Bad password"},
		"server error":   {reply: says(500, `Internal Server Error`), err: lambdaclient.ErrServer},
		"refusal":        {reply: says(401, `{"message":"who are you"}`), err: lambdaclient.ErrServer},
		"wrong path":     {reply: says(404, `Cannot POST /`), err: lambdaclient.ErrUnknownFunction},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := newWebhook(t, serve(t, c.reply), 0).Invoke(within(t, 20*time.Second), "f", []byte(event))
			if !errors.Is(err, c.err) || string(result.Payload) != c.payload {
				t.Errorf("got %s, %v, want %s, %v", result.Payload, err, c.payload, c.err)
			}
			if e := result.FunctionError; (e != nil) != (c.message != "") || e != nil && e.Message != c.message {
				t.Errorf("got function error %+v, want %q", e, c.message)
			}
		})
	}
}

func TestWebhookIsPostedTheEvent(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.Method+" "+r.URL.String()+" "+r.Header.Get("Content-Type")+" "+string(body))
	})
	result, err := newWebhook(t, url+"/hooks/migrate?key=1", 0).Invoke(within(t, 20*time.Second), "f", []byte(event))
	if want := "POST /hooks/migrate?key=1 application/json " + event; err != nil || string(result.Payload) != want {
		t.Errorf("got %s, %v, want %s", result.Payload, err, want)
	}
}

func TestWebhookThatHangs(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		hang(w, r)
	})
	w := newWebhook(t, url, 1)
	inv := lambdaclient.Retry(w, lambdaclient.Policy{Timeout: 150 * time.Millisecond, Attempts: 2})
	result, err := inv.Invoke(t.Context(), "f", []byte(event))
	if !errors.Is(err, lambdaclient.ErrTimeout) || len(result.Attempts) != 2 || calls.Load() != 2 {
		t.Errorf("got %v after %d attempts and %d calls", err, len(result.Attempts), calls.Load())
	}
	go func() { _, _ = w.Invoke(within(t, 2*time.Second), "f", nil) }()
	time.Sleep(300 * time.Millisecond)
	if _, err := w.Invoke(within(t, 150*time.Millisecond), "f", nil); err == nil || !strings.Contains(err.Error(), "MaxConcurrency") {
		t.Errorf("got %v", err)
	}
	if _, err := invokeapi.NewWebhook("://", 0); err == nil {
		t.Error("a URL that is none was accepted")
	}
}
