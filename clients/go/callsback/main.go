// Command callsback is a Lambda function for pre sign-up and post confirmation that calls Cognito back while the sign-up
// that runs it waits: it looks the address up, signs up friends (as many as the client's metadata say, each of them by
// another invocation of this function), and adds the user to a group. Nothing in here knows of an emulator.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strconv"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(function{cognito.NewFromConfig(settings)}.handle)
}

type function struct{ cognito *cognito.Client }

// handle tells the two triggers apart.
func (f function) handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var signUp events.CognitoEventUserPoolsPreSignup
	var confirmed events.CognitoEventUserPoolsPostConfirmation
	if err := errors.Join(json.Unmarshal(raw, &signUp), json.Unmarshal(raw, &confirmed)); err != nil {
		return nil, err
	}
	if signUp.TriggerSource == "PreSignUp_SignUp" {
		signUp.Response.AutoConfirmUser = true
		return signUp, f.preSignUp(ctx, signUp)
	}
	return confirmed, f.postConfirmation(ctx, confirmed)
}

func (f function) preSignUp(ctx context.Context, event events.CognitoEventUserPoolsPreSignup) error {
	email := event.Request.UserAttributes["email"]
	found, err := f.cognito.ListUsers(ctx, &cognito.ListUsersInput{UserPoolId: &event.UserPoolID, Filter: new(fmt.Sprintf("email = %q", email))})
	if err != nil {
		return err
	}
	if len(found.Users) > 0 {
		return errors.New("This address has an account") //nolint:staticcheck // the user reads it
	}
	friends := event.Request.ClientMetadata["friends"]
	if friends == "" || friends == "0" {
		return nil
	}
	if n, err := strconv.Atoi(friends); err == nil {
		friends = strconv.Itoa(n - 1)
	}
	// It does not watch its deadline, like most: one that does races with the timeout that ends it.
	_, err = f.cognito.SignUp(context.WithoutCancel(ctx), &cognito.SignUpInput{
		ClientId: &event.CallerContext.ClientID, Username: new(event.UserName + "-friend"), Password: new("Str0ng&Secret"),
		UserAttributes: []types.AttributeType{{Name: new("email"), Value: new("friend-" + email)}},
		ClientMetadata: map[string]string{"friends": friends},
	})
	return err
}

func (f function) postConfirmation(ctx context.Context, event events.CognitoEventUserPoolsPostConfirmation) error {
	user, err := f.cognito.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: &event.UserPoolID, Username: &event.UserName})
	if err != nil {
		return err
	}
	if user.UserStatus != types.UserStatusTypeConfirmed {
		return fmt.Errorf("the user is %s", user.UserStatus)
	}
	_, err = f.cognito.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{
		UserPoolId: &event.UserPoolID, Username: &event.UserName, GroupName: new("members"),
	})
	return err
}
