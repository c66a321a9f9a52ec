package manage

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// longestWait bounds ?wait=, so that nobody waits for ever for a message that does not come.
const longestWait = time.Minute

// shownMessage is a message as JSON.
type shownMessage struct {
	message.Message
	Status string `json:"status"`
}

// filter says which messages are wanted.
type filter struct {
	to, pool, trigger, user string
	since                   time.Time
	after                   string // a message's id
	wait                    time.Duration
}

// newFilter reads a query. Besides an error it gives what would be right.
func newFilter(query url.Values) (f filter, fix string, err error) {
	known := []string{"to", "pool", "trigger", "user", "since", "wait"}
	for name := range query {
		if !slices.Contains(known, name) {
			return f, "there are " + strings.Join(known, ", "), fmt.Errorf("there is no parameter %s", name)
		}
	}
	f = filter{to: query.Get("to"), pool: query.Get("pool"), trigger: query.Get("trigger"), user: query.Get("user")}
	if text := query.Get("wait"); text != "" {
		if f.wait, err = time.ParseDuration(text); err != nil || f.wait < 0 || f.wait > longestWait {
			return f, "give a time up to 60s, such as wait=5s", fmt.Errorf("wait is %q", text)
		}
	}
	if text := query.Get("since"); text != "" {
		if f.since, err = time.Parse(time.RFC3339, text); err != nil {
			f.since, f.after = time.Time{}, text
		}
	}
	return f, "", nil
}

// fits reports whether a message is wanted. An address in a query may have lost its + to a space.
func (f filter) fits(m message.Message) bool {
	to := strings.EqualFold(f.to, m.To) || f.to == m.User || strings.HasPrefix(f.to, " ") && "+"+f.to[1:] == m.To
	return (f.to == "" || to) &&
		(f.pool == "" || f.pool == m.PoolID) &&
		(f.trigger == "" || f.trigger == string(m.Trigger)) &&
		(f.user == "" || f.user == m.User || f.user == m.Sub) &&
		!m.At.Before(f.since) && m.ID > f.after
}

// messages lists what would have been sent, newest first.
func (a *API) messages(w http.ResponseWriter, r *http.Request) {
	a.answer(w, r, func(found []shownMessage) any { return found })
}

// latestMessage shows the newest message.
func (a *API) latestMessage(w http.ResponseWriter, r *http.Request) {
	a.answer(w, r, func(found []shownMessage) any {
		if len(found) == 0 {
			return nil
		}
		return found[0]
	})
}

func (a *API) answer(w http.ResponseWriter, r *http.Request, choose func([]shownMessage) any) {
	f, fix, err := newFilter(r.URL.Query())
	if err != nil {
		badQuery(w, err.Error(), fix)
		return
	}
	found, err := a.await(r.Context(), f)
	if err != nil {
		failed(w, err)
		return
	}
	chosen := choose(found)
	if chosen == nil || len(found) == 0 && (f.to != "" || f.user != "") {
		because, err := a.whyNone(r.Context(), f)
		if err != nil {
			failed(w, err)
			return
		}
		write(w, http.StatusNotFound, because)
		return
	}
	write(w, http.StatusOK, chosen)
}

// await finds messages and, if there are none, waits for the first one.
func (a *API) await(ctx context.Context, f filter) ([]shownMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, f.wait)
	defer cancel()
	for {
		next := a.Messages.Next() // before looking, so that none is missed
		found, err := a.find(context.WithoutCancel(ctx), f)
		if err != nil || len(found) > 0 || f.wait == 0 {
			return found, err
		}
		select {
		case <-next:
		case <-ctx.Done():
			return found, nil
		}
	}
}

func (a *API) find(ctx context.Context, f filter) ([]shownMessage, error) {
	found := []shownMessage{}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		for m, err := range message.Messages.Scan(tx, "", f.after, 0) {
			if err != nil {
				return err
			}
			if !f.fits(m) {
				continue
			}
			status, err := m.Status(tx)
			if err != nil {
				return err
			}
			found = append(found, shownMessage{m, status})
		}
		return nil
	})
	slices.Reverse(found)
	return found, err
}
