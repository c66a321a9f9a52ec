package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of users: names, states and administration.
var (
	UserNotFound = &Rule{
		ID:        "user.not-found",
		exception: api.UserNotFoundException,
		Wording:   "User does not exist.",
		Reason:    "the pool has no user of this name",
		Fix:       "create the user first, or sign up",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	UsernameClientNotFound = &Rule{
		ID:        "user.username-client-not-found",
		exception: api.UserNotFoundException,
		Wording:   "Username/client id combination not found.",
		Reason:    "the pool has no user of this name",
		Fix:       "check the name and the app client",
		Source:    observed("public code"),
	}
	UsernameExists = &Rule{
		ID:        "user.username-exists",
		exception: api.UsernameExistsException,
		Wording:   "User already exists",
		Reason:    "the name is taken",
		Fix:       "choose another one",
		Source:    documented(guide("cognito-user-pool-managing-errors")),
	}
	AttributeTaken = &Rule{
		ID:        "user.attribute-taken",
		exception: api.UsernameExistsException,
		Wording:   "An account with the given %s already exists.",
		Reason:    "the pool signs users in by this attribute and another user has the value",
		Fix:       "choose another value",
		Source:    observed("public code; the phone_number form is assumed"),
	}
	AdminUsernameExists = &Rule{
		ID:        "user.admin-username-exists",
		exception: api.UsernameExistsException,
		Wording:   "User account already exists",
		Reason:    "the name is taken",
		Fix:       "choose another one",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	AliasExists = &Rule{
		ID:        "user.alias-exists",
		exception: api.AliasExistsException,
		Wording:   "An account with the %s already exists.",
		Reason:    "another user has the value as a verified alias",
		Fix:       "set ForceAliasCreation to move the alias",
		Source:    documented(guide("cognito-user-pool-managing-errors")),
	}
	AliasTaken = &Rule{
		ID:        "user.alias-taken",
		exception: api.AliasExistsException,
		Wording:   "User account already exists for the alias.",
		Reason:    "another user has the value as an alias",
		Fix:       "choose another value",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	SignUpDisabled = &Rule{
		ID:        "user.sign-up-disabled",
		exception: api.NotAuthorizedException,
		Wording:   "SignUp is not permitted for this user pool",
		Reason:    "AdminCreateUserConfig.AllowAdminCreateUserOnly is true",
		Fix:       "create the user with AdminCreateUser",
		Source:    observed("public code"),
	}
	UsernameIsEmail = &Rule{
		ID:        "user.username-is-email",
		exception: api.InvalidParameterException,
		Wording:   "Username cannot be of email format, since user pool is configured for email alias.",
		Reason:    "in a pool with the alias email a user name must not look like one",
		Fix:       "use a name without @, and give the address as attribute",
		Source:    recorded("raw capture of 2026-09-24"),
	}
	UsernameIsPhone = &Rule{
		ID:        "user.username-is-phone",
		exception: api.InvalidParameterException,
		Wording:   "Username cannot be of phone number format, since user pool is configured for phone number alias.",
		Reason:    "in a pool with the alias phone_number a user name must not look like one",
		Fix:       "use another name, and give the number as attribute",
		Source:    assumed("by analogy with the email form"),
	}
	UsernameNotEmail = &Rule{
		ID:        "user.username-not-email",
		exception: api.InvalidParameterException,
		Wording:   "Username should be an email.",
		Reason:    "UsernameAttributes is [email]",
		Fix:       "use an email address as the user name",
		Source:    assumed("widely known; no first-hand source"),
	}
	UsernameNotPhone = &Rule{
		ID:        "user.username-not-phone",
		exception: api.InvalidParameterException,
		Wording:   "Username should be a phone number.",
		Reason:    "UsernameAttributes is [phone_number]",
		Fix:       "use a phone number such as +12065550100 as the user name",
		Source:    assumed("widely known; no first-hand source"),
	}
	UsernameNotEmailOrPhone = &Rule{
		ID:        "user.username-not-email-or-phone",
		exception: api.InvalidParameterException,
		Wording:   "Username should be either an email or a phone number.",
		Reason:    "UsernameAttributes is [email, phone_number]",
		Fix:       "use an email address or a phone number as the user name",
		Source:    observed("public code"),
	}
	CannotConfirm = &Rule{
		ID:        "user.cannot-confirm",
		exception: api.NotAuthorizedException,
		Wording:   "User cannot be confirmed. Current status is %s",
		Reason:    "only UNCONFIRMED users can be confirmed",
		Fix:       "nothing is left to confirm",
		Source:    observed("public code"),
	}
	AlreadyConfirmed = &Rule{
		ID:        "user.already-confirmed",
		exception: api.InvalidParameterException,
		Wording:   "User is already confirmed.",
		Reason:    "a confirmed user needs no code",
		Fix:       "sign in",
		Source:    observed("public code"),
	}
	ResetNotPossible = &Rule{
		ID:        "user.reset-not-possible",
		exception: api.NotAuthorizedException,
		Wording:   "User password cannot be reset in the current state.",
		Reason:    "the password of a user in this state is set by an administrator",
		Fix:       "use AdminSetUserPassword or AdminCreateUser with RESEND",
		Source:    observed("public code"),
	}
	ResendNotPossible = &Rule{
		ID:        "user.resend-not-possible",
		exception: api.UnsupportedUserStateException,
		Wording:   "Resend not possible. %s status is not FORCE_CHANGE_PASSWORD",
		Reason:    "an invitation can be sent again only to a user who has not signed in yet",
		Source:    assumed("two other emulators agree; no first-hand source"),
	}
	NoVerifiedContact = &Rule{
		ID:        "user.no-verified-contact",
		exception: api.InvalidParameterException,
		Wording:   "Cannot reset password for the user as there is no registered/verified email or phone_number",
		Reason:    "a code can only be sent to a verified email or phone_number that AccountRecoverySetting allows",
		Fix:       "verify one, or set email_verified as an administrator",
		Source:    observed("public code"),
	}
	InvitationNoEmail = &Rule{
		ID:        "user.invitation-no-email",
		exception: api.InvalidParameterException,
		Wording:   "No email provided but desired delivery medium was Email",
		Reason:    "DesiredDeliveryMediums has EMAIL and the user has no email",
		Fix:       "give the attribute email, or set MessageAction to SUPPRESS",
		Source:    observed("rahulpsd18/cognito-backup-restore#25"),
	}
	InvitationNoPhone = &Rule{
		ID:        "user.invitation-no-phone",
		exception: api.InvalidParameterException,
		Wording:   "No phone number provided but desired delivery medium was SMS",
		Reason:    "DesiredDeliveryMediums has SMS and the user has no phone_number",
		Fix:       "give the attribute phone_number, or set DesiredDeliveryMediums to EMAIL",
		Source:    assumed("documented as required; the text is by analogy with the email form"),
	}
	PasswordlessContactMissing = &Rule{
		ID:        "user.passwordless-contact",
		exception: api.InvalidParameterException,
		Wording:   "A temporary password or a value for %s is required.",
		Reason:    "a user without a password needs an address that receives one-time passwords",
		Fix:       "give the attribute, or TemporaryPassword",
		Source:    assumed("documented as required; the text is not established"),
	}
	FilterSyntax = &Rule{
		ID:        "user.filter-syntax",
		exception: api.InvalidParameterException,
		Wording:   "Error while parsing filter",
		Reason:    "a filter is: attribute = \"value\", or attribute ^= \"prefix\"",
		Fix:       "see ListUsers",
		Source:    assumed("two other emulators agree; no first-hand source"),
	}
	FilterAttribute = &Rule{
		ID:        "user.filter-attribute",
		exception: api.InvalidParameterException,
		Wording:   "Invalid search attribute: %s",
		Reason:    "only some standard attributes can be searched",
		Fix:       "see ListUsers",
		Source:    assumed("two other emulators agree; no first-hand source"),
	}
	AttributesToGetUnknown = &Rule{
		ID:        "user.attributes-to-get",
		exception: api.InvalidParameterException,
		Wording:   "One or more requested attributes do not exist.",
		Reason:    "AttributesToGet names an attribute that is not in the schema, or that one of the users does not have",
		Fix:       "ask for attributes that all users have, or leave AttributesToGet out",
		Source:    documented(reference("ListUsers")),
	}
)

var userRules = []*Rule{
	UserNotFound,
	UsernameClientNotFound,
	UsernameExists,
	AttributeTaken,
	AdminUsernameExists,
	AliasExists,
	AliasTaken,
	SignUpDisabled,
	UsernameIsEmail,
	UsernameIsPhone,
	UsernameNotEmail,
	UsernameNotPhone,
	UsernameNotEmailOrPhone,
	CannotConfirm,
	AlreadyConfirmed,
	ResetNotPossible,
	ResendNotPossible,
	NoVerifiedContact,
	InvitationNoEmail,
	InvitationNoPhone,
	PasswordlessContactMissing,
	FilterSyntax,
	FilterAttribute,
	AttributesToGetUnknown,
}
