package directory

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// longestList is the largest page of users and groups.
const longestList = 60

// ListLimit is how many users or groups a page holds: 60, unless the caller wants fewer. A limit of zero, which the
// API allows, is taken for none (assumed).
func ListLimit(asked *int64) int {
	if asked == nil || *asked <= 0 {
		return longestList
	}
	return int(min(*asked, longestList))
}

// Describe is a user as the administrators' operations show it, with all attributes.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
func (p Pool) Describe(user User) api.UserType {
	return api.UserType{
		Username: user.Username, Attributes: p.ShowAll(user), Enabled: new(user.Enabled), UserStatus: user.Status,
		UserCreateDate: api.NewTime(user.Created), UserLastModifiedDate: api.NewTime(user.Modified),
		MFAOptions: user.MFA.Options(),
	}
}
