package emulator_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// firedElsewhere lists the rules that no transcript fires, with the test that does, and what that test says of it.
var firedElsewhere = map[string]struct{ file, says string }{
	"client.too-many":                 {"internal/ops/client/create_user_pool_client_test.go", "rule.ClientTooMany"},
	"group.limit":                     {"internal/ops/group/group_test.go", "rule.GroupLimit"},
	"group.too-many":                  {"internal/ops/group/group_test.go", "rule.GroupTooMany"},
	"mfa.passkey-alone":               {"passkey_mfa_test.go", "mfa.passkey-alone"},
	"passkey.known":                   {"passkey_refused_test.go", "passkey.known"},
	"passkey.not-supported":           {"passkey_refused_test.go", "passkey.not-supported"},
	"passkey.origin-not-allowed":      {"passkey_refused_test.go", "passkey.origin-not-allowed"},
	"passkey.relying-party-mismatch":  {"passkey_refused_test.go", "passkey.relying-party-mismatch"},
	"passkey.too-many":                {"passkey_refused_test.go", "passkey.too-many"},
	"passkey.wrong":                   {"passkey_refused_test.go", "passkey.wrong"},
	"pool.has-domain":                 {"internal/ops/pool/delete_user_pool_test.go", "rule.PoolHasDomain"},
	"pool.too-many":                   {"internal/ops/pool/create_user_pool_test.go", "rule.PoolTooMany"},
	"request.incomplete-signature":    {"protocol_signature_test.go", "IncompleteSignatureException"},
	"request.internal-error":          {"failure_test.go", "request.internal-error"},
	"schema.too-many":                 {"internal/ops/pool/schema_test.go", "rule.SchemaTooMany"},
	"sign-in.attribute-still-missing": {"internal/authflow/session_test.go", "rule.AttributeStillMissing"},
	"trigger.invocation-failed":       {"internal/trigger/answer_test.go", "rule.TriggerInvocationFailed"},
	"trigger.message-without-account": {"internal/trigger/call_test.go", "rule.MessageWithoutAccount"},
}

// TestEveryRuleIsFired asks for an answer by each rule: in a transcript, openly or hidden, or in a test that is listed.
func TestEveryRuleIsFired(t *testing.T) {
	fired := map[string]bool{}
	eachAnswer(t, func(_, _, answer string) {
		for _, line := range strings.Split(answer, "\n") {
			for _, prefix := range []string{"400 ", "500 ", "hidden: "} {
				if id, ok := strings.CutPrefix(line, prefix); ok {
					fired[id] = true
				}
			}
		}
	})
	known := map[string]bool{}
	for _, r := range rule.All() {
		known[r.ID] = true
		other, listed := firedElsewhere[r.ID]
		switch {
		case fired[r.ID] && listed:
			t.Errorf("%s is fired in a transcript; it need not be listed", r.ID)
		case !fired[r.ID] && !listed:
			t.Errorf("%s is fired nowhere: write a transcript", r.ID)
		case listed && !contains(t, other.file, other.says):
			t.Errorf("%s does not have %s, which was to fire %s", other.file, other.says, r.ID)
		}
	}
	for id := range firedElsewhere {
		if !known[id] {
			t.Errorf("%s is listed, but there is no such rule", id)
		}
	}
}

func contains(t *testing.T, file, text string) bool {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(content), text)
}

// answeredAnyway are exceptions that the model does not declare for an operation.
var answeredAnyway = map[string][]string{
	"AdminCreateUser": {"AliasExistsException"},          // the documentation of ForceAliasCreation has it
	"GetClientToken":  {"UserLambdaValidationException"}, // the function that fails is documented, how that is answered is assumed
	// The first is of a migration: that there is an error is documented, which one is assumed. The second is declared for the
	// answers to challenges, and for AdminInitiateAuth.
	"InitiateAuth": {"AliasExistsException", "MFAMethodNotFoundException"},
}

// TestExceptionsAreDeclared compares the exceptions in transcripts with those that the API's model declares: clients
// that are generated from it have no type for others.
func TestExceptionsAreDeclared(t *testing.T) {
	exception := regexp.MustCompile(`"__type":"(\w+)"`)
	eachAnswer(t, func(path, name, answer string) {
		operation, known := api.Lookup(name)
		found := exception.FindStringSubmatch(answer)
		if !known || found == nil {
			return
		}
		if !slices.Contains(slices.Concat(operation.Errors, common, answeredAnyway[name]), found[1]) {
			t.Errorf("%s: %s answers %s, which it does not declare", path, name, found[1])
		}
	})
}

// eachAnswer goes through the transcripts.
func eachAnswer(t *testing.T, do func(path, operation, answer string)) {
	t.Helper()
	err := filepath.WalkDir("testdata/transcripts", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" {
			return err
		}
		archive, err := txtar.ParseFile(path)
		if err != nil {
			return err
		}
		for i, file := range archive.Files {
			step, ok := strings.CutSuffix(file.Name, " answer")
			if !ok || i == 0 {
				continue
			}
			action := strings.TrimPrefix(archive.Files[i-1].Name, step+" ")
			operation, _, _ := strings.Cut(action, " ")
			do(path, operation, string(file.Data))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
