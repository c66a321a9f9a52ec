package clients_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Triggers that call Cognito back while the call that runs them waits: callsback, run by the emulator.
const callsBack = "us-east-1_CallsGo01"

func signUpWithFriends(t *testing.T, p person, friends string) error {
	_, err := app(t).SignUp(t.Context(), &cognito.SignUpInput{
		ClientId: new("callsgo0000000000000000000"), Username: &p.name, Password: &p.password,
		UserAttributes: attributes("email", p.email), ClientMetadata: map[string]string{"friends": friends},
	})
	return err
}

func requireMember(t *testing.T, name string) {
	t.Helper()
	answer := must(administrator(t).AdminListGroupsForUser(t.Context(), &cognito.AdminListGroupsForUserInput{
		UserPoolId: new(callsBack), Username: &name,
	}))(t)
	if !slices.ContainsFunc(answer.Groups, func(g types.GroupType) bool { return *g.GroupName == "members" }) {
		t.Errorf("%s is in %d groups, and not in members", name, len(answer.Groups))
	}
}

func TestFunctionAsksAndChangesWhatItsTriggerIsAbout(t *testing.T) {
	p := newcomer(t)
	must(0, signUpWithFriends(t, p, "0"))(t)
	requireMember(t, p.name)
	second := newcomer(t)
	second.email = p.email
	refused[*types.UserLambdaValidationException](t, signUpWithFriends(t, second, "0"), "PreSignUp failed with error This address has an account.")
}

func TestFunctionsCallBackManyAtOnce(t *testing.T) {
	var all sync.WaitGroup
	people := make([]person, 12)
	for i := range people {
		people[i] = newcomer(t)
		all.Go(func() {
			if err := signUpWithFriends(t, people[i], "0"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, p := range people {
		requireMember(t, p.name)
	}
}

func TestSignUpSignsUpOthersWhoDoTheSame(t *testing.T) {
	p := newcomer(t)
	must(0, signUpWithFriends(t, p, "3"))(t)
	for friends := range 4 {
		requireMember(t, p.name+strings.Repeat("-friend", friends))
	}
}

func TestRecursionWithoutEnd(t *testing.T) {
	ended := make(chan error)
	go func() { ended <- signUpWithFriends(t, newcomer(t), "forever") }()
	time.Sleep(2 * time.Second)
	soon, cancel := context.WithTimeout(t.Context(), 2*time.Second) // others are answered meanwhile
	defer cancel()
	must(administrator(t).ListUserPools(soon, &cognito.ListUserPoolsInput{MaxResults: new(int32(1))}))(t)
	refused[*types.UnexpectedLambdaException](t, <-ended,
		"PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.")
	p := newcomer(t)
	must(0, signUpWithFriends(t, p, "3"))(t)
	requireMember(t, p.name)
}
