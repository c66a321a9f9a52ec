package user_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

func TestAdminGetUser(t *testing.T) {
	w := newWorld(t, aliased("email"), caseInsensitive)
	alice := w.add("alice", "email", "Alice@example.com", "email_verified", "true", "identities", "[]")
	created := api.NewTime(w.clock.Now())
	w.clock.Advance(time.Hour)
	must(t, w.set("alice", "name", "Alice"))
	want := &api.AdminGetUserResponse{
		Username: "alice", Enabled: new(true), UserStatus: "CONFIRMED", UserCreateDate: created, UserLastModifiedDate: api.NewTime(w.clock.Now()),
		UserAttributes: attributes("sub", alice.Sub, "name", "Alice", "email", "Alice@example.com", "email_verified", "true", "identities", "[]"),
	}
	for _, name := range []string{"alice", "ALICE", "alice@example.com"} {
		got, err := w.AdminGetUser(w.ctx, &api.AdminGetUserRequest{UserPoolId: poolID, Username: name})
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}
