package manage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// acquaintance is a user whom a filter may mean.
type acquaintance struct {
	pool directory.Pool
	user directory.User
}

// whyNone says what is known of the fact that nothing was sent.
func (a *API) whyNone(ctx context.Context, f filter) (problem, error) {
	known, err := a.acquaintances(ctx, f)
	if err != nil {
		return problem{}, err
	}
	facts := []string{fmt.Sprintf("no message fits %s", f)}
	wanted := strings.TrimSpace(cmp.Or(f.to, f.user))
	if len(known) == 0 && wanted != "" {
		facts = append(facts, fmt.Sprintf("no user has the name, email address or phone number %q", wanted))
	}
	for _, k := range known {
		facts = append(facts, k.describe())
	}
	facts = append(facts, requestsAbout(a.Journal.Latest(0), names(wanted, known))...)
	return problem{
		"no message", strings.Join(facts, "; "),
		"GET /_emulator/messages lists all messages; wait=5s waits for one that is still to come; GET /_emulator/requests says what was decided",
	}, nil
}

func (f filter) String() string {
	var parts []string
	for _, p := range [][2]string{{"to", f.to}, {"user", f.user}, {"pool", f.pool}, {"trigger", f.trigger}, {"since", f.after}} {
		if p[1] != "" {
			parts = append(parts, p[0]+"="+p[1])
		}
	}
	if !f.since.IsZero() {
		parts = append(parts, "since="+f.since.String())
	}
	if parts == nil {
		return "(any)"
	}
	return strings.Join(parts, " ")
}

// acquaintances are the users of the address or name, in all pools or the one that is asked for.
func (a *API) acquaintances(ctx context.Context, f filter) ([]acquaintance, error) {
	wanted := cmp.Or(f.to, f.user)
	if wanted == "" {
		return nil, nil
	}
	if strings.HasPrefix(wanted, " ") {
		wanted = "+" + wanted[1:]
	}
	var known []acquaintance
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		for pool, err := range directory.Pools.Scan(tx, "", "", 0) {
			if err != nil {
				return err
			}
			if f.pool != "" && f.pool != pool.Id {
				continue
			}
			users, err := directory.UsersOf(tx, pool.Id)
			if err != nil {
				return err
			}
			for _, u := range users {
				if slices.ContainsFunc([]string{u.Username, u.Sub, u.Attributes["email"], u.Attributes["phone_number"]},
					func(name string) bool { return strings.EqualFold(name, wanted) }) {
					known = append(known, acquaintance{pool, u})
				}
			}
		}
		return nil
	})
	return known, err
}

func (k acquaintance) describe() string {
	text := fmt.Sprintf("user %s of pool %s (%s) is %s", k.user.Username, k.pool.Id, k.pool.Name, k.user.Status)
	if len(k.pool.AutoVerifiedAttributes) == 0 {
		return text + ", and the pool has no AutoVerifiedAttributes, so sign-up sends nothing"
	}
	return text
}

func names(wanted string, known []acquaintance) []string {
	all := []string{wanted}
	for _, k := range known {
		all = append(all, k.user.Username, k.user.Sub)
	}
	return all
}

// requestsAbout tells what the latest requests about a user noted, or why they were refused.
func requestsAbout(entries []journal.Entry, users []string) []string {
	const most = 3
	var facts []string
	for _, e := range entries {
		if len(facts) == most {
			break
		}
		if e.User == "" || !slices.Contains(users, e.User) {
			continue
		}
		notes := slices.Clone(e.Notices)
		if e.Explain.Because != "" {
			notes = append(notes, e.Explain.Rule+": "+e.Explain.Because)
		}
		if len(notes) > 0 {
			facts = append(facts, fmt.Sprintf("%s (request %s): %s", e.Operation, e.ID, strings.Join(notes, ", ")))
		}
	}
	return facts
}
