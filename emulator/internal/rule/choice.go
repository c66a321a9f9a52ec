package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of USER_AUTH: what a sign-in can begin with, and the codes that can stand for the password.
var (
	ChoiceFlowOff = &Rule{
		ID:        "choice.flow-off",
		exception: api.InvalidParameterException,
		Wording:   "USER_AUTH flow not enabled for this client",
		Reason:    "the app client does not allow the flow",
		Fix:       "add ALLOW_USER_AUTH to ExplicitAuthFlows",
		Source:    observed("three public programs, one of which matches on the text"),
	}
	ChoiceNotAvailable = &Rule{
		ID:        "choice.not-available",
		exception: api.InvalidParameterException,
		Wording:   "Selected challenge is not available.",
		Reason:    "ANSWER is none of the AvailableChallenges",
		Fix:       "answer with one of them, and with the same session",
		Source:    assumed("documented as required; neither exception nor text is established"),
	}
	ChoicePasswordRequired = &Rule{
		ID:        "choice.password-required",
		exception: api.InvalidParameterException,
		Wording:   "Password Challenge is Required to SignIn",
		Reason:    "the user has to begin with the password, and ANSWER is something else",
		Fix:       "answer with one of AvailableChallenges, and with the same session",
		Source:    observed("a public program that matches on the text for users in FORCE_CHANGE_PASSWORD; a second report has NotAuthorizedException"),
	}
	ChoiceNothing = &Rule{
		ID:        "choice.nothing-available",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "the user has nothing that the pool lets a sign-in begin with",
		Fix:       "set a password, or an address for one-time passwords",
		Source:    assumed("what AWS answers is not established"),
	}
	ChoiceSignUpSession = &Rule{
		ID:        "choice.sign-up-session",
		exception: api.NotAuthorizedException,
		Wording:   "Invalid session for the user.",
		Reason:    "the session is none that ConfirmSignUp gave for this user",
		Fix:       "leave Session out, or take it from the answer of ConfirmSignUp",
		Source:    assumed("by analogy with the sessions of challenges"),
	}
)

var choiceRules = []*Rule{
	ChoiceFlowOff,
	ChoiceNotAvailable,
	ChoicePasswordRequired,
	ChoiceNothing,
	ChoiceSignUpSession,
}
