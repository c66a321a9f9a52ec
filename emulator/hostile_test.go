package emulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// common are the exceptions that any operation may answer with.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
var common = []string{
	"InvalidParameterException", "SerializationException", "UnknownOperationException", "NotImplementedByEmulator", "MissingAuthenticationTokenException",
	"IncompleteSignatureException",
}

// undeclared are exceptions that the model does not have for an operation: a token whose user or app client is gone is
// answered as by GetUser (recorded), which is assumed for all operations with a token.
var undeclared = map[string][]string{
	"GlobalSignOut":                {"UserNotFoundException"},
	"AssociateSoftwareToken":       ofTokens,
	"StartWebAuthnRegistration":    ofTokens,
	"CompleteWebAuthnRegistration": ofTokens,
	"ListWebAuthnCredentials":      ofTokens,
	"DeleteWebAuthnCredential":     ofTokens,
}

var ofTokens = []string{"UserNotFoundException", "UserNotConfirmedException", "ResourceNotFoundException"}

// signedRequest is a request of an SDK; it needs no network.
func signedRequest(operation string, body io.Reader) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/", body)
	request.Header.Set("X-Amz-Target", protocolTarget+operation)
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0")
	request.Header.Set("X-Amz-Date", "20260924T000000Z")
	return request
}

// sane finds what is wrong with an answer, whatever was asked: there is a success or a client's mistake, with a body
// that SDKs can read. A panic would be a 500.
func sane(operation string, answer emulatortest.Answer) error {
	if answer.Header.Get("Content-Type") != "application/x-amz-json-1.1" || answer.Header.Get("x-amzn-requestid") == "" {
		return fmt.Errorf("the headers are %v", answer.Header)
	}
	known, _ := api.Lookup(operation)
	declared := slices.Concat(known.Errors, common, undeclared[operation], answeredAnyway[operation])
	var members map[string]any
	isObject := json.Unmarshal(answer.Body, &members) == nil && members != nil
	switch name := answer.Type(); {
	case answer.Status == http.StatusOK && name == "" && (isObject || known.EmptyBody && len(answer.Body) == 0):
		return nil
	case answer.Status != http.StatusBadRequest || !isObject || answer.Header.Get("x-amzn-errortype") != name+":":
		return fmt.Errorf("answered %d", answer.Status)
	case !slices.Contains(declared, name):
		return fmt.Errorf("the model has no %s for this operation", name)
	}
	return nil
}

// smallBodies and largeBodies make no sense for any operation, but for the empty object.
var (
	smallBodies = map[string]string{
		"nothing": "", "space": " ", "empty object": `{}`, "null": `null`, "list": `[]`, "text": `"x"`, "number": `1`, "true": `true`, "two": `{}{}`,
		"cut": `{"Username":"`, "no JSON": `Username=bob`, "NUL": "\x00", "invalid UTF-8": "{\"Username\":\"\xff\xfe\"}", "half a surrogate": `{"Username":"\ud800"}`,
		"NUL in a name": `{"Username":"a\u0000b","ClientId":"a\u0000b","UserPoolId":"a_\u0000"}`, "byte order mark": "\ufeff{}",
		"null everywhere": `{"UserPoolId":null,"ClientId":null,"Username":null,"AccessToken":null,"AuthParameters":null}`,
	}
	largeBodies = map[string]string{
		"deep list": strings.Repeat("[", 1<<18), "deep object": strings.Repeat(`{"a":`, 1<<16),
		"deep but well-formed": `{"a":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`,
		"long name":            `{"` + strings.Repeat("x", 1<<18) + `":1}`, "long value": `{"Username":"` + strings.Repeat("x", 1<<18) + `"}`,
		"large number": `{"MaxResults":` + strings.Repeat("9", 1<<16) + `}`, "many members": `{` + strings.Repeat(`"x":{},`, 1<<16) + `"x":1}`,
		"many violations": `{"UserAttributes":[` + strings.Repeat(`{},`, 1<<14) + `{}]}`, "long secret": `{"SecretHash":"` + strings.Repeat("x", 1<<18) + `"}`,
	}
)

func TestHostileBodies(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	try := func(operation, name, body string) {
		answer := inProcess(server.Emulator, signedRequest(operation, strings.NewReader(body)))
		if err := sane(operation, answer); err != nil || answer.Status == http.StatusOK && name != "empty object" {
			t.Errorf("%s, %s: %d %.300s: %v", operation, name, answer.Status, answer.Body, err)
		}
	}
	for _, operation := range append(api.Names(), "NoSuchOperation", "") {
		for name, body := range smallBodies {
			try(operation, name, body)
		}
	}
	for _, operation := range []string{"SignUp", "InitiateAuth", "AdminCreateUser", "ListUsers", "NoSuchOperation"} {
		for name, body := range largeBodies {
			try(operation, name, body)
		}
	}
	if got := server.Get("/_emulator/requests"); got.Status != 200 || !json.Valid(got.Body) {
		t.Errorf("the journal has suffered: %d %.300s", got.Status, got.Body)
	}
}

// final are operations after which there is little to talk about.
var final = []string{"DeleteUserPool", "DeleteUserPoolClient", "AdminDeleteUser", "DeleteUser", "AdminDisableUser", "AdminUserGlobalSignOut", "GlobalSignOut"}

