package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator"
)

// TestKMSBesideCognito shows that two services answer at one path, and which.
func TestKMSBesideCognito(t *testing.T) {
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	for target, want := range map[string]string{
		"TrentService.Decrypt":                      `"__type":"ValidationException"`,
		"TrentService.CreateKey":                    `"__type":"NotImplementedByEmulator"`,
		"AWSCognitoIdentityProviderService.Decrypt": `"__type":"UnknownOperationException"`,
		"Decrypt": `"__type":"UnknownOperationException"`,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{}`))
		r.Header.Set("X-Amz-Target", target)
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=anybody")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) || w.Header().Get("X-Emulator") == "" {
			t.Errorf("%s: got %d %s", target, w.Code, w.Body)
		}
	}
}
