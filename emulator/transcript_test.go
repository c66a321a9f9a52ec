package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

var update = flag.Bool("update", false, "write the answers of transcripts anew")

// TestTranscripts replays testdata/transcripts. A transcript is a txtar file: a seed, functions for its triggers,
// requests, and the answers that have to come. README.md there says how to read and write one.
func TestTranscripts(t *testing.T) {
	err := filepath.WalkDir("testdata/transcripts", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "testdata/transcripts/"), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay(t, path)
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// transcript is one file on its way.
type transcript struct {
	t       *testing.T
	server  *emulatortest.Server
	lambdas *scripted
	answers map[string]any // by step
}

func replay(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lambdas := functions(archive)
	options := emulatortest.Options{
		Start: time.Date(2026, 9, 24, 13, 50, 15, 0, time.UTC), FixedCode: "123456",
		Functions: lambdas, Lambda: lambdaclient.Policy{Timeout: 100 * time.Millisecond},
	}
	for _, file := range archive.Files {
		if file.Name == "seed.yaml" {
			options.Seed = string(file.Data)
		}
	}
	tr := &transcript{t: t, server: emulatortest.New(t, options), lambdas: lambdas, answers: map[string]any{}}
	for i, file := range archive.Files {
		step, action, ok := strings.Cut(file.Name, " ")
		if _, err := strconv.Atoi(step); err != nil || !ok || action == "answer" {
			continue
		}
		got := tr.run(step, action, string(file.Data))
		if got == "" {
			continue
		}
		if i+1 == len(archive.Files) || archive.Files[i+1].Name != step+" answer" {
			t.Fatalf("step %s has no answer after it; write “-- %s answer --” and run with -update", step, step)
		}
		tr.compare(&archive.Files[i+1], got)
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (tr *transcript) compare(want *txtar.File, got string) {
	if *update {
		want.Data = []byte(got)
		return
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want.Data)), strings.TrimSpace(got)); diff != "" {
		tr.t.Errorf("%s (-want +got):\n%s", want.Name, diff)
	}
}

// run makes one step: "advance 61m", "GET /path", "event NAME", "claims 1.AuthenticationResult.IdToken", or an operation,
// perhaps "unsigned".
func (tr *transcript) run(step, action, data string) string {
	word, rest, _ := strings.Cut(action, " ")
	switch word {
	case "advance":
		by, err := time.ParseDuration(rest)
		if err != nil {
			tr.t.Fatal(err)
		}
		tr.server.Clock.Advance(by)
		return ""
	case "GET":
		answer := tr.server.Get(tr.fill(rest))
		return tr.keep(step, answer)
	case "claims":
		return tr.claims(rest) + "\n"
	case "event":
		return normal(tr.lambdas.lastEvent(rest)) + "\n"
	}
	body := tr.fill(data)
	if rest == "unsigned" {
		return tr.keep(step, tr.server.CallWith(word, body, http.Header{}))
	}
	return tr.keep(step, tr.server.Call(word, body))
}

// claims shows what a token of a former answer says.
func (tr *transcript) claims(member string) string {
	parts := strings.Split(tr.fill("${"+member+"}"), ".")
	if len(parts) != 3 {
		tr.t.Fatalf("%s is no JWT", member)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		tr.t.Fatal(err)
	}
	return strings.ReplaceAll(normal(payload), tr.server.URL, "<emulator>")
}

// keep remembers an answer for later steps and writes it for comparison.
func (tr *transcript) keep(step string, answer emulatortest.Answer) string {
	var body any
	if len(answer.Body) > 0 {
		if err := json.Unmarshal(answer.Body, &body); err != nil {
			tr.t.Fatalf("step %s answered %q", step, answer.Body)
		}
	}
	tr.answers[step] = body
	var text strings.Builder
	fmt.Fprintf(&text, "%d %s\n", answer.Status, answer.Rule())
	text.WriteString(strings.TrimSpace(normal(answer.Body)) + "\n")
	text.WriteString(tr.explanation(answer.Header.Get("x-amzn-requestid")))
	return text.String()
}

// explanation is what the journal says about a request that was refused, openly or not.
func (tr *transcript) explanation(requestID string) string {
	if requestID == "" {
		return ""
	}
	var entry struct {
		Explain struct {
			Rule, Because string
			Hidden        bool
		}
		Notices []string
	}
	tr.server.Get("/_emulator/requests/"+requestID).Into(tr.t, &entry)
	text := ""
	if entry.Explain.Hidden {
		text += "hidden: " + entry.Explain.Rule + "\n"
	}
	if entry.Explain.Because != "" {
		text += "because " + normal([]byte(strings.ReplaceAll(entry.Explain.Because, "\n", " "))) + "\n"
	}
	for _, notice := range entry.Notices {
		text += "notice: " + normal([]byte(notice)) + "\n"
	}
	return text
}

var reference = regexp.MustCompile(`\$\{(\d+)\.([^} ]+)( totp)?\}`)

// fill replaces ${3.Session} by that member of the answer of step 3, and ${3.SecretCode totp} by what an authenticator app
// makes of it.
func (tr *transcript) fill(text string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		parts := reference.FindStringSubmatch(found)
		value := tr.answers[parts[1]]
		for _, name := range strings.Split(parts[2], ".") {
			switch v := value.(type) {
			case map[string]any:
				value = v[name]
			case []any:
				i, err := strconv.Atoi(name)
				if err != nil || i >= len(v) {
					tr.t.Fatalf("%s: no such element", found)
				}
				value = v[i]
			}
		}
		text, ok := value.(string)
		if !ok {
			tr.t.Fatalf("%s is %v, not a string", found, value)
		}
		if parts[3] != "" {
			return tr.totp(text)
		}
		return text
	})
}

// totp is the code of a secret at the time of the emulator.
func (tr *transcript) totp(secret string) string {
	code, err := totp.GenerateCode(secret, tr.server.Clock.Now())
	if err != nil {
		tr.t.Fatal(err)
	}
	return code
}

// opaque are members whose values differ from run to run; their length is part of the transcript.
var opaque = []*regexp.Regexp{
	regexp.MustCompile(`"(AccessToken|IdToken)":"([^"]+)"`),
	regexp.MustCompile(`"(RefreshToken|Session|SECRET_BLOCK|SRP_B|SALT|PaginationToken|NextToken|ClientSecret|SecretCode|DeviceGroupKey|challenge)":"([^"]+)"`),
}

// sessionIDs are those of tracked sessions.
var sessionIDs = regexp.MustCompile(`\btkn[a-z0-9]{25}\b`)

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

var pendingToken = regexp.MustCompile(`"pending":\{[^}]*\}`)

func normal(body []byte) string {
	text := opaque[0].ReplaceAllString(string(body), `"$1":"<JWT>"`)
	text = opaque[1].ReplaceAllStringFunc(text, func(found string) string {
		parts := opaque[1].FindStringSubmatch(found)
		return fmt.Sprintf(`"%s":"<%d characters>"`, parts[1], len(parts[2]))
	})
	text = pendingToken.ReplaceAllString(text, `"pending":"<what the app shows>"`)
	return sessionIDs.ReplaceAllString(uuids.ReplaceAllString(text, "<uuid>"), "<session id>")
}
