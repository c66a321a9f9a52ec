package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of groups.
var (
	GroupExists = &Rule{
		ID:        "group.exists",
		exception: api.GroupExistsException,
		Wording:   "A group with the name already exists.",
		Reason:    "the pool has a group of this name",
		Fix:       "choose another name",
		Source:    assumed("widely known; no first-hand source"),
	}
	GroupNotFound = &Rule{
		ID:        "group.not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "Group not found.",
		Reason:    "the pool has no group of this name",
		Fix:       "create it first",
		Source:    observed("aws-amplify/amplify-cli#2214"),
	}
	GroupRoleAccount = &Rule{
		ID:        "group.role-account",
		exception: api.InvalidParameterException,
		Wording:   "Cross-account pass role is not allowed.",
		Reason:    "RoleArn is of another account",
		Fix:       "use a role of the emulator's account",
		Source:    recorded("CloudFormation deployment of 2026-09-08"),
	}
	GroupLimit = &Rule{
		ID:        "group.limit",
		exception: api.LimitExceededException,
		Wording:   "User cannot be in more than 100 groups.",
		Reason:    "a user is in 100 groups at most",
		Source:    assumed("the limit is documented; the text is not established"),
	}
	GroupTooMany = &Rule{
		ID:        "group.too-many",
		exception: api.LimitExceededException,
		Wording:   "User pool cannot have more than 10000 groups.",
		Reason:    "a pool has 10,000 groups at most",
		Fix:       "delete some",
		Source:    assumed("the limit is documented; the text is not established"),
	}
)

var groupRules = []*Rule{
	GroupExists,
	GroupNotFound,
	GroupRoleAccount,
	GroupLimit,
	GroupTooMany,
}
