package api_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

func TestOperations(t *testing.T) {
	names := api.Names()
	if len(names) != 141 || !slices.IsSorted(names) {
		t.Errorf("%d operations, sorted: %v", len(names), slices.IsSorted(names))
	}
	count := map[api.Auth]int{}
	var empty int
	for _, name := range names {
		op, ok := api.Lookup(name)
		if !ok || op.Name != name || len(op.Errors) == 0 {
			t.Errorf("Lookup(%s): %+v, %v", name, op, ok)
		}
		count[op.Auth]++
		if op.EmptyBody {
			empty++
		}
	}
	if count[api.SigV4] != 105 || count[api.AccessToken] != 24 || count[api.Public] != 10 || count[api.SigV4Optional] != 2 {
		t.Errorf("authorisation classes: %v", count)
	}
	if empty != 13 {
		t.Errorf("%d operations without a body, want 13", empty)
	}
}

func TestAuth(t *testing.T) {
	for name, want := range map[string]api.Auth{
		"InitiateAuth": api.Public, "RevokeToken": api.Public, "UpdateAuthEventFeedback": api.Public,
		"GetUser": api.AccessToken, "AssociateSoftwareToken": api.AccessToken, "DeleteUser": api.AccessToken,
		"AdminInitiateAuth": api.SigV4, "ListUsers": api.SigV4,
		"GetClientToken": api.SigV4Optional, "GetDerivedToken": api.SigV4Optional,
	} {
		if op, _ := api.Lookup(name); op.Auth != want {
			t.Errorf("%s: %d, want %d", name, op.Auth, want)
		}
	}
}

func TestLookupIsExact(t *testing.T) {
	for _, name := range []string{"", "forgotPassword", "ForgotPassword ", "Zzz", "AWSCognitoIdentityProviderService.SignUp"} {
		if op, ok := api.Lookup(name); ok {
			t.Errorf("%q is %s", name, op.Name)
		}
	}
}

// The service accepts a value that its model does not list.
func TestDocumentedEnumValue(t *testing.T) {
	body := `{"UserPoolId":"a_b","ClientName":"c","ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]}`
	if got := refusal(t, "CreateUserPoolClient", body); got != "" {
		t.Error(got)
	}
}

// one implements two operations, and leaves the rest to Unimplemented.
type one struct{ api.Unimplemented }

func (one) DeleteUser(_ context.Context, in *api.DeleteUserRequest) error {
	if string(in.AccessToken) == "gone" {
		return api.UserNotFoundException("User does not exist.")
	}
	return nil
}

func (one) ForgotPassword(_ context.Context, in *api.ForgotPasswordRequest) (*api.ForgotPasswordResponse, error) {
	if in.Username == "gone" {
		return nil, api.UserNotFoundException("User does not exist.")
	}
	return &api.ForgotPasswordResponse{}, nil
}

func TestCall(t *testing.T) {
	for _, tc := range []struct {
		operation, body, answer, refused string
	}{
		{"ForgotPassword", `{"ClientId":"c","Username":"u"}`, `{}`, ""},
		{"ForgotPassword", `{"ClientId":"c","Username":"gone"}`, "", "UserNotFoundException: User does not exist."},
		{"DeleteUser", `{"AccessToken":"t"}`, `null`, ""},
		{"DeleteUser", `{"AccessToken":"gone"}`, "", "UserNotFoundException: User does not exist."},
		{"GetUser", `{"AccessToken":"t"}`, "", "NotImplementedByEmulator: GetUser is not implemented by this emulator."},
		{"ForgetDevice", `{"DeviceKey":"a_b"}`, "", "NotImplementedByEmulator: ForgetDevice is not implemented by this emulator."},
	} {
		op, _ := api.Lookup(tc.operation)
		in, err := op.Read([]byte(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		out, err := op.Call(t.Context(), one{}, in)
		if err != nil {
			if err.Error() != tc.refused || out != nil {
				t.Errorf("%s: %v, %v, want %s", tc.operation, out, err, tc.refused)
			}
			continue
		}
		if answer, _ := api.Encode(out); string(answer) != tc.answer {
			t.Errorf("%s: %s, want %s", tc.operation, answer, tc.answer)
		}
	}
}

// Every operation of the table calls the method of its own name, and refuses another's input without a panic.
func TestEveryOperationCallsItsMethod(t *testing.T) {
	for _, name := range api.Names() {
		op, _ := api.Lookup(name)
		if _, err := op.Call(t.Context(), one{}, struct{}{}); err == nil {
			t.Errorf("%s: no error for a wrong input", name)
		}
		out, err := op.Call(t.Context(), api.Unimplemented{}, input(t, name))
		var refused *api.Error
		if out != nil || !errors.As(err, &refused) || refused.Message != name+" is not implemented by this emulator." {
			t.Errorf("%s: %v, %v", name, out, err)
		}
	}
}

// input is an empty input of the operation, as its method in Service declares it.
func input(t *testing.T, operation string) any {
	t.Helper()
	method, ok := reflect.TypeFor[api.Service]().MethodByName(operation)
	if !ok {
		t.Fatalf("Service has no method %s", operation)
	}
	return reflect.New(method.Type.In(1).Elem()).Interface()
}