// TestHostileRequests calls every operation with requests that nearly make sense, on emulators that live on for a while
// with what they did to them.
func TestHostileRequests(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	succeeded := map[string]bool{}
	for range 8 {
		server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
		h := &hostile{random: random, known: knownValues(t, server)}
		for range 6 {
			for _, i := range random.Perm(len(api.Names())) {
				operation := api.Names()[i]
				if slices.Contains(final, operation) && random.IntN(8) > 0 {
					continue
				}
				body := h.request(operation)
				answer := inProcess(server.Emulator, signedRequest(operation, strings.NewReader(body)))
				if answer.Status == http.StatusOK {
					succeeded[operation] = true
				}
				if err := sane(operation, answer); err != nil {
					t.Errorf("%s %.3000s: %d %.300s: %v", operation, body, answer.Status, answer.Body, err)
				}
			}
		}
	}
	t.Logf("%d operations succeeded", len(succeeded))
	if len(succeeded) < 20 {
		t.Errorf("nearly all requests were nonsense; only these succeeded: %v", slices.Sorted(maps.Keys(succeeded)))
	}
}

// knownValues are values that make sense to the emulator.
func knownValues(t *testing.T, server *emulatortest.Server) map[string][]string {
	t.Helper()
	var signedIn struct {
		AuthenticationResult struct{ AccessToken, IdToken, RefreshToken string }
	}
	server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &signedIn)
	server.Must("AdminCreateUser", `{"UserPoolId":"us-east-1_Protocol1","Username":"carol","TemporaryPassword":"Temp0rary!","MessageAction":"SUPPRESS"}`)
	var challenged struct {
		Session             string
		ChallengeParameters map[string]string
	}
	server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"carol","PASSWORD":"Temp0rary!"}}`).Into(t, &challenged)
	session := challenged.Session
	server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"alice","SRP_A":"2"}}`).Into(t, &challenged)
	tokens, names, passwords := signedIn.AuthenticationResult, []string{"alice", "carol", "bob"}, []string{"Passw0rd!", "Temp0rary!", "Another1!"}
	return map[string][]string{
		"UserPoolId": {"us-east-1_Protocol1"}, "ClientId": {"protocol"}, "Username": names, "USERNAME": names, "GroupName": {"staff", "new"},
		"AccessToken": {tokens.AccessToken, tokens.IdToken}, "Session": {session}, "Token": {tokens.RefreshToken, tokens.AccessToken},
		"RefreshToken": {tokens.RefreshToken}, "REFRESH_TOKEN": {tokens.RefreshToken}, "SRP_A": {"2", "0", "-1", "g", strings.Repeat("f", 768)},
		"Password": passwords, "PASSWORD": passwords, "NEW_PASSWORD": passwords, "PreviousPassword": passwords, "ProposedPassword": passwords, "TemporaryPassword": passwords,
		"SECRET_HASH": {"AAAA"}, "PASSWORD_CLAIM_SECRET_BLOCK": {challenged.ChallengeParameters["SECRET_BLOCK"]}, "PASSWORD_CLAIM_SIGNATURE": {"AAAA", "="}, "TIMESTAMP": {"Thu Sep 24 13:50:15 UTC 2026"},
		"ConfirmationCode": {"123456"}, "Code": {"123456"}, "Name": {"email", "phone_number", "name", "custom:x", "sub", "email_verified"}, "Value": {"alice@example.com", "true", "x"},
		"AttributeName": {"email", "phone_number"}, "Filter": {`username = "alice"`, `email ^= "a"`, `sub = ""`}, "PoolName": {"another"}, "ClientName": {"another"},
	}
}

func TestHostileSizes(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	const huge = 100 << 20
	for name, length := range map[string]int64{"announced": huge, "in chunks": -1} {
		body := &counted{}
		body.size.Store(huge)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/", body)
		if err != nil {
			t.Fatal(err)
		}
		request.ContentLength = length
		request.Header.Set("X-Amz-Target", protocolTarget+"SignUp")
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			// The emulator hung up on somebody who goes on talking; the answer may be lost on the way.
			t.Logf("%s: %v", name, err)
		} else if _ = response.Body.Close(); response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", name, response.Status)
		}
		if taken := body.taken.Load(); taken > huge/4 {
			t.Errorf("%s: %d bytes were taken", name, taken)
		}
	}
	for name, header := range map[string]string{"target": "X-Amz-Target", "signature": "Authorization", "agent": "User-Agent", "other": "X-Other"} {
		for range 3 {
			request := signedRequest("ListUserPools", strings.NewReader(`{"MaxResults":1}`))
			request.Header.Set(header, strings.Repeat("x", 900<<10))
			if answer := inProcess(server.Emulator, request); sane("ListUserPools", answer) != nil {
				t.Errorf("a long %s: %d %.300s", name, answer.Status, answer.Body)
			}
		}
	}
	if got := server.Get("/_emulator/requests"); got.Status != 200 || len(got.Body) > 1<<20 {
		t.Errorf("the journal is %d bytes long", len(got.Body))
	}
	server.Must("ListUserPools", `{"MaxResults":1}`)
}

// counted is a body that knows how much of it was taken.
type counted struct{ taken, size atomic.Int64 }

func (c *counted) Read(p []byte) (int, error) {
	n := min(int64(len(p)), c.size.Load()-c.taken.Load())
	if n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	c.taken.Add(n)
	return int(n), nil
}
