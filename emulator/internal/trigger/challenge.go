package trigger

// ChallengeResult is one step of a custom sign-in so far: a challenge, and whether it was met.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
type ChallengeResult struct {
	ChallengeName     string  `json:"challengeName"`
	ChallengeResult   bool    `json:"challengeResult"`
	ChallengeMetadata *string `json:"challengeMetadata"` // nil unless CreateAuthChallenge gave one
}

// ChallengeRequest is what DefineAuthChallenge and CreateAuthChallenge are asked.
type ChallengeRequest struct {
	UserName       string
	ClientID       string
	Attributes     map[string]string
	Session        []ChallengeResult
	ChallengeName  string            // what to create; of CreateAuthChallenge only
	ClientMetadata map[string]string // of RespondToAuthChallenge and AdminRespondToAuthChallenge only
	UserNotFound   *bool             // nil where the client does not hide unknown users
}

// steps is a session as events have it: empty, but never null.
func steps(session []ChallengeResult) []ChallengeResult {
	if session == nil {
		return []ChallengeResult{}
	}
	return session
}
