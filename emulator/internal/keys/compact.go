package keys

import (
	"encoding/base64"
	"strings"
)

// splitCompact decodes a compact serialization of exactly that many parts
// (RFC 7515 section 7.1, RFC 7516 section 7.1). There is one spelling for each
// value: no padding, no line breaks, no stray bits at the end of a part.
func splitCompact(text string, count int) ([][]byte, bool) {
	if strings.Count(text, ".") != count-1 {
		return nil, false
	}
	parts := make([][]byte, 0, count)
	for part := range strings.SplitSeq(text, ".") {
		raw, ok := decodePart(part)
		if !ok {
			return nil, false
		}
		parts = append(parts, raw)
	}
	return parts, true
}

// decodePart undoes strict base64url. The standard decoder skips line breaks,
// even when it is strict, so they are refused first.
func decodePart(text string) ([]byte, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return raw, err == nil
}
