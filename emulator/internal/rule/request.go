package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of what is wrong with a request before any operation looks at it.
var (
	RequestMalformed = &Rule{
		ID:        "request.malformed",
		exception: api.SerializationException,
		Reason:    "the body is not the JSON that the operation takes",
		Fix:       "send one JSON object with members of the types in the API reference",
		Source:    assumed("general behaviour of AWS JSON 1.1 services"),
	}
	RequestConstraint = &Rule{
		ID:        "request.constraint",
		exception: api.InvalidParameterException,
		Reason:    "a member breaks a constraint of the API model",
		Fix:       "see the constraints of the member in the API reference",
		Source:    observed("validation messages of many public programs"),
	}
	UnknownOperation = &Rule{
		ID:        "request.unknown-operation",
		exception: func(string) *api.Error { return api.UnknownOperationException() },
		Reason:    "the header X-Amz-Target names no operation of the service",
		Fix:       "use AWSCognitoIdentityProviderService.<Operation>",
		Source:    assumed("general behaviour of AWS JSON 1.1 services"),
	}
	NotImplemented = &Rule{
		ID:        "request.not-implemented",
		exception: api.NotImplemented,
		Reason:    "the operation is not emulated yet",
		Fix:       "see the table of operations in the README",
		Source:    assumed("the emulator's own answer: AWS has no such exception"),
	}
	MissingAuthenticationToken = &Rule{
		ID:        "request.unsigned",
		exception: api.MissingAuthenticationTokenException,
		Wording:   "Missing Authentication Token",
		Reason:    "the operation needs a signed call and the request has no Authorization header",
		Fix:       "give the SDK any credentials: they are not checked",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	IncompleteSignature = &Rule{
		ID:        "request.incomplete-signature",
		exception: api.IncompleteSignatureException,
		Wording:   "%s",
		Reason:    "the Authorization header is not a signature",
		Fix:       "let an AWS SDK sign the call; any credentials do",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	InternalError = &Rule{
		ID:        "request.internal-error",
		exception: api.InternalErrorException,
		Wording:   "Internal server error",
		Reason:    "the emulator failed; the log has the error",
		Fix:       "please report it",
		Source:    assumed("the message is not established"),
	}
)

var requestRules = []*Rule{
	RequestMalformed,
	RequestConstraint,
	UnknownOperation,
	NotImplemented,
	MissingAuthenticationToken,
	IncompleteSignature,
	InternalError,
}
