package seed

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// User is an entry under Users.
type User struct {
	Place
	Username   string
	Password   string
	Temporary  bool // the password has to be changed
	Attributes map[string]string
	Groups     []string
	Sub        string // pinned; "" derives it from the name
	Enabled    bool
	Status     api.UserStatusType

	MFA           directory.MFAPreference
	SoftwareToken *directory.SoftwareToken

	entry *value
}

// userEntry is the vocabulary of a user.
type userEntry struct {
	Username          string     `json:"Username"`
	Password          string     `json:"Password"`
	TemporaryPassword string     `json:"TemporaryPassword"`
	Attributes        attributes `json:"Attributes"`
	Groups            []string   `json:"Groups"`
	Sub               string     `json:"Sub"`
	Enabled           *bool      `json:"Enabled"`
	UserStatus        string     `json:"UserStatus"`
	Totp              string     `json:"Totp"` // the secret of an authenticator app, in base32

	UserMFASettingList  []api.ChallengeNameType `json:"UserMFASettingList"`
	PreferredMfaSetting api.ChallengeNameType   `json:"PreferredMfaSetting"`
}

// attributes are written as a mapping, or as the API's list of Name and Value.
type attributes map[string]string

func (c *conformer) attributes(v *value) any {
	if v.kind != list {
		return c.dictionary(v, reflect.TypeFor[string]())
	}
	object := map[string]any{}
	entries, _ := c.items(v, reflect.TypeFor[api.AttributeType]()).([]any)
	for _, entry := range entries {
		if a, ok := entry.(map[string]any); ok {
			object[fmt.Sprint(a["Name"])] = a["Value"]
		}
	}
	return object
}

func user(v *value, object map[string]any) (*User, error) {
	var e userEntry
	body, err := json.Marshal(object)
	if err == nil {
		err = json.Unmarshal(body, &e)
	}
	if err != nil {
		return nil, v.Problem("%v", err)
	}
	u := &User{
		Place: v.Place, Username: e.Username, Password: e.Password, Attributes: e.Attributes, Groups: e.Groups, Sub: e.Sub,
		Enabled: e.Enabled == nil || *e.Enabled, entry: v,
	}
	slices.Sort(u.Groups)
	u.Groups = slices.Compact(u.Groups)
	if u.Attributes == nil {
		u.Attributes = map[string]string{}
	}
	for _, flag := range []string{"email_verified", "phone_number_verified"} {
		if text, given := u.Attributes[flag]; given {
			u.Attributes[flag] = strings.ToLower(text) // YAML has True and TRUE, too
		}
	}
	if e.TemporaryPassword != "" {
		u.Password, u.Temporary = e.TemporaryPassword, true
	}
	if u.Status, err = status(e); err != nil {
		return nil, &Problem{v.at("UserStatus", "Password"), err}
	}
	if e.Sub != "" && uuid.Validate(e.Sub) != nil {
		return nil, v.member("Sub").Problem("%s is no UUID, such as 00000000-0000-4000-8000-000000000001", e.Sub)
	}
	if err := u.secondFactors(e, v); err != nil {
		return nil, err
	}
	return u, u.checkRequest(v)
}

// statuses says which status a user can have with which password. The first one is the default.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
var statuses = map[string][]api.UserStatusType{
	"Password":          {api.UserStatusTypeConfirmed, api.UserStatusTypeUnconfirmed, api.UserStatusTypeResetRequired},
	"TemporaryPassword": {api.UserStatusTypeForceChangePassword},
	"no password":       {api.UserStatusTypeResetRequired, api.UserStatusTypeUnconfirmed, api.UserStatusTypeConfirmed},
}

func status(e userEntry) (api.UserStatusType, error) {
	with := "no password"
	switch {
	case e.Password != "" && e.TemporaryPassword != "":
		return "", fmt.Errorf("both Password and TemporaryPassword are given; the first confirms the user, the second has to be changed")
	case e.Password != "":
		with = "Password"
	case e.TemporaryPassword != "":
		with = "TemporaryPassword"
	}
	possible := statuses[with]
	wanted := api.UserStatusType(e.UserStatus)
	switch {
	case wanted == "" && with == "no password":
		return "", fmt.Errorf("nobody could sign in as %s; give Password, TemporaryPassword, or UserStatus: RESET_REQUIRED (imported without a password) or CONFIRMED (signs in without one)", e.Username)
	case wanted == "":
		return possible[0], nil
	case !slices.Contains(possible, wanted):
		return "", fmt.Errorf("a user with %s cannot have the UserStatus %s; it can be %s", with, wanted, words(possible))
	}
	return wanted, nil
}

func words(statuses []api.UserStatusType) string {
	texts := make([]string, len(statuses))
	for i, s := range statuses {
		texts[i] = string(s)
	}
	return strings.Join(texts, ", ")
}

// checkRequest reads the user as AdminCreateUser would.
func (u *User) checkRequest(v *value) error {
	object := map[string]any{"UserPoolId": somePool, "Username": u.Username}
	if u.Username == "" {
		delete(object, "Username")
	}
	if u.Password != "" {
		object["TemporaryPassword"] = u.Password
	}
	list := []map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(u.Attributes)) {
		list = append(list, map[string]string{"Name": name, "Value": u.Attributes[name]})
	}
	object["UserAttributes"] = list
	_, err := request[api.AdminCreateUserRequest]("AdminCreateUser", v, object)
	return err
}
