package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tricks are what a function should not do.
var tricks = map[string]func(id string, e event){
	"hang":  func(string, event) { time.Sleep(time.Hour) },
	"flood": func(string, event) { flood() },
	"floods": func(id string, e event) {
		go flood()
		respond(id, answer(e, nil))
	},
	"crash":   func(string, event) { os.Exit(3) },
	"kill":    func(string, event) { killSelf() },
	"large":   func(id string, _ event) { respond(id, `"`+strings.Repeat("x", 6291557)+`"`) },
	"half":    func(id string, e event) { respond(id, answer(e, nil)[:len(e.raw)/2]) },
	"deep":    func(id string, e event) { respond(id, answer(e, []byte(`{"userAttributes":`+deep+`}`))) },
	"bytes":   func(id string, e event) { respond(id, answer(e, every("\"\xff\xfe\""))) },
	"number":  func(id string, e event) { respond(id, answer(e, every("1e999999"))) },
	"digits":  func(id string, e event) { respond(id, answer(e, every(strings.Repeat("9", 5000)))) },
	"claims":  func(id string, e event) { respond(id, answer(e, []byte(claims))) },
	"members": func(id string, e event) { respond(id, answer(e, members())) },
	"long":    func(id string, e event) { respond(id, answer(e, []byte(`{"x":"`+strings.Repeat("x", 200_000)+`"}`))) },
	"twice": func(id string, e event) {
		respond(id, answer(e, nil))
		respond(id, `"another"`)
	},
	"children": func(id string, e event) {
		for range 3 {
			child := exec.Command("sh", "-c", "trap '' TERM; sleep 3600 & wait; sleep 3600", os.Args[0])
			child.Stdout = os.Stdout
			_ = child.Start()
		}
		respond(id, answer(e, nil))
	},
	"exit": func(id string, e event) {
		respond(id, answer(e, nil))
		os.Exit(5)
	},
	"again": signUpAgain,
	"family": func(string, event) { // three processes that do not end by themselves
		child := exec.Command("sh", "-c", "trap '' TERM; sleep 3600 & wait; sleep 3600", os.Args[0])
		_ = child.Start()
		time.Sleep(time.Hour)
	},
}

var deep = strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)

const claims = `{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"n":1e999999,"m":[` +
	`123456789012345678901234567890.5]}},"accessTokenGeneration":{"claimsToAddOrOverride":{"n":-1e999999}}}}`

// flood prints far more than anybody keeps, again and again. It takes breaks: the tests keep what is logged.
func flood() {
	lines := strings.Repeat(strings.Repeat("again and ", 1000)+"\n", 30)
	for {
		_, _ = os.Stdout.WriteString(lines)
		time.Sleep(time.Second)
	}
}

// every is a response with all members that any trigger reads, and one value.
func every(value string) []byte {
	var b strings.Builder
	for _, name := range []string{
		"autoConfirmUser", "autoVerifyEmail", "challengeName", "issueTokens", "failAuthentication", "publicChallengeParameters", "answerCorrect",
		"smsMessage", "emailMessage", "emailSubject", "userAttributes", "finalUserStatus", "claimsOverrideDetails", "claimsAndScopeOverrideDetails",
	} {
		fmt.Fprintf(&b, ",%q:%s", name, value)
	}
	return []byte("{" + b.String()[1:] + "}")
}

// members is a response of many members.
func members() []byte {
	var b strings.Builder
	for i := range 5000 {
		b.WriteString(`,"` + strconv.FormatInt(int64(i), 36) + `":0`)
	}
	return []byte("{" + b.String()[1:] + "}")
}

// signUpAgain signs up another user, who makes the pool call this function again.
func signUpAgain(id string, e event) {
	body := fmt.Sprintf(`{"ClientId":%q,"Username":"%s+","Password":"Passw0rd!"}`, e.CallerContext.ClientID, e.UserName)
	request, err := http.NewRequest(http.MethodPost, os.Getenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"), strings.NewReader(body))
	if err != nil {
		os.Exit(10)
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
	if r, err := http.DefaultClient.Do(request); err == nil {
		_ = r.Body.Close()
	}
	respond(id, answer(e, nil))
}

func killSelf() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	time.Sleep(time.Hour)
}

func ignoreSIGTERM() { signal.Ignore(syscall.SIGTERM) }
