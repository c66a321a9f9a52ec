package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestStrangeCredentials: what no browser makes is refused, and never an error of the server.
func TestStrangeCredentials(t *testing.T) {
	s := startWithPasskeys(t)
	alice := openBrowser(t, s, "alice").register()
	token := alice.token("web")
	good := alice.create(token)
	challenge := alice.begin()
	proof := alice.prove(challenge)
	strange := []string{
		`null`, `[]`, `""`, `0`, `true`, `{}`, `{"id":null}`, `{"id":[],"rawId":{},"type":0,"response":""}`, strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		`{"id":"` + strings.Repeat("A", 50000) + `"}`, `{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"bnVsbA","attestationObject":"9g","authenticatorData":"9g","signature":""}}`,
	}
	for _, document := range []string{string(good), proof} {
		var members map[string]any
		if err := json.Unmarshal([]byte(document), &members); err != nil {
			t.Fatal(err)
		}
		for _, value := range []any{nil, "", "%", 1, []any{}, map[string]any{}, strings.Repeat("A", 10000)} {
			for name := range members {
				strange = append(strange, changed(t, document, name, value))
			}
			for name := range members["response"].(map[string]any) {
				if name == "userHandle" && (value == nil || value == "") { // need not be there
					continue
				}
				strange = append(strange, changed(t, document, "response."+name, value))
			}
		}
	}
	for _, document := range strange {
		if done := alice.complete(token, json.RawMessage(document)); done.Status != 400 {
			t.Errorf("Credential %.200s: %d %s", document, done.Status, done.Body)
		}
		if done := alice.answer(challenge, document); done.Status != 400 {
			t.Errorf("CREDENTIAL %.200s: %d %s", document, done.Status, done.Body)
		}
	}
	if done := alice.answer(challenge, proof); done.Status != 200 {
		t.Errorf("the good proof, after them: %d %s", done.Status, done.Body)
	}
}

// changed gives a document with another value for one member.
func changed(t testing.TB, document, name string, value any) string {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal([]byte(document), &members); err != nil {
		t.Fatal(err)
	}
	at, inner := members, members["response"].(map[string]any)
	if rest, ok := strings.CutPrefix(name, "response."); ok {
		at, name = inner, rest
	}
	at[name] = value
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
