package journal

import (
	"fmt"
	"strings"
)

// How much of anything is kept, so that a journal of bounded length has a bounded size, too.
const (
	longestName = 100
	longestText = 8 << 10
	longestBody = 64 << 10
	mostTries   = 10
	mostNotices = 100
	mostBytes   = 32 << 20 // of all requests, and of all invocations
)

// bytes is about how much memory an entry takes.
func (e Entry) bytes() int {
	n := overhead + len(e.request) + len(e.answer) + len(e.Message) + len(e.Explain.Because)
	for _, c := range e.Explain.Checks {
		n += overhead + len(c.Detail)
	}
	for _, notice := range e.Notices {
		n += len(notice)
	}
	for _, call := range e.Triggers {
		n += call.bytes()
	}
	return n
}

// bytes is about how much memory an invocation takes.
func (i Invocation) bytes() int {
	n := overhead + len(i.Event) + len(i.Raw)
	for _, text := range i.texts() {
		n += len(*text)
	}
	return n
}

// overhead is about what anything takes beside its texts.
const overhead = 500

// keep drops JSON that is too long.
func keep(body []byte) []byte {
	if len(body) > longestBody {
		return []byte(`"(too long to keep)"`)
	}
	return body
}

// cut shortens a text that is too long, and says by how much.
func cut(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + fmt.Sprintf("… (%d bytes more)", len(text)-longest)
}
