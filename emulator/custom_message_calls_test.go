package emulator_test

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// occasions are all calls that send something: each passes ClientMetadata if it has any.
var occasions = []struct {
	name, source, user, client string
	call                       func(s *emulatortest.Server, token string) emulatortest.Answer
	attributes                 string // in the event
	metadata                   string // which triggers get the ClientMetadata
}{
	{"SignUp", "SignUp", "carol", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("SignUp", fields{"ClientId": "web", "Username": "carol", "Password": "Passw0rd!", "UserAttributes": emailOf("carol"), "ClientMetadata": cafe})
	}, `"cognito:user_status":"UNCONFIRMED","email":"carol@example.com","email_verified":"false","sub":"<uuid>"`, toMessage},
	{"ResendConfirmationCode", "ResendCode", "carol", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("ResendConfirmationCode", fields{"ClientId": "web", "Username": "carol", "ClientMetadata": cafe})
	}, `"cognito:user_status":"UNCONFIRMED","email":"carol@example.com","email_verified":"false","sub":"<uuid>"`, toMessage},
	{"AdminCreateUser", "AdminCreateUser", "dave", none, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("AdminCreateUser", fields{
			"UserPoolId": messagePool, "Username": "dave", "TemporaryPassword": "Passw0rd!", "UserAttributes": emailOf("dave"),
			"DesiredDeliveryMediums": []string{"EMAIL"}, "ClientMetadata": cafe,
		})
	}, `"cognito:user_status":"FORCE_CHANGE_PASSWORD","email":"dave@example.com","sub":"<uuid>"`, toNobody},
	{"AdminCreateUser, RESEND", "AdminCreateUser", "dave", none, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("AdminCreateUser", fields{
			"UserPoolId": messagePool, "Username": "dave", "TemporaryPassword": "Passw0rd!", "MessageAction": "RESEND",
			"DesiredDeliveryMediums": []string{"EMAIL"}, "ClientMetadata": cafe,
		})
	}, `"cognito:user_status":"FORCE_CHANGE_PASSWORD","email":"dave@example.com","sub":"<uuid>"`, toNobody},
	{"GetUserAttributeVerificationCode", "VerifyUserAttribute", "alice", web, func(s *emulatortest.Server, token string) emulatortest.Answer {
		return s.Call("GetUserAttributeVerificationCode", fields{"AccessToken": token, "AttributeName": "email", "ClientMetadata": cafe})
	}, `"cognito:user_status":"CONFIRMED","email":"alice@example.com","email_verified":"true","sub":"<uuid>"`, toMessage},
	{"UpdateUserAttributes", "UpdateUserAttribute", "alice", web, func(s *emulatortest.Server, token string) emulatortest.Answer {
		return s.Call("UpdateUserAttributes", fields{"AccessToken": token, "UserAttributes": attribute("phone_number", "+12065550100"), "ClientMetadata": cafe})
	}, withPhone("12065550100"), toMessage},
	{"AdminUpdateUserAttributes", "UpdateUserAttribute", "alice", null, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("AdminUpdateUserAttributes", fields{
			"UserPoolId": messagePool, "Username": "alice", "UserAttributes": attribute("phone_number", "+12065550111"), "ClientMetadata": cafe,
		})
	}, withPhone("12065550111"), toMessage},
	{"ForgotPassword", "ForgotPassword", "alice", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("ForgotPassword", fields{"ClientId": "web", "Username": "alice", "ClientMetadata": cafe})
	}, withPhone("12065550111"), toMessage},
	{"AdminResetUserPassword", "ForgotPassword", "alice", null, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("AdminResetUserPassword", fields{"UserPoolId": messagePool, "Username": "alice", "ClientMetadata": cafe})
	}, strings.Replace(withPhone("12065550111"), "CONFIRMED", "RESET_REQUIRED", 1), toMessage},
	{"InitiateAuth", "Authentication", "bob", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return s.Call("InitiateAuth", fields{
			"ClientId": "web", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": "bob", "PASSWORD": "Passw0rd!"}, "ClientMetadata": cafe,
		})
	}, bobs, toNobody},
	{"RespondToAuthChallenge", "Authentication", "bob", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return firstPassword(s, "", fields{"ClientId": "web", "ClientMetadata": cafe})
	}, bobs, toSender},
	{"AdminRespondToAuthChallenge", "Authentication", "bob", web, func(s *emulatortest.Server, _ string) emulatortest.Answer {
		return firstPassword(s, "Admin", fields{"ClientId": "web", "UserPoolId": messagePool, "ClientMetadata": cafe})
	}, bobs, toMessage + toSender},
}

// firstPassword answers NEW_PASSWORD_REQUIRED; a second factor is asked for after that.
func firstPassword(s *emulatortest.Server, admin string, body fields) emulatortest.Answer {
	s.Must("AdminSetUserPassword", fields{"UserPoolId": messagePool, "Username": "bob", "Password": "Passw0rd!", "Permanent": false})
	begin := maps.Clone(body)
	begin["AuthFlow"] = map[string]string{"": "USER_PASSWORD_AUTH", "Admin": "ADMIN_USER_PASSWORD_AUTH"}[admin]
	begin["AuthParameters"] = fields{"USERNAME": "bob", "PASSWORD": "Passw0rd!"}
	var challenge struct{ Session string }
	if err := json.Unmarshal(s.Must(admin+"InitiateAuth", begin).Body, &challenge); err != nil {
		return emulatortest.Answer{Body: []byte(err.Error())}
	}
	body["Session"], body["ChallengeName"] = challenge.Session, "NEW_PASSWORD_REQUIRED"
	body["ChallengeResponses"] = fields{"USERNAME": "bob", "NEW_PASSWORD": "An0ther-one!"}
	return s.Call(admin+"RespondToAuthChallenge", body)
}

const (
	toMessage = "CustomMessage"
	toSender  = "sender"
	toNobody  = ""

	bobs = `"cognito:user_status":"CONFIRMED","phone_number":"+12065550122","phone_number_verified":"true","sub":"<uuid>"`
)

const (
	messagePool = "us-east-1_Msg0000001"

	web  = `"web"`
	none = `"CLIENT_ID_NOT_APPLICABLE"`
	null = "null"
)

var cafe = map[string]string{"order": "café <1>"}

func emailOf(user string) []fields { return attribute("email", user+"@example.com") }

func attribute(name, value string) []fields { return []fields{{"Name": name, "Value": value}} }

func withPhone(digits string) string {
	return `"cognito:user_status":"CONFIRMED","email":"alice@example.com","email_verified":"true","phone_number":"+` + digits + `","phone_number_verified":"false","sub":"<uuid>"`
}
