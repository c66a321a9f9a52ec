package conceal

import (
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// FirstFactors makes up with what a user who is not there could begin a sign-in by USER_AUTH: always the same for the
// same name. Such a user has a password and gets codes, so that a PREFERRED_CHALLENGE for these is honoured (recorded
// for EMAIL_OTP) and the rest looks like that of the users whom most pools have.
//
// The documentation says that the choice is random among what the pool allows. Here it is so, by the name, for what
// some users have and others do not: a passkey, and a second address. Were all of them offered always, or drawn anew for
// each call, that would tell who is missing.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
func FirstFactors(pool directory.Pool, username string) []api.ChallengeNameType {
	drawn := derive(pool, "first factors", username, 2)
	has := directory.User{
		Status: api.UserStatusTypeConfirmed, Credential: &directory.Credential{}, Attributes: map[string]string{mainAddress(pool, username): "made up"},
	}
	if drawn[0]%2 == 0 {
		has.Passkeys = []directory.Passkey{DecoyPasskey(pool, username)}
	}
	if drawn[1]%2 == 0 {
		has.Attributes["email"], has.Attributes["phone_number"] = "made up", "made up"
	}
	return pool.FirstFactors(has)
}

// mainAddress is the attribute that a made-up user has in any case: the one that the name has the form of, if the pool
// sends one-time passwords there; else the one where it does.
func mainAddress(pool directory.Pool, username string) string {
	allowed := pool.AllowedFirstFactors()
	mail, text := slices.Contains(allowed, api.AuthFactorTypeEmailOtp), slices.Contains(allowed, api.AuthFactorTypeSmsOtp)
	if text && (directory.IsPhone(username) || !mail) {
		return "phone_number"
	}
	return "email"
}

// FirstFactorDelivery makes up where the code of a first factor would have gone: to the name itself if it is such an
// address (recorded for email), else to an invented one.
func FirstFactorDelivery(pool directory.Pool, username, attribute string) directory.Delivery {
	switch {
	case attribute == "email" && directory.IsEmail(username), attribute == "phone_number" && directory.IsPhone(username):
		return directory.Delivery{Attribute: attribute, Address: username}
	case attribute == "phone_number":
		return directory.Delivery{Attribute: attribute, Address: inventedPhone(pool, username)}
	}
	return directory.Delivery{Attribute: attribute, Address: inventedEmail(pool, username)}
}
