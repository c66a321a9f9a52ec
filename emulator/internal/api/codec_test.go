package api_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/google/go-cmp/cmp"
)

// read reads body, which must be a good one, as the input of the operation.
func read[T any](t *testing.T, operation, body string) *T {
	t.Helper()
	op, ok := api.Lookup(operation)
	if !ok {
		t.Fatalf("no operation %s", operation)
	}
	in, err := op.Read([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return in.(*T)
}

func TestReadKeepsWhatTheRequestSays(t *testing.T) {
	got := read[api.UpdateUserPoolRequest](t, "UpdateUserPool", ` {
		"UserPoolId": "eu-west-1_abc", "Unknown": {"Deep": [1]}, "MfaConfiguration": "OFF", "UserPoolTags": {"a": "b"},
		"AutoVerifiedAttributes": [], "LambdaConfig": null, "AcrConfiguration": {"Level1": {"AcrValue": "x"}},
		"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 0},
		"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}
	}`)
	want := &api.UpdateUserPoolRequest{
		UserPoolId:             "eu-west-1_abc",
		MfaConfiguration:       api.UserPoolMfaTypeOff,
		UserPoolTags:           map[string]string{"a": "b"},
		AutoVerifiedAttributes: []api.VerifiedAttributeType{},
		AcrConfiguration:       map[string]api.AcrLevelConfigType{"Level1": {AcrValue: "x"}},
		AdminCreateUserConfig: &api.AdminCreateUserConfigType{
			AllowAdminCreateUserOnly:  new(false),
			UnusedAccountValidityDays: new(int64(0)),
		},
		AccountRecoverySetting: &api.AccountRecoverySettingType{
			RecoveryMechanisms: []api.RecoveryOptionType{{Name: api.RecoveryOptionNameTypeVerifiedEmail, Priority: 1}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadBlobDocumentAndSecret(t *testing.T) {
	image := read[api.SetUICustomizationRequest](t, "SetUICustomization", `{"UserPoolId":"a_b","ImageFile":"aGk="}`)
	if string(image.ImageFile) != "hi" {
		t.Errorf("ImageFile is %q", image.ImageFile)
	}
	passkey := read[api.CompleteWebAuthnRegistrationRequest](t, "CompleteWebAuthnRegistration",
		`{"AccessToken":"a.b.c","Credential":{"z":1.50, "a":"<&>"}}`)
	if got := string(passkey.Credential); got != `{"z":1.50, "a":"<&>"}` {
		t.Errorf("Credential is %s", got)
	}
	if string(passkey.AccessToken) != "a.b.c" {
		t.Errorf("AccessToken is %q", string(passkey.AccessToken))
	}
}

func TestWhatIsNotTheInputsJSON(t *testing.T) {
	for _, tc := range []struct{ operation, body, want string }{
		{"DeleteUserPool", "{\"a\":\"\xff\"}", "The request body is not UTF-8."},
		{"DeleteUserPool", `[]`, "Expected an object, but found a list."},
		{"DeleteUserPool", `null`, "Expected an object, but found null."},
		{"DeleteUserPool", `{"UserPoolId":1}`, "Expected a string at 'userPoolId', but found a number."},
		{"CreateUserPool", `{"Schema":{}}`, "Expected a list at 'schema', but found an object."},
		{"CreateUserPool", `{"Schema":[null]}`, "Expected an object at 'schema.1.member', but found null."},
		{"CreateUserPool", `{"Schema":[{"Required":"true"}]}`, "Expected a boolean at 'schema.1.member.required', but found a string."},
		{"CreateUserPool", `{"UserPoolTags":{"":1}}`, "Expected a string at 'userPoolTags.', but found a number."},
		{"CreateUserPool", `{"AliasAttributes":["email",2]}`, "Expected a string at 'aliasAttributes.2.member', but found a number."},
		{"ListUserPools", `{"MaxResults":"1"}`, "Expected a number at 'maxResults', but found a string."},
		{"ListUserPools", `{"MaxResults":1.5}`, "Cannot convert the value at 'maxResults'."},
		{"ListUserPools", `{"MaxResults":9223372036854775808}`, "Cannot convert the value at 'maxResults'."},
		{"SetUICustomization", `{"ImageFile":"*"}`, "Cannot convert the value at 'imageFile'."},
	} {
		want := "SerializationException: " + tc.want // although required members are missing, too
		if got := refusal(t, tc.operation, tc.body); got != want {
			t.Errorf("%.40s\ngot  %s\nwant %s", tc.body, got, want)
		}
	}
}

func TestNullInAMapIsAbsent(t *testing.T) {
	operation, _ := api.Lookup("InitiateAuth")
	in, err := operation.Read([]byte(`{"ClientId":"c","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r","DEVICE_KEY":null}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := in.(*api.InitiateAuthRequest).AuthParameters; len(got) != 1 || got["REFRESH_TOKEN"] != "r" {
		t.Errorf("AuthParameters are %v", got)
	}
}

// What follows the prefix comes from encoding/json.
func TestMalformedJSON(t *testing.T) {
	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	for _, body := range []string{``, ` `, `{`, `{}}`, `{} {}`, `{"UserPoolId":}`, `{"UserPoolId":'a_b'}`, `{"Unknown":` + deep + `}`} {
		const want = "SerializationException: The request body is not JSON: "
		if got := refusal(t, "DeleteUserPool", body); !strings.HasPrefix(got, want) {
			t.Errorf("%.40s\ngot  %s\nwant %s…", body, got, want)
		}
	}
}

func TestEncode(t *testing.T) {
	for want, v := range map[string]any{
		`{}`: &api.RevokeTokenResponse{},
		`{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":3600,"TokenType":"Bearer"},"ChallengeParameters":{}}`: &api.InitiateAuthResponse{
			ChallengeParameters:  map[string]string{},
			AuthenticationResult: &api.AuthenticationResultType{TokenType: "Bearer", AccessToken: "a", ExpiresIn: new(int64(3600))},
		},
		`{"UserConfirmed":false}`: &api.SignUpResponse{},
		`{"ManagedLoginBranding":{"Settings":{"a":"<&>"}}}`: &api.CreateManagedLoginBrandingResponse{
			ManagedLoginBranding: &api.ManagedLoginBrandingType{Settings: api.Document(`{"a": "<&>"}`)},
		},
	} {
		got, err := api.Encode(v)
		if err != nil || string(got) != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
}

func TestErrorBody(t *testing.T) {
	parameter := api.InvalidParameterException("m")
	parameter.ReasonCode = "r"
	for want, e := range map[string]*api.Error{
		`{"__type":"UserNotFoundException","message":"User <x> does not exist."}`: api.UserNotFoundException("User <x> does not exist."),
		`{"__type":"UnknownOperationException"}`:                                  api.UnknownOperationException(),
		`{"__type":"InvalidParameterException","message":"m","reasonCode":"r"}`:   parameter,
	} {
		if got := string(api.ErrorBody(e)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestErrorStatus(t *testing.T) {
	for _, e := range []*api.Error{
		api.NotAuthorizedException(""), api.TooManyRequestsException(""), api.ForbiddenException(""), api.SerializationException(""),
		api.MissingAuthenticationTokenException(""), api.UnrecognizedClientException(""), api.IncompleteSignatureException(""),
	} {
		if e.Status != 400 {
			t.Errorf("%s: status %d", e.Code, e.Status)
		}
	}
	for _, e := range []*api.Error{api.InternalErrorException(""), api.InternalServerException("")} {
		if e.Status != 500 {
			t.Errorf("%s: status %d", e.Code, e.Status)
		}
	}
}

// Records of a database are JSON of these types.
func TestRoundTripThroughJSON(t *testing.T) {
	want := api.UserPoolType{
		Name:                   "p",
		Arn:                    "a",
		CreationDate:           api.NewTime(instant),
		DeletionProtection:     api.DeletionProtectionTypeActive,
		UserPoolTags:           map[string]string{},
		AliasAttributes:        []api.AliasAttributeType{},
		SchemaAttributes:       []api.SchemaAttributeType{{Name: "n", Required: new(false)}},
		SmsConfiguration:       &api.SmsConfigurationType{SnsCallerArn: "x"},
		EstimatedNumberOfUsers: new(int64(0)),
	}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got api.UserPoolType
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRoundTripOfSecretAndDocument(t *testing.T) {
	want := api.CompleteWebAuthnRegistrationRequest{AccessToken: "secret", Credential: api.Document(`{"a":1}`)}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got api.CompleteWebAuthnRegistrationRequest
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if string(got.AccessToken) != "secret" || string(got.Credential) != `{"a":1}` {
		t.Errorf("%s became %q and %s", raw, string(got.AccessToken), got.Credential)
	}
}

// FuzzRead reads any body as any operation's input: no panic, and a refusal is the client's mistake.
func FuzzRead(f *testing.F) {
	names := api.Names()
	for i, name := range names {
		f.Add(uint(i), seeds[name])
	}
	f.Fuzz(func(t *testing.T, operation uint, body []byte) {
		op, _ := api.Lookup(names[operation%uint(len(names))])
		in, err := op.Read(body)
		var refused *api.Error
		switch {
		case err == nil && in == nil:
			t.Error("neither input nor error")
		case err == nil:
			again(t, op, in)
		case !errors.As(err, &refused) || refused.Status != 400 || in != nil:
			t.Errorf("%s: %v, %#v", op.Name, in, err)
		case refused.Code != "SerializationException" && refused.Code != "InvalidParameterException":
			t.Errorf("%s: %v", op.Name, err)
		}
	})
}

// again checks that what was read can be written and read again. An optional empty string is not written, hence a first
// pass through JSON.
func again(t *testing.T, op api.Operation, in any) {
	t.Helper()
	once, err := api.Encode(in)
	if err != nil {
		t.Fatalf("%s: %v", op.Name, err)
	}
	second, err := op.Read(once)
	if err != nil {
		return // a required member was the empty string
	}
	if twice, _ := api.Encode(second); string(twice) != string(once) {
		t.Errorf("%s:\n%s became\n%s", op.Name, once, twice)
	}
}

var seeds = map[string][]byte{
	"SignUp": []byte(`{"ClientId":"4q1r","Username":"jane","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"j@example.com"}]}`),
	"InitiateAuth": []byte(`{"AuthFlow":"USER_SRP_AUTH","ClientId":"4q1r","AuthParameters":{"USERNAME":"jane","SRP_A":"ab"},` +
		`"UserContextData":{"EncodedData":"x"}}`),
	"CreateUserPool": []byte(`{"PoolName":"app","Policies":{"PasswordPolicy":{"MinimumLength":8,"RequireNumbers":true}},` +
		`"Schema":[{"Name":"tier","AttributeDataType":"String","Mutable":true}],"UsernameAttributes":["email"],"UserPoolTags":{"a":"b"}}`),
	"ListUserPools":                []byte(`{"MaxResults":10}`),
	"SetUICustomization":           []byte(`{"UserPoolId":"eu-west-1_abc","CSS":".a{}","ImageFile":"aGk="}`),
	"CompleteWebAuthnRegistration": []byte(`{"AccessToken":"a.b.c","Credential":{"id":"x","response":{}}}`),
}
