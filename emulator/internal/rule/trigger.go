package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of Lambda triggers and their answers.
var (
	TriggerFailed = &Rule{
		ID:        "trigger.failed",
		exception: api.UserLambdaValidationException,
		Wording:   "%s failed with error %s.",
		Reason:    "the function reported an error",
		Source:    observed("public code"),
	}
	TriggerTimeout = &Rule{
		ID:        "trigger.timeout",
		exception: api.UnexpectedLambdaException,
		Wording:   "%s invocation failed due to error Socket timeout while invoking Lambda function.",
		Reason:    "the function did not answer within 5 seconds, three times",
		Fix:       "make it faster, or look at its output",
		Source:    observed("public code"),
	}
	TriggerUnreachable = &Rule{
		ID:        "trigger.unreachable",
		exception: api.UnexpectedLambdaException,
		Wording:   "%s invocation failed due to error AccessDeniedException.",
		Reason:    "no function answers for the ARN of the trigger",
		Fix:       "GET /_emulator/functions lists the functions there are; a seed's Lambdas, or PUT /_emulator/functions/NAME, says where one is",
		Source:    observed("public code"),
	}
	TriggerInvocationFailed = &Rule{
		ID:        "trigger.invocation-failed",
		exception: api.UnexpectedLambdaException,
		Wording:   "%s invocation failed due to error %s.",
		Reason:    "Lambda refused the call, or failed on its own account",
		Source:    observed("public code, with ResourceConflictException; that the other names of Lambda's errors show alike is assumed"),
	}
	TriggerAnswerNotJSON = &Rule{
		ID:        "trigger.answer-not-json",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Invalid lambda function output : Invalid JSON",
		Reason:    "the function returned null, or something that is not JSON",
		Fix:       "return the event that it received",
		Source:    observed("public code"),
	}
	TriggerAnswerUnrecognizable = &Rule{
		ID:        "trigger.answer-unrecognizable",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Unrecognizable lambda output",
		Reason:    "the answer is not the event with a response of the expected shape",
		Fix:       "return the event that it received, with its response filled",
		Source:    observed("public code"),
	}
	MigrationAnswerUnusable = &Rule{
		ID:        "migration.answer-unusable",
		exception: api.UserNotFoundException,
		Wording:   "Exception migrating user in app client %s",
		Reason:    "the function did not return the event with a response",
		Fix:       "return the event that it received; with an empty response the sign-in is answered as for an unknown user",
		Source:    recorded("question on AWS re:Post: nil, empty string and empty struct, with ENABLED"),
	}
	MigrationEmptyResponse = &Rule{
		ID:        "migration.empty-response",
		exception: api.UserNotFoundException,
		Wording:   "User does not exist.",
		Reason:    "the function returned the event with an empty response: it does not know the user",
		Source:    assumed("LEGACY is inferred; ENABLED is documented as a simulated response"),
	}
	MigrationAttributesRefused = &Rule{
		ID:        "migration.attributes-refused",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "the function returned attributes or a user name that the pool does not take",
		Source:    observed("public issues"),
	}
	MigrationAliasExists = &Rule{
		ID:        "migration.alias-exists",
		exception: api.AliasExistsException,
		Wording:   "User account already exists for the alias.",
		Reason:    "an alias among the returned attributes belongs to another user and forceAliasCreation is not true",
		Fix:       "return forceAliasCreation: true to move the alias",
		Source:    assumed("documented as an error; the text is not established"),
	}
	MigrationMfa = &Rule{
		ID:        "migration.mfa",
		exception: api.NotAuthorizedException,
		Wording:   "Incorrect username or password.",
		Reason:    "enableSMSMFA needs a pool with MFA and a phone_number",
		Fix:       "leave enableSMSMFA out",
		Source:    assumed("documented that the migration fails; the text is not established"),
	}
	ChallengeContradictory = &Rule{
		ID:        "trigger.challenge-contradictory",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Unrecognizable lambda output",
		Reason:    "the function both completed and failed the sign-in",
		Fix:       "set one of issueTokens and failAuthentication to true",
		Source:    assumed("no such answer was reported"),
	}
	ChallengeUnknown = &Rule{
		ID:        "trigger.challenge-unknown",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Unrecognizable lambda output",
		Reason:    "the function asked for a challenge that Cognito does not have",
		Fix:       "set challengeName to CUSTOM_CHALLENGE for a challenge of your own",
		Source:    assumed("no such answer was reported"),
	}
	MessageWithoutAccount = &Rule{
		ID:        "trigger.message-without-account",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Unrecognizable lambda output",
		Reason:    "the function wrote a mail, and EmailSendingAccount of the pool is not DEVELOPER",
		Fix:       "do without the choice messages-need-sending-account, or set EmailSendingAccount to DEVELOPER",
		Source:    documented(guide("user-pool-lambda-custom-message") + " (the text is assumed)"),
	}
	AutoVerifyWithoutValue = &Rule{
		ID:        "trigger.auto-verify-without-value",
		exception: api.InvalidLambdaResponseException,
		Wording:   "Unrecognizable lambda output",
		Reason:    "the function asked to verify an attribute that the user does not have",
		Fix:       "set autoVerifyEmail or autoVerifyPhone only with a value",
		Source:    assumed("documented as an error; the text is not established"),
	}
)

var triggerRules = []*Rule{
	TriggerFailed,
	TriggerTimeout,
	TriggerUnreachable,
	TriggerInvocationFailed,
	TriggerAnswerNotJSON,
	TriggerAnswerUnrecognizable,
	MigrationAnswerUnusable,
	MigrationEmptyResponse,
	MigrationAttributesRefused,
	MigrationAliasExists,
	MigrationMfa,
	AutoVerifyWithoutValue,
	ChallengeContradictory,
	ChallengeUnknown,
	MessageWithoutAccount,
}
