package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

func TestGetUser(t *testing.T) {
	for _, tt := range []struct {
		name     string
		readable []string
		want     []string
	}{
		{"everything", nil, []string{"name", "email", "email_verified", "custom:team", "sub"}},
		{"what the client may read", []string{"email", "custom:team"}, []string{"email", "custom:team", "sub"}},
		{"nothing but sub", []string{"nickname"}, []string{"sub"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := withAlice(t, customTeam, func(_ *directory.Pool, c *directory.Client) { c.ReadAttributes = tt.readable })
			out, err := w.GetUser(w.ctx, &api.GetUserRequest{AccessToken: "alice"})
			must(t, err)
			var names []string
			for _, a := range out.UserAttributes {
				names = append(names, a.Name)
			}
			if diff := cmp.Diff(tt.want, names); diff != "" || out.Username != "alice" {
				t.Errorf("the answer is %+v %s", out, diff)
			}
			if last := out.UserAttributes[len(names)-1]; last.Value != w.user("alice").Sub {
				t.Errorf("sub is %q", last.Value)
			}
		})
	}
}
