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
)

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
