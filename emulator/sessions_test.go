package emulator_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// listedSessions is what ListUserSessions shows.
type listedSessions struct {
	Sessions []struct {
		SessionId        string
		IsCurrentSession bool
	}
}

// Of those who sign in at once as many stay as the pool allows, and exactly the tokens of the others are void.
func TestRaceForSessions(t *testing.T) {
	const limit = 3
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	server.Must("SetUserPoolSessionConfiguration", fmt.Sprintf(`{"UserPoolId":"us-east-1_Protocol1","UserSessionTracking":"ENABLED","TokenSession":{"MaxPerUser":%d}}`, limit))
	current := map[string]bool{}
	for i, answer := range race(server.Emulator, "InitiateAuth", same(fmt.Sprintf(signInBody, "alice", "Passw0rd!"))) {
		var signedIn struct{ AuthenticationResult signedInTokens }
		answer.Into(t, &signedIn)
		if answer.Status != http.StatusOK {
			t.Fatalf("client %d: %d %s", i, answer.Status, answer.Body)
		}
		list := server.Call("ListUserSessions", map[string]string{"AccessToken": signedIn.AuthenticationResult.AccessToken})
		if list.Status != http.StatusOK {
			if list.Message() != "Access Token has been revoked" {
				t.Errorf("client %d: %s", i, list.Body)
			}
			continue
		}
		var listed listedSessions
		list.Into(t, &listed)
		if len(listed.Sessions) != limit {
			t.Errorf("client %d sees %d sessions, want %d", i, len(listed.Sessions), limit)
		}
		for _, session := range listed.Sessions {
			if session.IsCurrentSession {
				current[session.SessionId] = true
			}
		}
	}
	if len(current) != limit {
		t.Errorf("%d clients have a session, want %d", len(current), limit)
	}
}

// A session that is revoked while its token is refreshed stays revoked: none of the new tokens is good.
func TestRaceOfARevocationWithRefreshes(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	server.Must("SetUserPoolSessionConfiguration", `{"UserPoolId":"us-east-1_Protocol1","UserSessionTracking":"ENABLED","TokenSession":{"MaxPerUser":20}}`)
	var signedIn struct{ AuthenticationResult signedInTokens }
	server.Must("InitiateAuth", fmt.Sprintf(signInBody, "alice", "Passw0rd!")).Into(t, &signedIn)
	var listed listedSessions
	server.Must("AdminListUserSessions", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice"}`).Into(t, &listed)
	revoked := make(chan emulatortest.Answer)
	go func() {
		revoked <- server.Call("AdminRevokeUserSession", fmt.Sprintf(`{"UserPoolId":"us-east-1_Protocol1","Username":"alice","SessionId":%q}`, listed.Sessions[0].SessionId))
	}()
	answers := race(server.Emulator, "GetTokensFromRefreshToken", same(fmt.Sprintf(`{"ClientId":"protocol","RefreshToken":%q}`, signedIn.AuthenticationResult.RefreshToken)))
	if answer := <-revoked; answer.Status != http.StatusOK {
		t.Fatalf("%s", answer.Body)
	}
	for i, answer := range answers {
		if answer.Status != http.StatusOK {
			continue
		}
		var renewed struct{ AuthenticationResult signedInTokens }
		answer.Into(t, &renewed)
		if user := server.Call("GetUser", map[string]string{"AccessToken": renewed.AuthenticationResult.AccessToken}); user.Status == http.StatusOK {
			t.Errorf("client %d has a token that is good", i)
		}
	}
	server.Must("AdminListUserSessions", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice"}`).Into(t, &listed)
	if len(listed.Sessions) != 0 {
		t.Errorf("the session is back: %v", listed.Sessions)
	}
}

// A session shows the device of its last refresh, as its browser says.
func TestSessionsShowTheDevice(t *testing.T) {
	server := emulatortest.New(t, emulatortest.Options{Seed: protocolSeed})
	server.Must("SetUserPoolSessionConfiguration", `{"UserPoolId":"us-east-1_Protocol1","UserSessionTracking":"ENABLED","TokenSession":{"MaxPerUser":20}}`)
	var signedIn struct{ AuthenticationResult signedInTokens }
	refresh := func() string {
		return fmt.Sprintf(`{"ClientId":"protocol","RefreshToken":%q}`, signedIn.AuthenticationResult.RefreshToken)
	}
	for _, c := range []struct {
		operation string
		body      func() string
		agent     string
		want      string
	}{
		{"InitiateAuth", func() string { return fmt.Sprintf(signInBody, "alice", "Passw0rd!") }, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36", "Chrome 125 / Windows 10"},
		{"GetTokensFromRefreshToken", refresh, "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox 127 / Linux"},
	} {
		answer := server.CallWith(c.operation, c.body(), http.Header{"User-Agent": {c.agent}})
		if answer.Into(t, &signedIn); answer.Status != http.StatusOK {
			t.Fatalf("%s: %s", c.operation, answer.Body)
		}
		var listed struct {
			Sessions []struct{ DeviceType, LastIPAddress string }
		}
		server.Must("AdminListUserSessions", `{"UserPoolId":"us-east-1_Protocol1","Username":"alice"}`).Into(t, &listed)
		if len(listed.Sessions) != 1 || listed.Sessions[0].DeviceType != c.want || listed.Sessions[0].LastIPAddress != "127.0.0.1" {
			t.Errorf("after %s: %v, want %s", c.operation, listed.Sessions, c.want)
		}
	}
}
