package emulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// inProcess serves a request without a network.
func inProcess(handler http.Handler, request *http.Request) emulatortest.Answer {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return emulatortest.Answer{Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.Bytes()}
}

// unsignedOperations are the operations that take calls without a signature: those that the documentation of the operations and
// the public SDKs show as unsigned, and the two with a client's id and secret in the body.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
const unsignedOperations = ` AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword ConfirmSignUp
	DeleteUser DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetClientToken GetDerivedToken GetDevice
	GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors GlobalSignOut InitiateAuth ListDevices
	ListUserSessions ListWebAuthnCredentials ResendConfirmationCode RespondToAuthChallenge RevokeToken RevokeUserSession
	SetUserMFAPreference SetUserSettings SignUp StartWebAuthnRegistration UpdateAuthEventFeedback UpdateDeviceStatus UpdateUserAttributes
	VerifySoftwareToken VerifyUserAttribute `

// Every operation, called without a signature, with garbage in its place, and signed by nobody in particular.
func TestProtocolSignatures(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{})
	const garbage = "Basic Zm9vOmJhcg=="
	digest := sha256.Sum256([]byte(garbage))
	incomplete := `{"__type":"IncompleteSignatureException","message":"Authorization header requires 'Credential' parameter. ` +
		`Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. ` +
		`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ` +
		`(Hashed with SHA-256 and encoded with Base64) Authorization=` + base64.StdEncoding.EncodeToString(digest[:]) + `"}`
	needed := strings.Fields(unsignedOperations)
	for _, operation := range api.Names() {
		public := slices.Contains(needed, operation)
		signed := server.Call(operation, `{}`)
		if strings.Contains(signed.Type(), "Signature") || strings.Contains(signed.Type(), "Authentication") {
			t.Errorf("%s, signed: %s", operation, signed.Body)
		}
		for authorization, refusal := range map[string]string{
			"": `{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}`, garbage: incomplete,
		} {
			header := http.Header{}
			if authorization != "" {
				header.Set("Authorization", authorization)
			}
			got := server.CallWith(operation, `{}`, header)
			want := refusal
			if public { // the header makes no difference
				want = string(signed.Body)
			}
			if got.Status != signed.Status && public || !public && got.Status != 400 || string(got.Body) != want {
				t.Errorf("%s, Authorization %q: %d %s, want %s", operation, authorization, got.Status, got.Body, want)
			}
		}
	}
}
