package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
)

// invoke is the command that calls a function by hand.
type invoke struct {
	target
	Name   string `arg:"" help:"The function's name or ARN."`
	Source string `placeholder:"SOURCE" help:"Call it with an example event of this source, such as UserMigration_Authentication."`
	Event  string `placeholder:"FILE|-" help:"Call it with this event; - is standard input."`
	Pool   string `help:"Id or name of the pool that the example is about."`
	Client string `help:"Id or name of the app client."`
	User   string `help:"Name of the user, whom the pool may have or not."`
	JSON   bool   `name:"json" help:"Print everything that is known of the call, as JSON."`
}

// called is what came of a call.
type called struct {
	Answer      string
	Error       string
	Output      string
	DurationMs  float64
	Verdict     string
	WouldAnswer *wouldAnswer
	Fix         string
}

// wouldAnswer is the error that the client of Cognito would get.
type wouldAnswer struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

func (*invoke) Help() string {
	return `Examples:
  cognitwo invoke migrate --source UserMigration_Authentication --pool app --user alice
  cognitwo invoke migrate --event event.json --seed app.yaml

The exit status is 1 if Cognito would refuse the answer.`
}

// Run calls the function and prints what it answered, and what Cognito would make of it.
func (c *invoke) Run(ctx context.Context, o output) error {
	event, err := c.event()
	if err != nil {
		return err
	}
	var answer json.RawMessage
	err = c.with(ctx, o, func(e *remote) error {
		return e.post(ctx, "/functions/"+url.PathEscape(c.Name)+"/invoke"+c.query(), event, &answer)
	})
	if err != nil {
		return err
	}
	var result called
	if err := json.Unmarshal(answer, &result); err != nil {
		return err
	}
	if err := c.print(o.out, answer, result); err != nil {
		return err
	}
	if result.WouldAnswer != nil {
		return fmt.Errorf("Cognito would answer %s: %s", result.WouldAnswer.Type, result.WouldAnswer.Message) //nolint:staticcheck // a name
	}
	return nil
}

// event is the one that is given; none for an example.
func (c *invoke) event() ([]byte, error) {
	switch {
	case c.Event == "" && c.Source == "":
		return nil, fmt.Errorf("give an event by --event FILE, or the source of an example by --source")
	case c.Event != "" && c.Source+c.Pool+c.Client+c.User != "":
		return nil, fmt.Errorf("--event is the whole event; --source, --pool, --client and --user are for examples")
	case c.Event == "":
		return nil, nil
	case c.Event == "-":
		return io.ReadAll(os.Stdin)
	}
	event, err := os.ReadFile(c.Event)
	if err == nil && len(bytes.TrimSpace(event)) == 0 {
		err = fmt.Errorf("there is nothing in %s", c.Event)
	}
	return event, err
}

func (c *invoke) query() string {
	query := url.Values{}
	for name, value := range map[string]string{"source": c.Source, "pool": c.Pool, "client": c.Client, "user": c.User} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

func (c *invoke) print(out io.Writer, whole json.RawMessage, result called) error {
	if c.JSON {
		_, err := fmt.Fprintf(out, "%s\n", whole)
		return err
	}
	var text strings.Builder
	if result.Error != "" {
		fmt.Fprintf(&text, "error    %s\n", result.Error)
	} else {
		fmt.Fprintf(&text, "answer   %s\n", result.Answer)
	}
	fmt.Fprintf(&text, "verdict  %s\n", result.Verdict)
	if result.Fix != "" {
		fmt.Fprintf(&text, "fix      %s\n", result.Fix)
	}
	fmt.Fprintf(&text, "took     %.1f ms\n", result.DurationMs)
	if result.Output != "" {
		text.WriteString("output\n")
		for line := range strings.Lines(strings.TrimRight(result.Output, "\n")) {
			fmt.Fprintf(&text, "  %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}
