package rpc

import (
	"context"
	"log/slog"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// logRequest writes the one line that says what was decided and why, even where the wire hides it.
func logRequest(ctx context.Context, log *slog.Logger, e journal.Entry) {
	attributes := []slog.Attr{slog.Int("status", e.Status)}
	add := func(name, value string) {
		if value != "" {
			attributes = append(attributes, slog.String(name, value))
		}
	}
	add("pool", e.Pool)
	add("client", e.Client)
	add("user", e.User)
	add("answer", e.Type)
	add("rule", e.Explain.Rule)
	add("because", e.Explain.Because)
	if e.Explain.Hidden {
		add("hidden", "the wire does not tell")
	}
	add("fix", e.Explain.Fix)
	for _, t := range e.Triggers {
		if t.Verdict == e.Explain.Because {
			add("lambda", t.Trigger+": refused")
		} else {
			add("lambda", t.Trigger+": "+t.Verdict)
		}
	}
	for _, notice := range e.Notices {
		add("notice", notice)
	}
	add("request", e.ID)
	log.LogAttrs(ctx, slog.LevelInfo, e.Operation, attributes...)
}
