package invokeapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// Webhook is a function behind a plain URL: the event is posted to it, and the body of a reply with a status of 2xx is the answer,
// where no body counts as null. Errors may be reported as any Invoke endpoint reports them, such as by a status of 500 and an
// object with an errorMessage.
type Webhook struct {
	url    string
	client *http.Client
	slots  chan struct{} // nil: any number of calls at a time
}

// NewWebhook is the webhook at a URL. concurrency is how many calls may be made at a time; 0 means any number.
func NewWebhook(rawURL string, concurrency int) (*Webhook, error) {
	function, err := lambdaclient.Function{Url: rawURL}.Resolve("")
	if err != nil {
		return nil, fmt.Errorf("webhook %w", err)
	}
	w := &Webhook{url: function.Url, client: newClient()}
	if concurrency > 0 {
		w.slots = make(chan struct{}, concurrency)
	}
	return w, nil
}

// Invoke posts the event.
func (w *Webhook) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	elapsed := func() time.Duration { return wallclock.Now().Sub(started) }
	if w.slots != nil {
		select {
		case w.slots <- struct{}{}:
			defer func() { <-w.slots }()
		case <-ctx.Done():
			return lambdaclient.Result{Target: w.url, Duration: elapsed()},
				failure(ctx, ctx.Err(), function, w.url, elapsed(), "calls before it were not answered; MaxConcurrency allows no more at a time")
		}
	}
	r, err := post(ctx, w.client, w.url, payload)
	if err != nil {
		return lambdaclient.Result{Target: w.url, Duration: elapsed()}, failure(ctx, err, function, w.url, elapsed(), "")
	}
	o := interpret(function, w.url, r)
	if o.err == nil && o.failure == nil && len(o.payload) == 0 {
		o.payload = []byte("null")
	}
	return result(r, o, w.url, elapsed()), o.err
}

// Close ends idle connections.
func (w *Webhook) Close() error {
	w.client.CloseIdleConnections()
	return nil
}
