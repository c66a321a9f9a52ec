package lambdaclient

import "strings"

// nearest is the known name that a typing error would turn into name, or "" if none is close.
func nearest(name string, known []string) string {
	best, least := "", len(name)/3+1
	for _, k := range known {
		if d := distance(shortName(name), shortName(k)); d < least || d == least && best == "" {
			best, least = k, d
		}
	}
	return best
}

// shortName is a function's name without the rest of its ARN, in lower case.
func shortName(s string) string {
	if ref, err := ParseReference(s); err == nil {
		s = ref.Name
	}
	return strings.ToLower(s)
}

// distance is the number of single-character edits between two names (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := diagonal
			if a[i-1] != b[j-1] {
				substitute++
			}
			diagonal = row[j]
			row[j] = min(substitute, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
