package directory

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// FirstFactors are the challenges with which a user of the pool can begin a sign-in by USER_AUTH, in the order of
// AvailableChallenges.
func (p Pool) FirstFactors(_ User) []api.ChallengeNameType { return nil }
