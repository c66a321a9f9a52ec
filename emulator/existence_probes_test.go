package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/emulatortest"
)

// fields are a request's body.
type fields = map[string]any

func askPassword(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{
		"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": fields{"USERNAME": user, "PASSWORD": "wrong"},
	})
}

func askAdminPassword(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("AdminInitiateAuth", fields{
		"UserPoolId": "us-east-1_App000001", "ClientId": client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
		"AuthParameters": fields{"USERNAME": user, "PASSWORD": "wrong"},
	})
}

func askChallenge(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("InitiateAuth", fields{
		"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": fields{"USERNAME": user, "SRP_A": strings.Repeat("a", 768)},
	})
}

func askProof(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return answerChallenge(s, askChallenge(s, client, user), "RespondToAuthChallenge", fields{"ClientId": client})
}

func askAdminProof(s *emulatortest.Server, client, user string) emulatortest.Answer {
	first := s.Call("AdminInitiateAuth", fields{
		"UserPoolId": "us-east-1_App000001", "ClientId": client, "AuthFlow": "USER_SRP_AUTH",
		"AuthParameters": fields{"USERNAME": user, "SRP_A": strings.Repeat("a", 768)},
	})
	return answerChallenge(s, first, "AdminRespondToAuthChallenge", fields{"UserPoolId": "us-east-1_App000001", "ClientId": client})
}

// answerChallenge sends a proof that does not hold, if there is a challenge at all.
func answerChallenge(s *emulatortest.Server, first emulatortest.Answer, operation string, body fields) emulatortest.Answer {
	if first.Status != http.StatusOK {
		return first
	}
	var c struct{ ChallengeParameters map[string]string }
	if json.Unmarshal(first.Body, &c) != nil {
		return first
	}
	body["ChallengeName"] = "PASSWORD_VERIFIER"
	body["ChallengeResponses"] = fields{
		"USERNAME": c.ChallengeParameters["USER_ID_FOR_SRP"], "PASSWORD_CLAIM_SECRET_BLOCK": c.ChallengeParameters["SECRET_BLOCK"],
		"PASSWORD_CLAIM_SIGNATURE": strings.Repeat("A", 43) + "=", "TIMESTAMP": s.Clock.Now().Format("Mon Jan 2 15:04:05 UTC 2006"),
	}
	return s.Call(operation, body)
}

func askSignUp(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("SignUp", fields{"ClientId": client, "Username": user, "Password": "Passw0rd!"})
}

func askResend(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("ResendConfirmationCode", fields{"ClientId": client, "Username": user})
}

// askSignUpCode asks for a code first, since seeded users have none.
func askSignUpCode(s *emulatortest.Server, client, user string) emulatortest.Answer {
	askResend(s, client, user)
	return s.Call("ConfirmSignUp", fields{"ClientId": client, "Username": user, "ConfirmationCode": "999999"})
}

func askForgot(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("ForgotPassword", fields{"ClientId": client, "Username": user})
}

func askCode(s *emulatortest.Server, client, user string) emulatortest.Answer {
	return s.Call("ConfirmForgotPassword", fields{
		"ClientId": client, "Username": user, "ConfirmationCode": "999999", "Password": "N3w-passw0rd!",
	})
}

func askCodeAfterForgot(s *emulatortest.Server, client, user string) emulatortest.Answer {
	askForgot(s, client, user)
	return askCode(s, client, user)
}

func askFeedback(s *emulatortest.Server, _, user string) emulatortest.Answer {
	return s.Call("UpdateAuthEventFeedback", fields{
		"UserPoolId": "us-east-1_App000001", "Username": user, "EventId": "1", "FeedbackToken": "made-up", "FeedbackValue": "Valid",
	})
}
