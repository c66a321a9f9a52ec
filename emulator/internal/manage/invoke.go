package manage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// invoke calls a function with the event in the body or, without one, with an example of a source. What the example is
// about is said by the query, or by the body instead.
func (a *API) invoke(w http.ResponseWriter, r *http.Request) {
	event, ok := body(w, r)
	if !ok {
		return
	}
	query := r.URL.Query()
	if wish, ok := wished(event); ok && len(query) == 0 {
		query, event = wish, nil
	}
	event, fix, err := a.eventFor(r.Context(), query, event)
	if err != nil {
		badQuery(w, err.Error(), fix)
		return
	}
	name := parameter(r, "name")
	result, err := a.Functions.Invoke(r.Context(), name, event)
	if errors.Is(err, lambdaclient.ErrUnknownFunction) {
		write(w, http.StatusNotFound, problem{"no such function", err.Error(), "GET /_emulator/functions lists all"})
		return
	}
	asItIs := func(text string) string { return text } // the caller knows what is in the event
	write(w, http.StatusOK, a.judge(name, event, event, result, err, asItIs))
}

// wished reads a body that says what an example is to be about. Unlike that, an event has a triggerSource.
func wished(body []byte) (query url.Values, ok bool) {
	var members map[string]string
	if json.Unmarshal(body, &members) != nil || members["source"] == "" {
		return nil, false
	}
	query = url.Values{}
	for name, value := range members {
		query.Set(name, value)
	}
	return query, true
}

// eventFor is the event that is given, or an example. Besides an error it gives what would be right.
func (a *API) eventFor(ctx context.Context, query url.Values, given []byte) (event []byte, fix string, err error) {
	known := []string{"source", "pool", "client", "user"}
	for name := range query {
		if !slices.Contains(known, name) {
			return nil, "there are " + strings.Join(known, ", "), fmt.Errorf("there is no parameter %s", name)
		}
	}
	source := query.Get("source")
	switch {
	case len(given) > 0 && !json.Valid(given):
		return nil, "send the event as JSON, or nothing for an example", errors.New("the body is not JSON")
	case len(given) > 0 && len(query) > 0:
		return nil, "give an event, or say of what one is to be made", errors.New("there is an event in the body, and a query beside it")
	case len(given) > 0:
		return given, "", nil
	case !slices.Contains(trigger.Sources(), source):
		return nil, "give source=, one of " + strings.Join(trigger.Sources(), ", ") + "; or an event as the body", fmt.Errorf("there is no source %q", source)
	}
	about, err := a.about(ctx, query)
	if err != nil {
		return nil, "pool and client are ids or names", err
	}
	event, err = trigger.Example(source, about)
	return event, "", err
}

// about finds the real pool, client and user that an example is to be about. A user whom the pool does not have is as
// good as any: it may be the one to be migrated.
func (a *API) about(ctx context.Context, query url.Values) (trigger.About, error) {
	about := trigger.About{Region: a.Region, UserName: query.Get("user")}
	if query.Get("pool") == "" {
		about.ClientID = query.Get("client")
		return about, nil
	}
	var pool directory.Pool
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if pool, err = findPool(tx, query.Get("pool")); err != nil {
			return err
		}
		about.PoolID, about.Region = pool.Id, pool.Region()
		if pool.LambdaConfig != nil && pool.LambdaConfig.PreTokenGenerationConfig != nil {
			about.TokenVersion = string(pool.LambdaConfig.PreTokenGenerationConfig.LambdaVersion)
		}
		client, err := findClient(tx, pool, query.Get("client"))
		if err != nil && query.Get("client") != "" {
			return err
		}
		about.ClientID = client.ClientId
		user, err := directory.FindUser(tx, pool, about.UserName)
		if err == nil {
			about.UserName, about.Attributes = user.Username, trigger.UserAttributes(user)
		}
		if rule.Is(err, rule.UserNotFound) {
			err = nil
		}
		return err
	})
	if err == nil && pool.LambdaConfig != nil && pool.LambdaConfig.KMSKeyID != "" {
		about.Code, err = a.Messages.Seal(ctx, pool, "123456")
	}
	return about, err
}
