package kms_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/kms"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const (
	keyARN = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000001"
	poolID = "us-east-1_abc123XYZ"
)

var pool = map[string]string{"userpool-id": poolID}

func newKeys(t testing.TB, dir string) *kms.Keys {
	t.Helper()
	db, err := store.Open(store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &kms.Keys{DB: db, Random: rand.Reader}
}

func encrypt(t testing.TB, keys *kms.Keys, keyARN, plaintext string) []byte {
	t.Helper()
	code, err := keys.Encrypt(t.Context(), keyARN, pool, plaintext)
	if err != nil {
		t.Fatal(err)
	}
	message, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		t.Fatalf("the code is no Base64: %v", err)
	}
	return message
}

// ask sends a request to Decrypt and returns the status and the answer.
func ask(t testing.TB, keys *kms.Keys, operation, body string) (int, map[string]string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Amz-Target", kms.TargetPrefix+operation)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=anybody")
	return serve(t, keys, r)
}

func serve(t testing.TB, keys *kms.Keys, r *http.Request) (int, map[string]string) {
	t.Helper()
	w := httptest.NewRecorder()
	(&kms.Handler{Keys: keys, Log: slog.New(slog.DiscardHandler)}).ServeHTTP(w, r)
	var answer map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("the answer %q is no object of strings: %v", w.Body, err)
	}
	return w.Code, answer
}

func decryptBody(t testing.TB, members map[string]any) string {
	t.Helper()
	body, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// dataKey has the wrapped key of a message unwrapped.
func dataKey(t testing.TB, keys *kms.Keys, m message) []byte {
	t.Helper()
	status, answer := ask(t, keys, "Decrypt", decryptBody(t, map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": m.keyARN}))
	if status != http.StatusOK || answer["KeyId"] != m.keyARN || answer["EncryptionAlgorithm"] != "SYMMETRIC_DEFAULT" {
		t.Fatalf("got %d %v", status, answer)
	}
	key, err := base64.StdEncoding.DecodeString(answer["Plaintext"])
	if err != nil || len(key) != 32 {
		t.Fatalf("the data key has %d bytes: %v", len(key), err)
	}
	return key
}

func TestDecryptsWhatItEncrypts(t *testing.T) {
	keys := newKeys(t, "")
	for name, plaintext := range map[string]string{
		"code": "123456", "temporary password": "a&lt;b&amp;&quot;ü", "empty": "",
		"one frame": strings.Repeat("x", 4096), "two frames": strings.Repeat("y", 4097), "three": strings.Repeat("z", 3*4096),
	} {
		t.Run(name, func(t *testing.T) {
			m := parse(t, encrypt(t, keys, keyARN, plaintext))
			if got := m.open(t, dataKey(t, keys, m)); got != plaintext {
				t.Errorf("got %.80q", got)
			}
		})
	}
}

// TestLayout compares with what real codes were seen to be.
func TestLayout(t *testing.T) {
	code := encrypt(t, newKeys(t, ""), keyARN, "123456")
	text := base64.StdEncoding.EncodeToString(code)
	if !strings.HasPrefix(text, "AYADe") || text[28:48] != "gQACABVhd3MtY3J5cHRv" {
		t.Errorf("the code begins %.60s", text)
	}
	m := parse(t, code)
	want := map[string]string{"userpool-id": poolID, "aws-crypto-public-key": m.context["aws-crypto-public-key"]}
	if !maps.Equal(m.context, want) || len(want["aws-crypto-public-key"]) != 68 {
		t.Errorf("the encryption context is %v", m.context)
	}
	if length := binary.BigEndian.Uint16(code[20:]); length != 0x81 {
		t.Errorf("the encryption context has %#x bytes", length)
	}
	if m.keyARN != keyARN {
		t.Errorf("the key is %q", m.keyARN)
	}
	if again := encrypt(t, newKeys(t, ""), keyARN, "123456"); bytes.Equal(again[4:20], code[4:20]) {
		t.Error("two messages have the same id")
	}
}

func TestKeysSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	before := newKeys(t, dir)
	m := parse(t, encrypt(t, before, keyARN, "123456"))
	if err := before.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if got := m.open(t, dataKey(t, newKeys(t, dir), m)); got != "123456" {
		t.Errorf("got %q", got)
	}
	status, answer := ask(t, newKeys(t, ""), "Decrypt", decryptBody(t, map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context}))
	if status != http.StatusBadRequest || answer["__type"] != "InvalidCiphertextException" {
		t.Errorf("another emulator answers %d %v", status, answer)
	}
}

func TestFirstUseByMany(t *testing.T) {
	keys := newKeys(t, "")
	var all sync.WaitGroup
	codes := make([]string, 8)
	for i := range codes {
		all.Go(func() { codes[i], _ = keys.Encrypt(t.Context(), keyARN, pool, "123456") })
	}
	all.Wait()
	for _, code := range codes {
		raw, err := base64.StdEncoding.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		m := parse(t, raw)
		if got := m.open(t, dataKey(t, keys, m)); got != "123456" {
			t.Errorf("got %q", got)
		}
	}
}

func TestEncryptFails(t *testing.T) {
	keys := newKeys(t, "")
	if _, err := keys.Encrypt(t.Context(), strings.Repeat("k", 1<<16), pool, "1"); err == nil {
		t.Error("an ARN that no header can hold was taken")
	}
	if _, err := keys.Encrypt(t.Context(), keyARN, map[string]string{"k": strings.Repeat("v", 1<<16)}, "1"); err == nil {
		t.Error("a context that no header can hold was taken")
	}
	keys.Random = strings.NewReader("too short")
	if _, err := keys.Encrypt(t.Context(), keyARN, pool, "1"); err == nil {
		t.Error("a code was made without randomness")
	}
	keys.Random = bytes.NewReader(bytes.Repeat([]byte{0xff}, 4096)) // every draw is larger than the group's order
	if _, err := keys.Encrypt(t.Context(), keyARN, pool, "1"); err == nil {
		t.Error("a signer was made of nothing")
	}
}
