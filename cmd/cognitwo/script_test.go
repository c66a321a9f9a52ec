package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this binary the programs that the scripts run, beside the tests.
func TestMain(m *testing.M) {
	_ = os.Unsetenv("COGNITWO_TEST_RUNTIMES") // a setting of other packages' tests, which the program does not know
	testscript.Main(m, map[string]func(){
		"cognitwo": main,
		"call":     func() { os.Exit(call(os.Args[1:])) },
		"get":      func() { os.Exit(get(os.Args[1:])) },
		"migrate":  func() { lambda.Start(migrate) },
	})
}

// TestScripts runs testdata/script. In each, cognitwo listens where $COGNITWO_LISTEN says, and $COGNITWO_URL leads.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			address, err := freeAddress()
			env.Setenv("COGNITWO_LISTEN", address)
			env.Setenv("COGNITWO_URL", "http://"+address)
			return err
		},
	})
}

// freeAddress is one that was free a moment ago.
func freeAddress() (string, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// call makes an API call as an administrator: call OPERATION BODY prints the answer; its status is 1 for a refusal.
func call(args []string) int {
	request, err := http.NewRequest(http.MethodPost, os.Getenv("COGNITWO_URL"), bytes.NewBufferString(args[1]))
	if err != nil {
		return failure(err)
	}
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+args[0])
	request.Header.Set("X-Amz-Date", "20260924T000000Z")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260924/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0")
	return do(request)
}

// get fetches a path.
func get(args []string) int {
	request, err := http.NewRequest(http.MethodGet, os.Getenv("COGNITWO_URL")+args[0], nil)
	if err != nil {
		return failure(err)
	}
	return do(request)
}

func do(request *http.Request) int {
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return failure(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.Copy(os.Stdout, answer.Body); err != nil {
		return failure(err)
	}
	if answer.StatusCode != http.StatusOK {
		return 1
	}
	return 0
}

func failure(err error) int {
	_, _ = fmt.Fprintln(os.Stderr, err)
	return 2
}

// migrate is a migration trigger that knows one user, and a few who make trouble.
func migrate(e events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) {
	fmt.Println("migrating", e.UserName, "for", os.Getenv("TENANT"), "at", os.Getenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"),
		"and", os.Getenv("AWS_ENDPOINT_URL_KMS"))
	e.UserAttributes = map[string]string{"email": e.UserName + "@example.com"}
	e.FinalUserStatus = "CONFIRMED"
	e.MessageAction = "SUPPRESS"
	switch name, _, _ := strings.Cut(e.UserName, "-"); {
	case name == "unknown":
		e.UserAttributes = nil
	case name == "odd":
		e.UserAttributes = map[string]string{"shoe_size": "44"}
	case name == "reset":
		e.FinalUserStatus = ""
	case name != "legacy" || e.Password != "Passw0rd!":
		return e, errors.New("Bad password")
	}
	return e, nil
}
