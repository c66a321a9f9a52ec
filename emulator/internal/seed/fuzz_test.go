package seed_test

import (
	"errors"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/seed"
)

// FuzzRead: whatever the document, the answer is either a seed or a problem with a place.
func FuzzRead(f *testing.F) {
	for _, document := range []string{
		"", "UserPools: []", "Lambdas: {f: http://x}", "a: &a [*a]", "- {<<: x}", "---\n...\n---\n", "? [a]\n: b", "!!str &x *x",
		"UserPools: [{PoolName: a, Id: us-east-1_A, Clients: [{ClientName: c}], Groups: [{GroupName: g}], Users: [{Username: u, Password: Passw0rd!}]}]",
		`{"UserPools": [{"PoolName": "${A:-b}", "LambdaConfig": {"PreSignUp": "f"}, "Schema": [{"Name": "x", "Mutable": true}]}]}`,
		"UserPools:\n  - PoolName: |\n      a\n    Users:\n      - Username: >-\n          u\n        Attributes: [{Name: a, Value: 1}]\n",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		if len(document) > 4096 {
			return // the parser is slow with long lines; how it grows is not ours
		}
		s, err := reader(nil).Read(seed.Source{Name: "fuzz.yaml", Data: document})
		if (s == nil) == (err == nil) {
			t.Fatalf("seed %v, error %v", s, err)
		}
		var problem *seed.Problem
		if err != nil && !errors.As(err, &problem) {
			t.Fatalf("no place in %v", err)
		}
	})
}
