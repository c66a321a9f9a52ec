package lambdaclient_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// named is a target that answers with its own name.
func named(name string) lambdaclient.Invoker {
	return lambdaclient.InvokerFunc(func(_ context.Context, function string, _ []byte) (lambdaclient.Result, error) {
		return lambdaclient.Result{Payload: []byte(name), Target: function}, nil
	})
}

const arn = "arn:aws:lambda:us-east-1:000000000000:function:"

func TestRouter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		entries []string
		call    string
		want    string // the entry that answers, or "" for none
	}{
		{"name by name", []string{"a", "b"}, "a", "a"},
		{"name by ARN", []string{"a", "b"}, arn + "a", "a"},
		{"name by ARN with alias", []string{"a"}, arn + "a:live", "a"},
		{"name by partial ARN", []string{"a"}, "000000000000:function:a", "a"},
		{"name with alias", []string{"a"}, "a:live", "a"},
		{"ARN by ARN", []string{arn + "a"}, arn + "a", arn + "a"},
		{"ARN by name", []string{arn + "a"}, "a", arn + "a"},
		{"ARN by ARN with alias", []string{arn + "a"}, arn + "a:live", arn + "a"},
		{"ARN of another region", []string{arn + "a"}, "arn:aws:lambda:eu-west-1:000000000000:function:a", ""},
		{"ARN of another account", []string{arn + "a"}, "arn:aws:lambda:us-east-1:111111111111:function:a", ""},
		{"alias by alias", []string{"a", "a:live"}, arn + "a:live", "a:live"},
		{"alias of another alias", []string{"a:live"}, "a:test", ""},
		{"alias of no alias", []string{"a:live"}, "a", ""},
		{"latest is no alias", []string{"a"}, arn + "a:$LATEST", "a"},
		{"more precise wins", []string{"a", arn + "a"}, arn + "a", arn + "a"},
		{"most precise wins", []string{"a", arn + "a", arn + "a:live"}, arn + "a:live", arn + "a:live"},
		{"exactly this one wins", []string{"a", arn + "a"}, "a", "a"},
		{"names are case-sensitive", []string{"a"}, "A", ""},
		{"nothing there", nil, "a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var router lambdaclient.Router
			for _, entry := range c.entries {
				if err := router.Handle(entry, named(entry)); err != nil {
					t.Fatal(err)
				}
			}
			result, err := router.Invoke(t.Context(), c.call, nil)
			if c.want == "" {
				if !errors.Is(err, lambdaclient.ErrUnknownFunction) {
					t.Errorf("got %s, %v, want ErrUnknownFunction", result.Payload, err)
				}
				return
			}
			if err != nil || string(result.Payload) != c.want {
				t.Errorf("got %s, %v, want %s", result.Payload, err, c.want)
			}
			if result.Target != c.call {
				t.Errorf("the target was called as %s, not as %s", result.Target, c.call)
			}
		})
	}
}

func TestRouterIsUndecided(t *testing.T) {
	t.Parallel()
	var router lambdaclient.Router
	for _, entry := range []string{arn + "a", "arn:aws:lambda:eu-west-1:000000000000:function:a"} {
		if err := router.Handle(entry, named(entry)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := router.Invoke(t.Context(), "a", nil)
	if !errors.Is(err, lambdaclient.ErrUnknownFunction) || !strings.Contains(err.Error(), "use a whole ARN") {
		t.Errorf("got %v", err)
	}
}

func TestRouterFallsBackAndChanges(t *testing.T) {
	t.Parallel()
	var router lambdaclient.Router
	router.HandleOthers(named("others"))
	for _, step := range []struct{ entry, target, want string }{{"b", "b", "others"}, {"a", "first", "first"}, {"a", "second", "second"}} {
		if err := router.Handle(step.entry, named(step.target)); err != nil {
			t.Fatal(err)
		}
		if got, err := router.Invoke(t.Context(), "a", nil); err != nil || string(got.Payload) != step.want {
			t.Errorf("got %s, %v, want %s", got.Payload, err, step.want)
		}
	}
	if got := strings.Join(router.Names(), " "); got != "a b" {
		t.Errorf("names %q", got)
	}
	router.HandleOthers(nil)
	if _, err := router.Invoke(t.Context(), "c", nil); !errors.Is(err, lambdaclient.ErrUnknownFunction) {
		t.Errorf("got %v", err)
	}
	if err := router.Handle("no name", named("x")); err == nil {
		t.Error("an impossible name was accepted")
	}
	if _, err := router.Invoke(t.Context(), "no name", nil); !errors.Is(err, lambdaclient.ErrUnknownFunction) {
		t.Errorf("got %v", err)
	}
}

func TestUnknownFunctionSaysWhatToDo(t *testing.T) {
	t.Parallel()
	var router lambdaclient.Router
	for _, entry := range []string{"pre-signup", "migrate", arn + "claims"} {
		if err := router.Handle(entry, named(entry)); err != nil {
			t.Fatal(err)
		}
	}
	for call, says := range map[string]string{
		arn + "pre-sign-up": `(did you mean "pre-signup"?)`,
		"Migrate":           `(did you mean "migrate"?)`,
		"claim":             `(did you mean "` + arn + `claims"?)`,
		"something-else":    `configured: ` + arn + `claims, migrate, pre-signup; add one under Lambdas, such as something-else: {Command: [./bootstrap]}`,
	} {
		_, err := router.Invoke(t.Context(), call, nil)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), call) {
			t.Errorf("%s: got %v, want %s", call, err, says)
		}
	}
	var empty lambdaclient.Router
	if _, err := empty.Invoke(t.Context(), "x", nil); !strings.Contains(err.Error(), "none is configured") {
		t.Errorf("got %v", err)
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"f":                            "arn:aws:lambda:eu-west-1:111111111111:function:f",
		"f:1":                          "arn:aws:lambda:eu-west-1:111111111111:function:f:1",
		"f:$LATEST":                    "arn:aws:lambda:eu-west-1:111111111111:function:f",
		"function:f":                   "arn:aws:lambda:eu-west-1:111111111111:function:f",
		"000000000000:function:f":      "arn:aws:lambda:eu-west-1:000000000000:function:f",
		arn + "f_-1:live":              arn + "f_-1:live",
		"us-gov-west-1:000000000000:f": "arn:aws:lambda:us-gov-west-1:000000000000:function:f",
		"arn:aws-cn:lambda:cn-north-1:000000000000:function:f": "arn:aws-cn:lambda:cn-north-1:000000000000:function:f",
	} {
		ref, err := lambdaclient.ParseReference(given)
		if got := ref.ARN("eu-west-1", "111111111111"); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", given, got, err, want)
		}
	}
	for _, wrong := range []string{"", " ", "a b", "arn:aws:lambda:f", "arn:aws:s3:::bucket", "arn:aws:lambda:us-east-1:1:function:f", "a:b:c:d", "f:", "../x"} {
		if ref, err := lambdaclient.ParseReference(wrong); err == nil {
			t.Errorf("%q: got %+v, want an error", wrong, ref)
		}
	}
}
