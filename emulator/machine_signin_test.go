package emulator_test

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/srp"
)

// signIn is a program that signs a user in.
type signIn struct {
	*machine
	who    *person
	client int  // which of the pool's clients
	admin  bool // the administrators' operations
	flow   string
	first  string // the PREFERRED_CHALLENGE of USER_AUTH
	choose string // the answer to SELECT_CHALLENGE; "" takes the first that is offered

	srp   *srp.Client
	asked reply
	code  string // the one that was sent with it
	given fields // the last responses
}

// begin starts a sign-in with the right first proof, or with a wrong one where the flow takes it at once.
func (m *machine) begin(s signIn, right bool) *signIn {
	m.Helper()
	s.machine = m
	parameters := fields{"USERNAME": s.who.name}
	switch s.flow {
	case "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH":
		parameters["PASSWORD"] = s.password(right)
	case "USER_SRP_AUTH":
		parameters["SRP_A"] = s.newSRP(s.who.pool.name)
	case "CUSTOM_AUTH with a password":
		parameters["CHALLENGE_NAME"], parameters["SRP_A"] = "SRP_A", s.newSRP(s.who.pool.name)
	case "USER_AUTH":
		s.prefer(parameters, right)
	}
	if s.who.device != nil {
		parameters["DEVICE_KEY"] = s.who.device.key
	}
	flow, _, _ := strings.Cut(s.flow, " ")
	s.take(s.operate("InitiateAuth", fields{"AuthFlow": flow, "AuthParameters": parameters}))
	return &s
}

// take goes on with a reply.
func (s *signIn) take(r reply) {
	s.Helper()
	if s.asked = r; slices.Contains([]string{"SMS_MFA", "EMAIL_OTP", "SMS_OTP"}, s.challenge()) {
		s.code = s.lastCode(s.who)
	}
}

// prefer adds what USER_AUTH takes at once.
func (s *signIn) prefer(parameters fields, right bool) {
	if s.first == "" {
		return
	}
	parameters["PREFERRED_CHALLENGE"] = s.first
	switch s.first {
	case "PASSWORD":
		parameters["PASSWORD"] = s.password(right)
	case "PASSWORD_SRP":
		parameters["SRP_A"] = s.newSRP(s.who.pool.name)
	}
}

// operate calls the public operation or the administrators' one.
func (s *signIn) operate(operation string, body fields) reply {
	s.Helper()
	body["ClientId"] = s.who.pool.client(s.client)
	if s.admin {
		operation, body["UserPoolId"] = "Admin"+operation, s.who.pool.id()
	}
	return s.call(operation, body)
}

// challenge is what is asked.
func (s *signIn) challenge() string { return s.asked.result.ChallengeName }

// answer gives the right answer to what is asked, or a wrong one, and takes the reply if it leads on.
func (s *signIn) answer(right bool) reply {
	s.Helper()
	session, responses := s.responses(right)
	r := s.send(s.challenge(), session, responses)
	if r.Status == 200 {
		s.take(r)
	}
	return r
}

// send answers a challenge.
func (s *signIn) send(challenge, session string, responses fields) reply {
	s.Helper()
	body := fields{"ChallengeName": challenge, "ChallengeResponses": responses}
	if session != "" {
		body["Session"] = session
	}
	s.given = responses
	return s.operate("RespondToAuthChallenge", body)
}

