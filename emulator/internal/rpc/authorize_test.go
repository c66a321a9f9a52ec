package rpc_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
)

// signature has the form of SDKs.
const signature = "AWS4-HMAC-SHA256 Credential=AKIA0/20260924/us-east-1/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"

const (
	noCredential = "Authorization header requires 'Credential' parameter."
	noSignature  = "Authorization header requires 'Signature' parameter."
	noHeaders    = "Authorization header requires 'SignedHeaders' parameter."
	noDate       = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
)

// incomplete is the recorded message about an Authorization header that is no signature.
func incomplete(header string, missing ...string) string {
	digest := sha256.Sum256([]byte(header))
	return strings.Join(missing, " ") + " (Hashed with SHA-256 and encoded with Base64) Authorization=" + base64.StdEncoding.EncodeToString(digest[:])
}

func TestAuthorizationOfAdministrators(t *testing.T) {
	const date = "20260924T135015Z"
	other := strings.NewReplacer("AKIA0", "", "00", "zz").Replace(signature)
	for name, c := range map[string]struct{ header, amzDate, date, exception, message string }{
		"signed":                     {signature, date, "", "", ""},
		"signed with a Date":         {signature, "", "Thu, 24 Sep 2026 13:50:15 GMT", "", ""},
		"signed by nobody":           {other, date, "", "", ""},
		"signed long ago":            {signature, "19700101T000000Z", "", "", ""},
		"unsigned":                   {"", date, "", "MissingAuthenticationTokenException", "Missing Authentication Token"},
		"without a date":             {signature, "", "", "IncompleteSignatureException", incomplete(signature, noDate)},
		"garbage":                    {"garbage", "", "", "IncompleteSignatureException", incomplete("garbage", noCredential, noSignature, noHeaders, noDate)},
		"a token":                    {"Bearer e30.e30.", date, "", "IncompleteSignatureException", incomplete("Bearer e30.e30.", noCredential, noSignature, noHeaders)},
		"a signature in part":        {"AWS4-HMAC-SHA256 Signature=0", date, "", "IncompleteSignatureException", incomplete("AWS4-HMAC-SHA256 Signature=0", noCredential, noHeaders)},
		"the names without equality": {"Credential SignedHeaders Signature", date, "", "IncompleteSignatureException", incomplete("Credential SignedHeaders Signature", noCredential, noSignature, noHeaders)},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, succeed)
			for _, operation := range []string{"ListUserPools", "DeleteUserPool"} {
				request := post(operation, strings.NewReader(bodies[operation]), "Authorization", c.header, "X-Amz-Date", c.amzDate, "Date", c.date)
				for _, header := range []string{"Authorization", "X-Amz-Date", "Date"} {
					if request.Header.Get(header) == "" {
						request.Header.Del(header)
					}
				}
				got := w.do(request)
				want := `{"__type":"` + c.exception + `","message":"` + c.message + `"}`
				if c.exception == "" && got.Code != 200 || c.exception != "" && (got.Code != 400 || got.Body.String() != want) {
					t.Errorf("%s: %d %s, want %s", operation, got.Code, got.Body, want)
				}
			}
		})
	}
}

// Public operations ignore the header, whatever it is (recorded).
func TestAuthorizationOfPublicOperations(t *testing.T) {
	w := newWorld(t, succeed)
	for _, header := range []string{"", signature, "garbage", "Bearer e30.e30.", "AWS4-HMAC-SHA256"} {
		request := post("SignUp", strings.NewReader(bodies["SignUp"]), "Authorization", header)
		if header == "" {
			request.Header.Del("Authorization")
		}
		if got := w.do(request); got.Code != 200 {
			t.Errorf("%q: %d %s", header, got.Code, got.Body)
		}
	}
}

// What is wrong with the signature is told before what is wrong with the body.
func TestAuthorizationComesFirst(t *testing.T) {
	w := newWorld(t, succeed)
	if got := w.do(post("ListUserPools", strings.NewReader("no JSON"))); !strings.Contains(got.Body.String(), "MissingAuthenticationToken") {
		t.Error(got.Body)
	}
}
