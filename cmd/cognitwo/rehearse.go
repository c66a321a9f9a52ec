package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// mostAtOnce bounds --concurrency.
const mostAtOnce = 256

// rehearse is the command that tries a migration with many users, without storing any.
type rehearse struct {
	target
	Users       string            `arg:"" placeholder:"USERS.CSV" help:"CSV with the columns username and password, named by a header; without one, the first two. - is standard input."`
	Pool        string            `required:"" help:"Id or name of the pool."`
	Client      string            `help:"Id or name of the app client. (default: one of the pool's that takes passwords)"`
	Metadata    map[string]string `name:"client-metadata" placeholder:"KEY=VALUE" help:"ClientMetadata of the sign-ins, which the function sees as validationData."`
	Concurrency int               `default:"8" help:"How many sign-ins at a time."`
	Report      string            `placeholder:"FILE|-" help:"Write one line for each user: JSON, or CSV if the name ends in .csv; - is standard output, and JSON."`
	FailOn      []string          `placeholder:"RESULT,…" help:"Exit with status 1 if there is one of these results."`
}

// results are what can come of a rehearsal, in the order in which they are shown.
var results = []string{"migrated", "reset-required", "exists", "unknown", "refused", "failed"}

func (*rehearse) Help() string {
	return `Every user of the file signs in, as it were: the pool's UserMigration function is called, its answer judged as
Cognito would, and the user checked against the pool. Nothing is stored, so that two users of the file would be in
each other's way is not noticed. The results:
  migrated        the user would be in the pool, and sign in
  reset-required  the user would be in the pool, and need a new password
  exists          the pool has the user already
  unknown         the function does not know the user
  refused         Cognito would not take the answer
  failed          the function reported an error, or did not answer

The exit status is 1 if the file, the pool or the function cannot be used, or if there is a result that --fail-on names.

Example:
  cognitwo rehearse users.csv --pool app --seed app.yaml --report report.jsonl --fail-on refused,failed`
}

// outcome is what would come of one sign-in.
type outcome struct {
	Line        int               `json:"line"` // in the file
	User        string            `json:"user"`
	Result      string            `json:"result"`
	Username    string            `json:"username,omitempty"`
	Status      string            `json:"status,omitempty"`
	Attributes  map[string]string `json:"attributes,omitempty"`
	WouldAnswer *wouldAnswer      `json:"wouldAnswer,omitempty"`
	Rule        string            `json:"rule,omitempty"`
	Because     string            `json:"because,omitempty"`
	DurationMs  float64           `json:"durationMs"`
}

// Run rehearses the file from its beginning to its end.
func (c *rehearse) Run(ctx context.Context, o output) (err error) {
	if err := c.check(); err != nil {
		return err
	}
	total, err := countUsers(c.Users)
	if err != nil {
		return err
	}
	file, users, err := openUsers(c.Users)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	report, err := newReport(c.Report, o.out)
	if err != nil {
		return err
	}
	if users.first != nil {
		_, _ = fmt.Fprintf(o.err, "%s names no columns: its first line is taken for a user\n", c.Users) // nothing depends on it
	}
	found := newTotals()
	err = c.with(ctx, o, func(e *remote) error {
		progress := newProgress(o.err, total)
		defer progress.end()
		return inOrder(ctx, c.Concurrency, users.next, c.ask(e), func(one outcome) error {
			progress.step()
			found.add(one)
			return report.write(one)
		})
	})
	switch {
	case ctx.Err() != nil:
		err = errors.New("interrupted before the end of the file")
	case err == nil && found.count == 0:
		err = fmt.Errorf("there are no users in %s", c.Users)
	}
	err = errors.Join(err, report.close())
	if found.count > 0 { // what is known so far is worth something
		err = errors.Join(found.print(c.summary(o)), err)
	}
	if err != nil {
		return err
	}
	return found.fail(c.FailOn)
}

func (c *rehearse) check() error {
	if c.Concurrency < 1 || c.Concurrency > mostAtOnce {
		return fmt.Errorf("--concurrency is %d: it can be 1 to %d", c.Concurrency, mostAtOnce)
	}
	for _, result := range c.FailOn {
		if !slices.Contains(results, result) {
			return fmt.Errorf("--fail-on has %q: there are %s", result, strings.Join(results, ", "))
		}
	}
	return nil
}

// ask rehearses one user.
func (c *rehearse) ask(e *remote) func(context.Context, candidate) (outcome, error) {
	path := "/pools/" + url.PathEscape(c.Pool) + "/rehearsal"
	return func(ctx context.Context, who candidate) (outcome, error) {
		one := outcome{Line: who.line}
		body, err := json.Marshal(map[string]any{"username": who.username, "password": who.password, "client": c.Client, "clientMetadata": c.Metadata})
		if err == nil {
			err = e.post(ctx, path, body, &one)
		}
		if err != nil {
			err = fmt.Errorf("line %d of %s: %w", who.line, c.Users, err)
		}
		return one, err
	}
}
