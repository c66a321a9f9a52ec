package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// protocolSeed is a pool whose client allows everything, and a user in it.
const protocolSeed = `
UserPools:
  - Id: us-east-1_Protocol1
    PoolName: protocol
    AutoVerifiedAttributes: [email]
    Clients:
      - ClientName: web
        ClientId: protocol
        ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
    Groups: [{GroupName: staff}]
    Users: [{Username: alice, Password: "Passw0rd!", Attributes: {email: alice@example.com, email_verified: "true"}}]
`

const protocolTarget = "AWSCognitoIdentityProviderService."

// protocolInstant has milliseconds that end in zero.
var protocolInstant = time.UnixMilli(1790257791220).UTC()

// overHTTP makes a request and gives the answer as it came, whatever it is.
func overHTTP(t *testing.T, method, url string, body io.Reader, headers ...string) emulatortest.Answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return emulatortest.Answer{Status: response.StatusCode, Header: response.Header, Body: text}
}

// Successes and errors have the headers that the service was seen to send, the emulator's own, and no others.
func TestProtocolHeaders(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	always := []string{
		"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Content-Length", "Content-Type", "Date", "X-Amzn-Requestid", "X-Emulator",
	}
	refused := slices.Sorted(slices.Values(append(slices.Clone(always), "X-Amzn-Errormessage", "X-Amzn-Errortype", "X-Emulator-Rule")))
	for name, c := range map[string]struct {
		answer      emulatortest.Answer
		status      int
		headers     []string
		errorHeader string
	}{
		"success":    {server.Call("ListUserPools", `{"MaxResults":1}`), 200, always, ""},
		"empty":      {server.Call("AdminAddUserToGroup", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice","GroupName":"staff"}`), 200, always, ""},
		"refused":    {server.Call("DescribeUserPool", `{"UserPoolId":"us-east-1_Nothing00"}`), 400, refused, "ResourceNotFoundException:"},
		"constraint": {server.Call("DescribeUserPool", `{}`), 400, refused, "InvalidParameterException:"},
		"malformed":  {server.Call("DescribeUserPool", `{`), 400, refused, "SerializationException:"},
		"not there":  {server.Call("GetUICustomization", `{"UserPoolId":"us-east-1_Protocol1"}`), 400, refused, "NotImplementedByEmulator:"},
	} {
		if c.answer.Status != c.status {
			t.Errorf("%s: %d %s", name, c.answer.Status, c.answer.Body)
		}
		if diff := cmp.Diff(c.headers, slices.Sorted(maps.Keys(c.answer.Header))); diff != "" {
			t.Errorf("%s: headers (-want +got):\n%s", name, diff)
		}
		if got := c.answer.Header.Get("Content-Type"); got != "application/x-amz-json-1.1" {
			t.Errorf("%s: Content-Type %s", name, got)
		}
		if got := c.answer.Header.Get("x-amzn-errortype"); got != c.errorHeader {
			t.Errorf("%s: x-amzn-errortype %s", name, got)
		}
		if got, want := c.answer.Header.Get("x-amzn-errormessage"), c.answer.Message(); got != want {
			t.Errorf("%s: x-amzn-errormessage %s, want %s", name, got, want)
		}
	}
}

// Whatever type a client gives its body, it is read as JSON; the answer is AWS JSON 1.1 in any case. (That the service
// is as lenient is assumed: clients were seen to send these.)
func TestProtocolContentTypes(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for _, contentType := range []string{
		"application/x-amz-json-1.1", "application/x-amz-json-1.0", "application/x-amz-json-1.1; charset=utf-8", "application/json", "text/plain", "",
	} {
		headers := []string{"X-Amz-Target", protocolTarget + "SignUp", "Content-Type", contentType}
		if contentType == "" {
			headers = headers[:2]
		}
		got := overHTTP(t, http.MethodPost, server.URL+"/", strings.NewReader(`{"ClientId":"none","Username":"bob","Password":"Passw0rd!"}`), headers...)
		want := `{"__type":"ResourceNotFoundException","message":"User pool client none does not exist."}`
		if got.Status != 400 || string(got.Body) != want || got.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
			t.Errorf("%q: %d %s %s", contentType, got.Status, got.Header.Get("Content-Type"), got.Body)
		}
	}
}

// Some successes are {} and some have no body at all: 2 bytes and 0, as recorded.
func TestProtocolEmptyAnswers(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	const pool = `"UserPoolId":"us-east-1_Protocol1"`
	const user = pool + `,"Username":"alice"`
	token := func() string {
		var tokens struct {
			AuthenticationResult struct{ AccessToken, RefreshToken string }
		}
		server.Must("AdminInitiateAuth", `{`+pool+`,"ClientId":"protocol","AuthFlow":"ADMIN_USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`).Into(t, &tokens)
		return tokens.AuthenticationResult.AccessToken
	}
	for _, step := range []struct{ operation, body, want string }{
		{"AdminAddUserToGroup", `{` + user + `,"GroupName":"staff"}`, ""},
		{"AdminRemoveUserFromGroup", `{` + user + `,"GroupName":"staff"}`, ""},
		{"DeleteGroup", `{` + pool + `,"GroupName":"staff"}`, ""},
		{"AdminSetUserPassword", `{` + user + `,"Password":"Passw0rd!","Permanent":true}`, "{}"},
		{"AdminUpdateUserAttributes", `{` + user + `,"UserAttributes":[{"Name":"name","Value":"Alice"}]}`, "{}"},
		{"AdminDeleteUserAttributes", `{` + user + `,"UserAttributeNames":["name"]}`, "{}"},
		{"AdminDisableUser", `{` + user + `}`, "{}"},
		{"AdminEnableUser", `{` + user + `}`, "{}"},
		{"AdminUserGlobalSignOut", `{` + user + `}`, "{}"},
		{"ChangePassword", `{"AccessToken":"${token}","PreviousPassword":"Passw0rd!","ProposedPassword":"Passw0rd!"}`, "{}"},
		{"UpdateUserAttributes", `{"AccessToken":"${token}","UserAttributes":[{"Name":"name","Value":"Alice"}]}`, "{}"},
		{"DeleteUserAttributes", `{"AccessToken":"${token}","UserAttributeNames":["name"]}`, "{}"},
		{"GlobalSignOut", `{"AccessToken":"${token}"}`, "{}"},
		{"UpdateUserPool", `{` + pool + `}`, "{}"},
		{"DeleteUser", `{"AccessToken":"${token}"}`, ""},
		{"AdminCreateUser", `{` + pool + `,"Username":"bob","MessageAction":"SUPPRESS"}`, "any"},
		{"AdminDeleteUser", `{` + pool + `,"Username":"bob"}`, ""},
		{"DeleteUserPoolClient", `{` + pool + `,"ClientId":"protocol"}`, ""},
		{"DeleteUserPool", `{` + pool + `}`, ""},
	} {
		body := step.body
		if strings.Contains(body, "${token}") {
			body = strings.ReplaceAll(body, "${token}", token())
		}
		got := server.Must(step.operation, body)
		if step.want != "any" && string(got.Body) != step.want {
			t.Errorf("%s: %q, want %q", step.operation, got.Body, step.want)
		}
	}
}

// Times are epoch seconds in the form 1.79025779122E9: milliseconds, and no zeros at the end.
func TestProtocolTimes(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed, Start: protocolInstant})
	first := server.Must("DescribeUserPool", `{"UserPoolId":"us-east-1_Protocol1"}`).Body
	for _, want := range []string{`"CreationDate":1.79025779122E9`, `"LastModifiedDate":1.79025779122E9`} {
		if !bytes.Contains(first, []byte(want+",")) && !bytes.Contains(first, []byte(want+"}")) {
			t.Errorf("there is no %s in %s", want, first)
		}
	}
	server.Clock.Advance(4 * time.Millisecond)
	server.Must("AdminUpdateUserAttributes", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice","UserAttributes":[{"Name":"name","Value":"A"}]}`)
	second := server.Must("AdminGetUser", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice"}`).Body
	if want := `"UserCreateDate":1.79025779122E9,"UserLastModifiedDate":1.790257791224E9,`; !bytes.Contains(second, []byte(want)) {
		t.Errorf("there is no %s in %s", want, second)
	}
}

// The id of a request leads to its explanation, and is the event_id of the tokens that it issued (recorded).
func TestProtocolRequestIDs(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	seen := map[string]bool{}
	for range 20 {
		answer := server.Must("InitiateAuth", `{"ClientId":"protocol","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"alice","PASSWORD":"Passw0rd!"}}`)
		id := answer.Header.Get("x-amzn-requestid")
		if seen[id] {
			t.Fatalf("%s came twice", id)
		}
		seen[id] = true
		var entry struct{ ID, Operation string }
		server.Get("/_emulator/requests/"+id).Into(t, &entry)
		if entry.ID != id || entry.Operation != "InitiateAuth" {
			t.Errorf("%s is %+v", id, entry)
		}
		var tokens struct{ AuthenticationResult map[string]any }
		answer.Into(t, &tokens)
		for _, name := range []string{"AccessToken", "IdToken"} {
			if got := protocolClaims(t, tokens.AuthenticationResult[name])["event_id"]; got != id {
				t.Errorf("the event_id of the %s is %v, not %s", name, got, id)
			}
		}
	}
}

// The members of an answer are in alphabetical order, without spaces (recorded).
func TestProtocolOrderOfMembers(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for operation, body := range map[string]string{
		"InitiateAuth": `{"ClientId":"protocol","AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"alice","SRP_A":"2"}}`,
		"AdminGetUser": `{"UserPoolId":"us-east-1_Protocol1","Username":"alice"}`, "DescribeUserPool": `{"UserPoolId":"us-east-1_Protocol1"}`,
	} {
		got := server.Must(operation, body).Body
		decoder := json.NewDecoder(bytes.NewReader(got))
		decoder.UseNumber()
		var tree any
		if err := decoder.Decode(&tree); err != nil {
			t.Fatal(err)
		}
		var sorted bytes.Buffer
		encoder := json.NewEncoder(&sorted) // which sorts the keys of maps
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(tree); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimSpace(sorted.String()), string(got)); diff != "" {
			t.Errorf("%s (-sorted +got):\n%s", operation, diff)
		}
	}
}
