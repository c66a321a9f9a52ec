package api_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// refusal reads body as the input of the operation and answers the error as "Exception: message", or "".
func refusal(t *testing.T, operation, body string) string {
	t.Helper()
	op, ok := api.Lookup(operation)
	if !ok {
		t.Fatalf("no operation %s", operation)
	}
	_, err := op.Read([]byte(body))
	if err == nil {
		return ""
	}
	var refused *api.Error
	if !errors.As(err, &refused) || refused.Status != 400 {
		t.Fatalf("%s: error is %#v, want an *api.Error with status 400", body, err)
	}
	return refused.Error()
}

func TestViolations(t *testing.T) {
	const prefix = "InvalidParameterException: 1 validation error detected: "
	pool := `"UserPoolId":"eu-west-1_abc"`
	for name, tc := range map[string]struct{ operation, body, want string }{
		"absent": {
			"DeleteUserPool", `{}`,
			"Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
		},
		"null is absent": {
			"GetUserAttributeVerificationCode", `{"AccessToken":"a","AttributeName":null}`,
			"Value null at 'attributeName' failed to satisfy constraint: Member must not be null",
		},
		"absent number": {
			"ListUserPools", `{}`,
			"Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
		},
		"absent structure": {
			"UpdateUserPoolReplica", `{"RegionName":"eu-west-1","Status":"ACTIVE"}`,
			"Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
		},
		"names are exact": {
			"DeleteUserPool", `{"userPoolId":"eu-west-1_abc"}`,
			"Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
		},
		"length of a list element's member": {
			"CreateUserPool", `{"PoolName":"p","Schema":[{"Name":"abcdefghijklmnopqrstu"}]}`,
			"Value 'abcdefghijklmnopqrstu' at 'schema.1.member.name' failed to satisfy constraint: " +
				"Member must have length less than or equal to 20",
		},
		"second list element": {
			"SignUp", `{"ClientId":"c","Username":"u","UserAttributes":[{"Name":"a"},{}]}`,
			"Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null",
		},
		"enum of a nested member, in the order in which the service prints it": {
			"CreateUserPool", `{"PoolName":"p","Schema":[{"AttributeDataType":"Text"}]}`,
			"Value 'Text' at 'schema.1.member.attributeDataType' failed to satisfy constraint: " +
				"Member must satisfy enum value set: [Boolean, Number, String, DateTime]",
		},
		"pattern": {
			"DeleteUserPool", `{"UserPoolId":"nounderscore"}`,
			"Value 'nounderscore' at 'userPoolId' failed to satisfy constraint: " +
				`Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
		},
		"pattern matches the whole value": {
			"DeleteUserPool", `{"UserPoolId":"eu-west-1_abc\n"}`,
			"Value 'eu-west-1_abc\n' at 'userPoolId' failed to satisfy constraint: " +
				`Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
		},
		"a sensitive value is not printed": {
			"VerifySoftwareToken", `{"UserCode":"1234567"}`,
			"Value at 'userCode' failed to satisfy constraint: Member must have length less than or equal to 6",
		},
		"length counts code points": {
			"ForgotPassword", `{"ClientId":"c","Username":"` + strings.Repeat("ü", 128) + `"}`, "",
		},
		"number too large": {
			"ListUserPools", `{"MaxResults":61}`,
			"Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
		},
		"number too small": {
			"ListUserPools", `{"MaxResults":0}`,
			"Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
		},
		"nested number": {
			"CreateUserPool", `{"PoolName":"p","Policies":{"PasswordPolicy":{"MinimumLength":5}}}`,
			"Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: " +
				"Member must have value greater than or equal to 6",
		},
		"element of a list of strings": {
			"CreateUserPool", `{"PoolName":"p","UsernameAttributes":["email","name"]}`,
			"Value '[email, name]' at 'usernameAttributes' failed to satisfy constraint: " +
				"Member must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]",
		},
		"empty list": {
			"AddCustomAttributes", `{` + pool + `,"CustomAttributes":[]}`,
			"Value '[]' at 'customAttributes' failed to satisfy constraint: Member must have length greater than or equal to 1",
		},
		"list too long": {
			"AddCustomAttributes", `{` + pool + `,"CustomAttributes":[` + strings.TrimSuffix(strings.Repeat("{},", 26), ",") + `]}`,
			"Value at 'customAttributes' failed to satisfy constraint: Member must have length less than or equal to 25",
		},
		"map value": {
			"TagResource", `{"ResourceArn":"arn:aws:cognito-idp:eu-west-1:1:userpool/x","Tags":{"k":"` + strings.Repeat("v", 257) + `"}}`,
			"Value '{k=" + strings.Repeat("v", 257) + "}' at 'tags' failed to satisfy constraint: " +
				"Map value must satisfy constraint: [Member must have length less than or equal to 256]",
		},
		"map key": {
			"TagResource", `{"ResourceArn":"arn:aws:cognito-idp:eu-west-1:1:userpool/x","Tags":{"":"v"}}`,
			"Value '{=v}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: " +
				"[Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
		},
		"structure in a map": {
			"CreateUserPool", `{"PoolName":"p","AcrConfiguration":{"Level1":{}}}`,
			"Value null at 'acrConfiguration.Level1.member.acrValue' failed to satisfy constraint: Member must not be null",
		},
		"a sensitive map is not printed": {
			"InitiateAuth", `{"ClientId":"c","AuthFlow":"USER_AUTH","AuthParameters":{"PASSWORD":"` + strings.Repeat("s", 131073) + `"}}`,
			"Value at 'authParameters' failed to satisfy constraint: " +
				"Map value must satisfy constraint: [Member must have length less than or equal to 131072]",
		},
		"blob": {
			"SetUICustomization", `{` + pool + `,"ImageFile":"` + strings.Repeat("AAAA", 43691) + `"}`,
			"Value at 'imageFile' failed to satisfy constraint: Member must have length less than or equal to 131072",
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := tc.want
			if want != "" {
				want = prefix + want
			}
			if got := refusal(t, tc.operation, tc.body); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestSeveralViolationsAreInTheModelsOrder(t *testing.T) {
	want := "InvalidParameterException: 3 validation errors detected: " +
		"Value null at 'clientId' failed to satisfy constraint: Member must not be null; " +
		"Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
		"Value at 'username' failed to satisfy constraint: " +
		`Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`
	if got := refusal(t, "ForgotPassword", `{"Username":""}`); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPathOfANameInCapitals(t *testing.T) {
	want := "InvalidParameterException: 1 validation error detected: Value null at 'mFAOptions' failed to satisfy constraint: " +
		"Member must not be null"
	if got := refusal(t, "SetUserSettings", `{"AccessToken":"a"}`); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
