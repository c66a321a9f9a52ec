package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// What browsers ask before they let a page of another origin call, with the headers of several clients, and what the
// page may read then.
func TestProtocolCORS(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for client, asked := range map[string]string{
		"amazon-cognito-identity-js": "cache-control,content-type,x-amz-target,x-amz-user-agent",
		"aws-amplify 6":              "amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent",
		"aws sdk 3":                  "amz-sdk-invocation-id,amz-sdk-request,authorization,content-type,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-target,x-amz-user-agent",
		"one of the future":          "x-not-yet-invented",
	} {
		got := overHTTP(t, http.MethodOptions, server.URL+"/", nil, "Origin", "https://app.example.com", "Access-Control-Request-Method", "POST",
			"Access-Control-Request-Headers", asked, "Access-Control-Request-Private-Network", "true")
		for header, want := range map[string]string{
			"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": asked,
			"Access-Control-Allow-Private-Network": "true",
		} {
			if got.Status != 200 || len(got.Body) > 0 || got.Header.Get(header) != want {
				t.Errorf("%s: %d, %s is %q, want %q", client, got.Status, header, got.Header.Get(header), want)
			}
		}
	}
	got := overHTTP(t, http.MethodPost, server.URL+"/", strings.NewReader(`{}`), "Origin", "https://app.example.com", "X-Amz-Target", protocolTarget+"SignUp")
	readable := strings.Split(strings.ToLower(got.Header.Get("Access-Control-Expose-Headers")), ",")
	for _, header := range []string{"x-amzn-requestid", "x-amzn-errortype", "x-amzn-errormessage", "x-emulator-rule"} {
		if got.Status != 400 || got.Header.Get(header) == "" || !strings.Contains(strings.Join(readable, " ")+" ", header+" ") {
			t.Errorf("%s is %q, and readable are %v", header, got.Header.Get(header), readable)
		}
	}
}

// The documents are for browsers, too: other origins may read them, and ask with headers of their own.
func TestProtocolPublicDocumentsForBrowsers(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	for _, document := range []string{"jwks.json", "openid-configuration"} {
		url := server.URL + "/us-east-1_Protocol1/.well-known/" + document
		preflight := overHTTP(t, http.MethodOptions, url, nil, "Origin", "http://localhost:3000",
			"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "cache-control")
		got := overHTTP(t, http.MethodGet, url, nil, "Origin", "http://localhost:3000")
		if preflight.Status != 200 || preflight.Header.Get("Access-Control-Allow-Headers") != "cache-control" || preflight.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("preflight of %s: %d %v", document, preflight.Status, preflight.Header)
		}
		if got.Status != 200 || got.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", document, got.Status, got.Header)
		}
	}
}
