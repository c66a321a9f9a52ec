package emulator_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator"
)

// exhaustible is a source of randomness that can run dry.
type exhaustible struct{ dry atomic.Bool }

func (e *exhaustible) Read(p []byte) (int, error) {
	if e.dry.Load() {
		return 0, errors.New("no entropy")
	}
	return rand.Read(p)
}

// TestTheEmulatorsOwnFailure breaks the emulator. What goes wrong in it is no fault of the client's: it is the one thing
// that is answered with 500, and the message does not tell what it was.
func TestTheEmulatorsOwnFailure(t *testing.T) {
	random := &exhaustible{}
	e, err := emulator.New(emulator.Config{Random: random})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if err := e.ApplySeed(t.Context(), []byte("UserPools: [{PoolName: app, Clients: [{ClientName: web, ClientId: web}]}]")); err != nil {
		t.Fatal(err)
	}
	random.dry.Store(true)
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"ClientId":"web","Username":"bob","Password":"Passw0rd!"}`))
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusInternalServerError || w.Body.String() != `{"__type":"InternalErrorException","message":"Internal server error"}` ||
		w.Header().Get("x-emulator-rule") != "request.internal-error" {
		t.Errorf("%d %s %v", w.Code, w.Body, w.Header())
	}
}