// responses are the ChallengeResponses to what is asked, and the session they go with.
func (s *signIn) responses(right bool) (session string, responses fields) {
	s.Helper()
	session, responses = s.asked.result.Session, fields{"USERNAME": s.who.name}
	if s.who.device != nil {
		responses["DEVICE_KEY"] = s.who.device.key
	}
	switch s.challenge() {
	case "PASSWORD_VERIFIER":
		s.prove(responses, s.password(right))
	case "DEVICE_SRP_AUTH":
		responses["SRP_A"] = pick(right, s.newSRP(s.who.device.group), "no number")
	case "DEVICE_PASSWORD_VERIFIER":
		s.prove(responses, pick(right, s.who.device.password, "wrong"))
	case "PASSWORD":
		responses["PASSWORD"] = s.password(right)
	case "PASSWORD_SRP":
		responses["SRP_A"] = pick(right, s.newSRP(s.who.pool.name), "no number")
	case "NEW_PASSWORD_REQUIRED":
		responses["NEW_PASSWORD"] = pick(right, "N3w-"+machinePassword, "short")
	case "SELECT_CHALLENGE":
		responses["ANSWER"] = pick(right, s.choice(), "NONSENSE")
	case "SELECT_MFA_TYPE":
		responses["ANSWER"] = pick(right, s.factors()[0], "NONSENSE")
	case "MFA_SETUP":
		if right {
			session = s.setUp(session)
		}
	case "CUSTOM_CHALLENGE":
		responses["ANSWER"] = pick(right, "42", "41")
	case "WEB_AUTHN":
		responses["CREDENTIAL"] = s.assertion(s.who, s.asked.result.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"], right)
	case "SOFTWARE_TOKEN_MFA":
		code := s.appCode(s.who)
		responses["SOFTWARE_TOKEN_MFA_CODE"] = pick(right, code, otherCode(code))
	case "SMS_MFA", "EMAIL_OTP", "SMS_OTP":
		responses[s.challenge()+"_CODE"] = pick(right, s.code, otherCode(s.code))
	default:
		s.Fatalf("nobody knows the answer to %s", s.asked.Body)
	}
	return session, responses
}

func (s *signIn) password(right bool) string { return pick(right, s.who.password, "wr0ng-Passw0rd!") }

// choice is the challenge that the program begins with: the wanted one, or the first that is offered.
func (s *signIn) choice() string {
	s.Helper()
	offered := s.asked.result.AvailableChallenges
	switch {
	case len(offered) == 0:
		s.Fatalf("nothing to choose: %s", s.asked.Body)
	case slices.Contains(offered, s.choose):
		return s.choose
	}
	return offered[0]
}

// factors are those to choose from.
func (s *signIn) factors() (names []string) {
	s.Helper()
	if err := json.Unmarshal([]byte(s.asked.result.ChallengeParameters["MFAS_CAN_CHOOSE"]), &names); err != nil || len(names) < 2 {
		s.Fatalf("nothing to choose: %s", s.asked.Body)
	}
	return names
}

// setUp enrols an app and gives the session that proves it.
func (s *signIn) setUp(session string) string {
	s.Helper()
	var associated, verified struct{ SecretCode, Session string }
	s.read(s.must("AssociateSoftwareToken", fields{"Session": session}).Answer, &associated)
	s.who.secret, s.who.step = associated.SecretCode, 0
	s.read(s.must("VerifySoftwareToken", fields{"Session": associated.Session, "UserCode": s.appCode(s.who)}).Answer, &verified)
	return verified.Session
}

func (s *signIn) newSRP(pool string) string {
	s.Helper()
	client, err := s.group.NewClient(rand.Reader, pool)
	if err != nil {
		s.Fatalf("%v", err)
	}
	s.srp = client
	return client.A()
}

// prove adds the proof of a password to an answer.
func (s *signIn) prove(responses fields, password string) {
	s.Helper()
	p := s.asked.result.ChallengeParameters
	id := pick(s.challenge() == "DEVICE_PASSWORD_VERIFIER", p["DEVICE_KEY"], p["USER_ID_FOR_SRP"])
	claim, err := s.srp.Answer(id, password, srp.Parameters{Salt: p["SALT"], B: p["SRP_B"], SecretBlock: p["SECRET_BLOCK"]}, s.server.Clock.Now())
	if err != nil {
		s.Fatalf("%s: %v", s.asked.Body, err)
	}
	responses["PASSWORD_CLAIM_SECRET_BLOCK"], responses["PASSWORD_CLAIM_SIGNATURE"], responses["TIMESTAMP"] = claim.SecretBlock, claim.Signature, claim.Timestamp
}

// finish gives right answers until there are tokens.
func (s *signIn) finish() reply {
	s.Helper()
	for range 10 {
		if s.asked.next() == "tokens" {
			return s.asked
		}
		if r := s.answer(true); r.Status != 200 {
			s.Fatalf("%s with %v: %d %s", s.challenge(), s.given, r.Status, r.Body)
		}
	}
	s.Fatalf("no end: %s", s.asked.Body)
	return s.asked
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
