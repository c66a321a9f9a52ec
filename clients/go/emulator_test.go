package clients_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
)

// The ids of ../seed.yaml.
const (
	pool         = "us-east-1_Clients01"
	poolByEmail  = "us-east-1_Clients02"
	web          = "web0000000000000000000000a"
	hidden       = "hidden00000000000000000000"
	secret       = "secret00000000000000000000"
	clientSecret = "aClientSecretForTheTests"
	rotating     = "rotating000000000000000000"
	srpOnly      = "srponly0000000000000000000"
	mail         = "mail0000000000000000000000"
)

// person is somebody with an account, or without one yet.
type person struct{ name, password, email string }

var (
	alice = person{"alice", "Passw0rd!alice", "alice@example.com"}
	temp  = person{"temp", "Passw0rd!temp", "temp@example.com"}
	bob   = person{"bob@example.com", "Passw0rd!bob", "bob@example.com"}
)

func endpoint(t *testing.T) string {
	t.Helper()
	address := os.Getenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")
	if address == "" {
		t.Fatal("no emulator to test: start these tests with clients/run")
	}
	return address
}

// administrator has credentials of AWS, from the environment.
func administrator(t *testing.T) *cognito.Client { return client(t) }

// app has none: it calls only what is unsigned.
func app(t *testing.T) *cognito.Client {
	return client(t, config.WithCredentialsProvider(aws.AnonymousCredentials{}))
}

func client(t *testing.T, options ...func(*config.LoadOptions) error) *cognito.Client {
	t.Helper()
	endpoint(t)
	options = append(options, config.WithHTTPClient(&http.Client{Transport: fromMemory{}}))
	return cognito.NewFromConfig(must(config.LoadDefaultConfig(t.Context(), options...))(t))
}

// fromMemory sends the body of a request from memory. The SDK closes a body when the answer begins. If a local server
// answers before net/http has looked whether there is more body, net/http takes that for a failure and drops the
// connection in the middle of the answer; see https://github.com/aws/aws-sdk-go-v2/issues/2737. Elsewhere the SDK's
// retries hide it.
type fromMemory struct{}

func (fromMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultTransport.RoundTrip(r)
}

// newcomer is somebody whom the emulator has never heard of.
func newcomer(t *testing.T) person {
	name := fmt.Sprintf("user-%s-%d", strings.ToLower(t.Name()), time.Now().UnixNano())
	return person{name, "Str0ng&Secret", name + "@example.com"}
}

// invited has a temporary password.
func invited(t *testing.T) person {
	t.Helper()
	p := newcomer(t)
	must(administrator(t).AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
		UserPoolId: new(pool), Username: &p.name, TemporaryPassword: &p.password,
		UserAttributes: attributes("email", p.email, "email_verified", "true"),
	}))(t)
	return p
}

// confirmed has a permanent one.
func confirmed(t *testing.T) person {
	t.Helper()
	p := invited(t)
	must(administrator(t).AdminSetUserPassword(t.Context(), &cognito.AdminSetUserPasswordInput{
		UserPoolId: new(pool), Username: &p.name, Password: &p.password, Permanent: true,
	}))(t)
	return p
}

func attributes(pairs ...string) []types.AttributeType {
	var list []types.AttributeType
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, types.AttributeType{Name: &pairs[i], Value: &pairs[i+1]})
	}
	return list
}

// must is for calls that have to succeed.
func must[T any](got T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// refused requires an exception of the given type, and of the given message unless that is empty.
func refused[E smithy.APIError](t *testing.T, err error, message string) {
	t.Helper()
	exception, ok := errors.AsType[E](err)
	if !ok {
		t.Fatalf("got %v, want %T", err, *new(E))
	}
	if message != "" && exception.ErrorMessage() != message {
		t.Errorf("got the message %q, want %q", exception.ErrorMessage(), message)
	}
}

// code waits for a message to an address and reads the code in it.
func code(t *testing.T, to, trigger string) string {
	t.Helper()
	query := url.Values{"to": {to}, "trigger": {trigger}, "wait": {"5s"}}
	answer := must(http.Get(endpoint(t) + "/_emulator/messages/latest?" + query.Encode()))(t)
	defer answer.Body.Close()
	var message struct{ Code string }
	if err := json.NewDecoder(answer.Body).Decode(&message); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("no message to %s: %s, %v", to, answer.Status, err)
	}
	return message.Code
}

// claims reads a JWT without verifying it.
func claims(t *testing.T, token *string) map[string]any {
	t.Helper()
	parts := strings.Split(aws.ToString(token), ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", aws.ToString(token))
	}
	var read map[string]any
	if err := json.Unmarshal(must(base64.RawURLEncoding.DecodeString(parts[1]))(t), &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// another is a code that looks right and is wrong.
func another(right string) string {
	return string('0'+(right[0]-'0'+1)%10) + right[1:]
}
