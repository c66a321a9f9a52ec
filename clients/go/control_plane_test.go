package clients_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
)

// ownPool makes a pool for one test.
func ownPool(t *testing.T, idp *cognito.Client) *string {
	t.Helper()
	made := must(idp.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{
		PoolName: new("go"), AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}))(t)
	return made.UserPool.Id
}

func requireRecent(t *testing.T, moment *time.Time) {
	t.Helper()
	if age := time.Since(aws.ToTime(moment)); age.Abs() > 10*time.Minute {
		t.Errorf("%v is not now", moment)
	}
}

func TestPool(t *testing.T) {
	idp := administrator(t)
	id := ownPool(t, idp)
	before := must(idp.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: id}))(t).UserPool
	requireRecent(t, before.CreationDate)
	if *before.Name != "go" || before.MfaConfiguration != types.UserPoolMfaTypeOff {
		t.Errorf("got the name %s and MFA %s", *before.Name, before.MfaConfiguration)
	}
	if !slices.ContainsFunc(before.SchemaAttributes, func(a types.SchemaAttributeType) bool { return *a.Name == "sub" && *a.Required }) {
		t.Error("the schema has no sub that is required")
	}

	must(idp.UpdateUserPool(t.Context(), &cognito.UpdateUserPoolInput{
		UserPoolId: id, Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: new(int32(12))}},
	}))(t)
	after := must(idp.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: id}))(t).UserPool
	if got := *after.Policies.PasswordPolicy.MinimumLength; got != 12 {
		t.Errorf("the minimum length is %d", got)
	}

	must(idp.DeleteUserPool(t.Context(), &cognito.DeleteUserPoolInput{UserPoolId: id}))(t)
	_, err := idp.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: id})
	refused[*types.ResourceNotFoundException](t, err, "User pool "+*id+" does not exist.")
}

func TestPoolsAreListedPageByPage(t *testing.T) {
	idp := administrator(t)
	own := ownPool(t, idp)
	seen := map[string]int{}
	pages := cognito.NewListUserPoolsPaginator(idp, &cognito.ListUserPoolsInput{MaxResults: new(int32(1))})
	for pages.HasMorePages() {
		page := must(pages.NextPage(t.Context()))(t)
		if len(page.UserPools) > 1 {
			t.Errorf("a page has %d pools", len(page.UserPools))
		}
		for _, one := range page.UserPools {
			seen[*one.Id]++
		}
	}
	if seen[pool] != 1 || seen[poolByEmail] != 1 || seen[*own] != 1 {
		t.Errorf("the pools are %v", seen)
	}
}

func TestClient(t *testing.T) {
	idp := administrator(t)
	own := ownPool(t, idp)
	made := must(idp.CreateUserPoolClient(t.Context(), &cognito.CreateUserPoolClientInput{
		UserPoolId: own, ClientName: new("web"), GenerateSecret: true,
	}))(t).UserPoolClient
	requireRecent(t, made.CreationDate)
	if aws.ToString(made.ClientSecret) == "" {
		t.Error("no secret was generated")
	}

	must(idp.UpdateUserPoolClient(t.Context(), &cognito.UpdateUserPoolClientInput{
		UserPoolId: own, ClientId: made.ClientId, ClientName: new("site"), RefreshTokenValidity: 7,
	}))(t)
	describe := &cognito.DescribeUserPoolClientInput{UserPoolId: own, ClientId: made.ClientId}
	got := must(idp.DescribeUserPoolClient(t.Context(), describe))(t).UserPoolClient
	if *got.ClientName != "site" || got.RefreshTokenValidity != 7 || *got.ClientSecret != *made.ClientSecret {
		t.Errorf("got %+v", got)
	}
	listed := must(idp.ListUserPoolClients(t.Context(), &cognito.ListUserPoolClientsInput{UserPoolId: own}))(t)
	if len(listed.UserPoolClients) != 1 || *listed.UserPoolClients[0].ClientId != *made.ClientId {
		t.Errorf("the clients are %+v", listed.UserPoolClients)
	}

	must(idp.DeleteUserPoolClient(t.Context(), &cognito.DeleteUserPoolClientInput{UserPoolId: own, ClientId: made.ClientId}))(t)
	_, err := idp.DescribeUserPoolClient(t.Context(), describe)
	refused[*types.ResourceNotFoundException](t, err, "")
}

func TestAdministeredUser(t *testing.T) {
	idp, p := administrator(t), confirmed(t)
	get := &cognito.AdminGetUserInput{UserPoolId: new(pool), Username: &p.name}
	got := must(idp.AdminGetUser(t.Context(), get))(t)
	requireRecent(t, got.UserCreateDate)
	requireRecent(t, got.UserLastModifiedDate)
	if got.UserStatus != types.UserStatusTypeConfirmed || !got.Enabled {
		t.Errorf("got %+v", got)
	}
	_, err := idp.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: new(pool), Username: &p.name})
	refused[*types.UsernameExistsException](t, err, "User account already exists")

	found := must(idp.ListUsers(t.Context(), &cognito.ListUsersInput{UserPoolId: new(pool), Filter: new(`email = "` + p.email + `"`)}))(t)
	if len(found.Users) != 1 || *found.Users[0].Username != p.name {
		t.Errorf("found %+v", found.Users)
	}
	must(idp.AdminDeleteUser(t.Context(), &cognito.AdminDeleteUserInput{UserPoolId: new(pool), Username: &p.name}))(t)
	_, err = idp.AdminGetUser(t.Context(), get)
	refused[*types.UserNotFoundException](t, err, "User does not exist.")
}

func TestRefusalsHaveRequestIDs(t *testing.T) {
	_, err := administrator(t).CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: new("who?")})
	refused[*types.InvalidParameterException](t, err, "")
	answer, ok := errors.AsType[*awshttp.ResponseError](err)
	if !ok {
		t.Fatalf("%v has no response", err)
	}
	headers := answer.Response.Header
	if answer.HTTPStatusCode() != 400 || len(answer.ServiceRequestID()) != 36 || headers.Get("x-emulator-rule") == "" {
		t.Errorf("status %d, headers %v", answer.HTTPStatusCode(), headers)
	}
	if !strings.HasPrefix(headers.Get("x-emulator"), "cognitwo/") {
		t.Errorf("x-emulator is %q", headers.Get("x-emulator"))
	}
}

func TestControlNeedsCredentials(t *testing.T) {
	_, err := app(t).ListUserPools(t.Context(), &cognito.ListUserPoolsInput{MaxResults: new(int32(1))})
	exception, ok := errors.AsType[smithy.APIError](err)
	if !ok || exception.ErrorCode() != "MissingAuthenticationTokenException" {
		t.Errorf("got %v", err)
	}
}
