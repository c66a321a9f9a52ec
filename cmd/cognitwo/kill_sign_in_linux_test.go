package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

const killedSeed = `
UserPools:
  - Id: us-east-1_Killed001
    PoolName: killed
    MfaConfiguration: 'ON'
    SoftwareTokenMfaConfiguration: {Enabled: true}
    Clients: [{ClientName: web, ClientId: web, AuthSessionValidity: 15, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users:
`

const enrolling = 24 // users who set up an app at the same time

type members = map[string]any

// post calls an operation. There is no answer from a server that was killed.
func post(url, operation string, body members) (answer members, status int) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, 0
	}
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		return nil, 0
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0")
	request.Header.Set("X-Amz-Date", "20260924T000000Z")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, 0
	}
	defer func() { _ = response.Body.Close() }()
	if json.NewDecoder(response.Body).Decode(&answer) != nil {
		return nil, 0
	}
	return answer, response.StatusCode
}

// enrolment is a sign-in that sets up an app, as far as its program knows.
type enrolment struct {
	name, session, secret string
	used                  []string // sessions that led on
	step                  int      // the next one
}

// steps are those of an enrolment. Each uses a session up and gives the next one.
var steps = []struct {
	operation string
	body      func(*enrolment) members
}{
	{"InitiateAuth", func(e *enrolment) members {
		return members{"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": members{"USERNAME": e.name, "PASSWORD": "Passw0rd!"}}
	}},
	{"AssociateSoftwareToken", func(e *enrolment) members { return members{"Session": e.session} }},
	{"VerifySoftwareToken", func(e *enrolment) members {
		code, _ := totp.GenerateCode(e.secret, time.Now()) // a code that is none is refused
		return members{"Session": e.session, "UserCode": code}
	}},
	{"RespondToAuthChallenge", func(e *enrolment) members {
		return members{"ClientId": "web", "ChallengeName": "MFA_SETUP", "Session": e.session, "ChallengeResponses": members{"USERNAME": e.name}}
	}},
}

// next takes one step; the status is 0 if nobody answered.
func (e *enrolment) next(url string) (answer members, status int) {
	answer, status = post(url, steps[e.step].operation, steps[e.step].body(e))
	if status != http.StatusOK {
		return answer, status
	}
	if e.session != "" {
		e.used = append(e.used, e.session)
	}
	e.step++
	e.session, _ = answer["Session"].(string)
	if secret, ok := answer["SecretCode"].(string); ok {
		e.secret = secret
	}
	return answer, status
}

// startKilled starts the program on a directory.
func startKilled(t *testing.T, program, seed, data string) (emulator *exec.Cmd, url string) {
	t.Helper()
	emulator = exec.Command(program, "--seed", seed, "--listen", "127.0.0.1:0", "--data", data) //nolint:gosec // ourselves
	out, err := emulator.StdoutPipe()
	if err == nil {
		err = emulator.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = emulator.Process.Kill() })
	scanner := bufio.NewScanner(out)
	url = urlOf(t, scanner)
	go func() {
		for scanner.Scan() { // the log is of no interest, but the program must not wait for its reader
		}
	}()
	return emulator, url
}

// TestSignInsSurviveAKill kills the program while users set up their apps in the middle of a sign-in, and starts it again.
// Everybody goes on from the last answer: a step whose answer was lost may have been taken, no step is half taken, and what
// was used stays used.
func TestSignInsSurviveAKill(t *testing.T) {
	dir := t.TempDir()
	program, seed := filepath.Join(dir, "cognitwo"), filepath.Join(dir, "seed.yaml")
	text := killedSeed
	for i := range enrolling {
		text += fmt.Sprintf("      - {Username: user%d, Password: \"Passw0rd!\"}\n", i)
	}
	self, err := os.Executable()
	if err != nil || os.Symlink(self, program) != nil || os.WriteFile(seed, []byte(text), 0o600) != nil {
		t.Fatal("no program:", err)
	}
	for _, delay := range []time.Duration{20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond} {
		t.Run(delay.String(), func(t *testing.T) {
			data := t.TempDir()
			emulator, url := startKilled(t, program, seed, data)
			all := make([]*enrolment, enrolling)
			var everybody sync.WaitGroup
			for i := range all {
				all[i] = &enrolment{name: fmt.Sprintf("user%d", i)}
				everybody.Go(func() {
					for all[i].step < len(steps) {
						if _, status := all[i].next(url); status != http.StatusOK {
							return
						}
					}
				})
			}
			time.Sleep(delay)
			if err := emulator.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			everybody.Wait()
			_ = emulator.Wait() // it was killed
			_, url = startKilled(t, program, seed, data)
			reached := [5]int{}
			for _, e := range all {
				reached[e.step]++
				e.resume(t, url)
			}
			t.Logf("killed when so many had taken 0, 1, 2, 3 and all steps: %v", reached)
		})
	}
}

// resume goes on after the restart.
func (e *enrolment) resume(t *testing.T, url string) {
	t.Helper()
	acknowledged := e.step
	for _, session := range e.used {
		for _, operation := range []string{"AssociateSoftwareToken", "VerifySoftwareToken"} {
			if answer, status := post(url, operation, members{"Session": session, "UserCode": "000000"}); status != http.StatusBadRequest || answer["__type"] == "EnableSoftwareTokenMFAException" {
				t.Errorf("%s: a used session with %s: %d %v", e.name, operation, status, answer)
			}
		}
	}
	has := e.hasApp(t, url)
	if acknowledged > 2 && !has {
		t.Errorf("%s had set up an app, which is gone", e.name)
	}
	for e.step < len(steps) {
		answer, status := e.next(url)
		if status == http.StatusOK {
			continue
		}
		if e.step != acknowledged || answer["__type"] != "NotAuthorizedException" {
			t.Errorf("%s, at step %d after %d that were answered: %d %v", e.name, e.step, acknowledged, status, answer)
		}
		return // the step was taken before, and its answer lost
	}
	if !e.hasApp(t, url) {
		t.Errorf("%s has no app in the end", e.name)
	}
}

func (e *enrolment) hasApp(t *testing.T, url string) bool {
	t.Helper()
	response, err := http.Get(url + "/_emulator/pools/killed/users/" + e.name + "/totp")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var shown struct{ Verified bool }
	return json.NewDecoder(response.Body).Decode(&shown) == nil && shown.Verified
}
