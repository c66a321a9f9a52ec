package emulator_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// sealedCode is what a function finds in the code of a custom sender's event: a message of the AWS Encryption SDK.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
type sealedCode struct {
	id         []byte
	context    map[string]string
	keyARN     string
	wrapped    []byte
	iv, sealed []byte // of the final frame, which is the only one
}

func readCode(t *testing.T, code string) sealedCode {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		t.Fatal(err)
	}
	in := bytes.NewBuffer(raw)
	number := func() int { return int(binary.BigEndian.Uint16(in.Next(2))) }
	text := func() []byte { return in.Next(number()) }
	in.Next(4) // version, type, algorithm
	m := sealedCode{id: in.Next(16), context: map[string]string{}}
	in.Next(2) // length of the context
	for range number() {
		name := text()
		m.context[string(name)] = string(text())
	}
	in.Next(2) // one data key
	text()     // of this provider
	m.keyARN, m.wrapped = string(text()), text()
	in.Next(1 + 4 + 1 + 4 + 12 + 16) // framing, authentication of the header
	in.Next(4 + 4)                   // the frame is the last, and number 1
	m.iv = in.Next(12)
	m.sealed = in.Next(int(binary.BigEndian.Uint32(in.Next(4))) + 16)
	return m
}

// open decrypts a code as an SDK does that asks the emulator for the data key.
func (m sealedCode) open(t *testing.T, s *emulatortest.Server) string {
	t.Helper()
	body, err := json.Marshal(fields{"CiphertextBlob": m.wrapped, "EncryptionContext": m.context, "KeyId": m.keyARN})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "TrentService.Decrypt")
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260924/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=0")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("Decrypt: %d %s %v", response.StatusCode, answer, err)
	}
	var key struct{ Plaintext []byte }
	if err := json.Unmarshal(answer, &key); err != nil {
		t.Fatal(err)
	}
	return m.decrypt(t, key.Plaintext)
}

func (m sealedCode) decrypt(t *testing.T, dataKey []byte) string {
	t.Helper()
	key, err := hkdf.Key(sha512.New384, dataKey, nil, "\x03\x78"+string(m.id), 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	additional := append(bytes.Clone(m.id), "AWSKMSEncryptionClient Final Frame"...)
	additional = binary.BigEndian.AppendUint32(additional, 1)
	additional = binary.BigEndian.AppendUint64(additional, uint64(len(m.sealed)-16))
	plain, err := aead.Open(nil, m.iv, m.sealed, additional)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// TestTheCodeOfACustomSender decrypts what the functions of a pool get: codes, and temporary passwords as HTML.
func TestTheCodeOfACustomSender(t *testing.T) {
	r := &recorder{}
	s, _ := startMessages(t, r, onlySenders)
	s.Must("ForgotPassword", fields{"ClientId": "web", "Username": "alice"})
	s.Must("AdminCreateUser", fields{
		"UserPoolId": messagePool, "Username": "dave", "TemporaryPassword": "<Pa55&word>", "UserAttributes": emailOf("dave"), "DesiredDeliveryMediums": []string{"EMAIL"},
	})
	var opened []string
	for _, event := range r.take(t, 2) {
		m := readCode(t, regexp.MustCompile(`"code":"([^"]+)"`).FindStringSubmatch(event)[1])
		if m.keyARN != "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555" || m.context["userpool-id"] != messagePool || len(m.context) != 2 {
			t.Errorf("encrypted under %s for %v", m.keyARN, m.context)
		}
		opened = append(opened, m.open(t, s))
	}
	slices.Sort(opened) // nobody says which function runs first
	if diff := cmp.Diff([]string{"&lt;Pa55&amp;word&gt;", "123456"}, opened); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAnExampleForACustomSender: the code of an example that names its pool can be decrypted, too.
func TestAnExampleForACustomSender(t *testing.T) {
	r := &recorder{}
	s, _ := startMessages(t, r, onlySenders)
	manageFunction(t, s, http.MethodPost, "mail/invoke?source=CustomEmailSender_SignUp&pool=app&user=alice", "")
	code := regexp.MustCompile(`"code":"([^"]+)"`).FindStringSubmatch(r.take(t, 1)[0])[1]
	if got := readCode(t, code).open(t, s); got != "123456" {
		t.Errorf("the code is %q", got)
	}
}
