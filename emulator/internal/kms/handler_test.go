package kms_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/kms"
)

// with is m and some entries more.
func with[V any](m map[string]V, more map[string]V) map[string]V {
	all := maps.Clone(m)
	maps.Copy(all, more)
	return all
}

func TestDecryptRefuses(t *testing.T) {
	keys := newKeys(t, "")
	m := parse(t, encrypt(t, keys, keyARN, "123456"))
	right := map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": keyARN}
	body := func(more map[string]any) string { return decryptBody(t, with(right, more)) }
	altered := func(at int) string {
		blob := slices.Clone(m.wrapped)
		blob[at] ^= 1
		return body(map[string]any{"CiphertextBlob": blob})
	}
	without := maps.Clone(m.context)
	delete(without, "userpool-id")
	for name, c := range map[string]struct{ body, code, message string }{
		"another pool":         {body(map[string]any{"EncryptionContext": with(m.context, map[string]string{"userpool-id": "us-east-1_another00"})}), "InvalidCiphertextException", "another encryption context"},
		"an entry less":        {body(map[string]any{"EncryptionContext": without}), "InvalidCiphertextException", ""},
		"an entry more":        {body(map[string]any{"EncryptionContext": with(m.context, map[string]string{"a": "b"})}), "InvalidCiphertextException", ""},
		"no context":           {body(map[string]any{"EncryptionContext": nil}), "InvalidCiphertextException", ""},
		"altered version":      {altered(0), "InvalidCiphertextException", ""},
		"altered length":       {altered(2), "InvalidCiphertextException", ""},
		"longer ARN":           {altered(1), "InvalidCiphertextException", ""},
		"altered ARN":          {altered(10), "InvalidCiphertextException", ""},
		"altered nonce":        {altered(3 + len(keyARN)), "InvalidCiphertextException", ""},
		"altered tag":          {altered(len(m.wrapped) - 1), "InvalidCiphertextException", ""},
		"cut":                  {body(map[string]any{"CiphertextBlob": m.wrapped[:len(m.wrapped)-1]}), "InvalidCiphertextException", ""},
		"one byte":             {body(map[string]any{"CiphertextBlob": []byte{1}}), "InvalidCiphertextException", ""},
		"only the ARN":         {body(map[string]any{"CiphertextBlob": m.wrapped[:3+len(keyARN)]}), "InvalidCiphertextException", ""},
		"not from here":        {body(map[string]any{"CiphertextBlob": []byte("123456")}), "InvalidCiphertextException", ""},
		"another key":          {body(map[string]any{"KeyId": keyARN[:len(keyARN)-1] + "2"}), "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation."},
		"another region":       {body(map[string]any{"KeyId": strings.Replace(keyARN, "us-east-1", "eu-west-1", 1)}), "IncorrectKeyException", ""},
		"an alias":             {body(map[string]any{"KeyId": "alias/codes"}), "IncorrectKeyException", ""},
		"no blob":              {`{}`, "ValidationException", "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null"},
		"nothing":              {`null`, "ValidationException", ""},
		"empty blob":           {body(map[string]any{"CiphertextBlob": ""}), "ValidationException", "Member must have length greater than or equal to 1"},
		"long blob":            {body(map[string]any{"CiphertextBlob": make([]byte, 6145)}), "ValidationException", "Member must have length less than or equal to 6144"},
		"another algorithm":    {body(map[string]any{"EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}), "InvalidKeyUsageException", `"RSAES_OAEP_SHA_256"`},
		"dry run":              {body(map[string]any{"DryRun": true}), "NotImplementedByEmulator", "DryRun"},
		"enclave":              {body(map[string]any{"Recipient": map[string]any{}}), "NotImplementedByEmulator", "Recipient"},
		"blob of a wrong type": {body(map[string]any{"CiphertextBlob": 1}), "SerializationException", "CiphertextBlob"},
		"no Base64":            {`{"CiphertextBlob":"%"}`, "SerializationException", ""},
		"no JSON":              {`{"CiphertextBlob"`, "SerializationException", ""},
		"no body":              {``, "SerializationException", ""},
		"a list":               {`[]`, "SerializationException", ""},
		"too long":             {`{"KeyId":"` + strings.Repeat("k", 1<<16) + `"}`, "SerializationException", "longer than 65536 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := ask(t, keys, "Decrypt", c.body)
			if status != http.StatusBadRequest || answer["__type"] != c.code || !strings.Contains(answer["message"], c.message) {
				t.Errorf("got %d %v, want %s with %q", status, answer, c.code, c.message)
			}
		})
	}
}

func TestWhatNamesAKey(t *testing.T) {
	const (
		prefix = "arn:aws:kms:us-east-1:000000000000:"
		alias  = prefix + "alias/codes"
		multi  = prefix + "key/mrk-1234"
		abroad = "arn:aws:kms:eu-west-1:000000000000:key/mrk-1234"
	)
	keys := newKeys(t, "")
	for name, c := range map[string]struct{ arn, id, answer string }{
		"no KeyId":               {keyARN, "", keyARN},
		"ARN":                    {keyARN, keyARN, keyARN},
		"id":                     {keyARN, "00000000-0000-0000-0000-000000000001", keyARN},
		"ARN of an alias":        {alias, alias, alias},
		"alias":                  {alias, "alias/codes", alias},
		"an id is no alias":      {alias, "codes", ""},
		"a resource is no id":    {keyARN, "key/00000000-0000-0000-0000-000000000001", ""},
		"multi-Region key":       {multi, abroad, abroad},
		"of another account":     {multi, strings.Replace(abroad, "000000000000", "111111111111", 1), ""},
		"another multi-Region":   {multi, abroad + "5", ""},
		"no ARN":                 {"codes", "codes", "codes"},
		"no ARN, empty resource": {"codes", "key/", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := parse(t, encrypt(t, keys, c.arn, "123456"))
			status, answer := ask(t, keys, "Decrypt", decryptBody(t, map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": c.id}))
			if answer["KeyId"] != c.answer || (status == http.StatusOK) != (c.answer != "") {
				t.Errorf("got %d %v", status, answer)
			}
		})
	}
}

func TestOnlySignedDecrypt(t *testing.T) {
	keys := newKeys(t, "")
	for _, operation := range []string{"Encrypt", "CreateKey", "", "decrypt", "\n", strings.Repeat("x", 1000)} {
		if status, answer := ask(t, keys, operation, `{}`); status != http.StatusBadRequest || answer["__type"] != "NotImplementedByEmulator" {
			t.Errorf("%.20q: got %d %v", operation, status, answer)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{}`))
	r.Header.Set("X-Amz-Target", "TrentService.Decrypt")
	if status, answer := serve(t, keys, r); status != http.StatusBadRequest || answer["__type"] != "MissingAuthenticationTokenException" {
		t.Errorf("unsigned: got %d %v", status, answer)
	}
	r.Header.Set("Authorization", "x")
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), broken{}))
	if status, answer := serve(t, keys, r); status != http.StatusBadRequest || answer["__type"] != "SerializationException" {
		t.Errorf("broken body: got %d %v", status, answer)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the connection broke") }

// TestLog shows that the log says why, and never what.
func TestLog(t *testing.T) {
	keys := newKeys(t, "")
	m := parse(t, encrypt(t, keys, keyARN, "123456"))
	key := dataKey(t, keys, m)
	var log bytes.Buffer
	handler := &kms.Handler{Keys: keys, Log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, id := range []string{keyARN, "alias/other"} {
		body := decryptBody(t, map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": id})
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("X-Amz-Target", "TrentService.Decrypt")
		r.Header.Set("Authorization", "x")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Header().Get("Content-Type") != "application/x-amz-json-1.1" || len(w.Header().Get("X-Amzn-Requestid")) != 36 {
			t.Errorf("headers are %v", w.Header())
		}
	}
	got := log.String()
	for _, part := range []string{"msg=kms.Decrypt status=200 request=", "status=400 answer=IncorrectKeyException", keyARN + `, the request names \"alias/other\"`} {
		if !strings.Contains(got, part) {
			t.Errorf("the log has no %q:\n%s", part, got)
		}
	}
	if strings.Contains(got, base64.StdEncoding.EncodeToString(key)) {
		t.Error("the log has the data key")
	}
}

func TestBrokenStoreIsOurFailure(t *testing.T) {
	keys := newKeys(t, "")
	if err := keys.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if status, answer := ask(t, keys, "Decrypt", `{"CiphertextBlob":"AAAA"}`); status != http.StatusInternalServerError || answer["__type"] != "KMSInternalException" {
		t.Errorf("got %d %v", status, answer)
	}
}

func FuzzDecrypt(f *testing.F) {
	keys := newKeys(f, "")
	m := parse(f, encrypt(f, keys, keyARN, "123456"))
	right := decryptBody(f, map[string]any{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": m.keyARN})
	f.Add("Decrypt", right)
	f.Add("Decrypt", `{"CiphertextBlob":"AQAA","EncryptionContext":{"":""}}`)
	f.Add("Decrypt", `{"CiphertextBlob":"Af//","GrantTokens":["t"],"Recipient":null}`)
	f.Add("Encrypt", `{}`)
	f.Fuzz(func(t *testing.T, operation, body string) {
		status, answer := ask(t, keys, operation, body)
		switch {
		case status == http.StatusOK && answer["KeyId"] == keyARN && answer["Plaintext"] != "":
		case status == http.StatusBadRequest && answer["__type"] != "" && answer["message"] != "":
		default:
			t.Errorf("got %d %v", status, answer)
		}
	})
}

// FuzzBlob alters what unwrap gets.
func FuzzBlob(f *testing.F) {
	keys := newKeys(f, "")
	m := parse(f, encrypt(f, keys, keyARN, "123456"))
	f.Add(m.wrapped)
	f.Add([]byte{1, 0, 0})
	f.Add([]byte{1, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, blob []byte) {
		status, _ := ask(t, keys, "Decrypt", decryptBody(t, map[string]any{"CiphertextBlob": blob, "EncryptionContext": m.context}))
		if right := bytes.Equal(blob, m.wrapped); right != (status == http.StatusOK) || status >= http.StatusInternalServerError {
			t.Errorf("got %d", status)
		}
	})
}
