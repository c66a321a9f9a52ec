package main

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// TestGolden generates from a made-up model, which has one of everything, and compares every file. Run it with -update after
// a wanted change.
func TestGolden(t *testing.T) {
	const model, golden = "testdata/kettle/service-2.json", "testdata/kettle"
	dir := t.TempDir()
	if *update {
		dir = golden
	}
	if err := run(model, dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(generatedIn(t, golden), generatedIn(t, dir)); diff != "" {
		t.Errorf("generated files differ (-golden +now):\n%s", diff)
	}
}

func generatedIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no generated files in", dir, err)
	}
	files := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(content)
	}
	return files
}

func TestStaleFilesGo(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"old_gen.go", "kept.go"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("package api\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := replaceGenerated(dir, map[string][]byte{"new_gen.go": []byte("package api\n")}); err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "*"))
	for i, path := range paths {
		paths[i] = filepath.Base(path)
	}
	if want := []string{"kept.go", "new_gen.go"}; !slices.Equal(paths, want) {
		t.Errorf("got %v, want %v", paths, want)
	}
}

func TestModelsThatCannotBeGenerated(t *testing.T) {
	const head = `{"operations":{"Op":{"name":"Op","input":{"shape":"In"}}},"shapes":{`
	in := func(memberShape string) string {
		return head + `"In":{"type":"structure","members":{"M":{"shape":"X"}}},"X":` + memberShape + `,"L":{"type":"list","member":{"shape":"S"}},"S":{"type":"string"}}}`
	}
	for name, tc := range map[string]struct{ model, want string }{
		"not JSON":             {`{`, "service model: unexpected end of JSON input"},
		"no such shape":        {head + `"Other":{"type":"string"}}}`, `service model: no shape "In"`},
		"unknown type":         {in(`{"type":"double"}`), `In: M: shape X: unknown type "double"`},
		"timestamp in request": {in(`{"type":"timestamp"}`), "In: M: no reader for shape X of type timestamp in a request"},
		"list of lists":        {in(`{"type":"list","member":{"shape":"L"}}`), "In: M: no reader for list X of L"},
		"map of lists":         {in(`{"type":"map","key":{"shape":"S"},"value":{"shape":"L"}}`), "In: M: no reader for map X of L"},
		"pattern":              {in(`{"type":"string","pattern":"a(?<!b)"}`), "X: package regexp cannot match the pattern"},
	} {
		m, err := parseModel([]byte(tc.model))
		if err == nil {
			_, err = render(m)
		}
		if err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %s", name, err, tc.want)
		}
	}
}

func TestConstantName(t *testing.T) {
	for value, want := range map[string]string{
		"USER_SRP_AUTH": "XUserSrpAuth", "phone_number": "XPhoneNumber", "SignIn": "XSignIn", "userAuthEvents": "XUserAuthEvents",
		"V1_0": "XV10", "PBKDF2_SHA256": "XPbkdf2Sha256", "OIDC": "XOidc",
	} {
		if got := constantName("X", value); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestRuleName(t *testing.T) {
	for shape, want := range map[string]string{
		"ClientIdType": "clientIdType", "CSSType": "cssType", "S3ArnType": "s3ArnType", "ARN": "arn", "PaginationKey": "paginationKey",
	} {
		if got := ruleName(shape); got != want {
			t.Errorf("%s: got %s, want %s", shape, got, want)
		}
	}
}

// The printed order of an enum must name the same values as the model, or a request would be refused wrongly.
func TestPrintedOrderCoversTheEnum(t *testing.T) {
	m, err := parseModel([]byte(`{"operations":{"Op":{"name":"Op","input":{"shape":"In"}}},"shapes":{
		"In":{"type":"structure","members":{"M":{"shape":"AttributeDataType"}}},
		"AttributeDataType":{"type":"string","enum":["String","Number","Mood"]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := render(m); err == nil {
		t.Error("an enum with other values than its printed order was generated")
	}
}
