package authflow

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

const attributePrefix = "userAttributes."

// askNewPassword asks a user with a temporary password for a permanent one, and for required attributes that are
// missing.
func (r *Runner) askNewPassword(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	session, err := r.session(ctx, a, api.ChallengeNameTypeNewPasswordRequired)
	if err != nil {
		return Reply{}, err
	}
	missing := []string{}
	for _, name := range missingAttributes(a.Pool, a.User.Attributes) {
		missing = append(missing, attributePrefix+name)
	}
	required, err := json.Marshal(missing)
	if err != nil {
		return Reply{}, err
	}
	attributes, err := json.Marshal(readable(a))
	if err != nil {
		return Reply{}, err
	}
	return Reply{Session: session, Params: Params{
		"USER_ID_FOR_SRP": a.User.Username, "requiredAttributes": string(required), "userAttributes": string(attributes),
	}}, nil
}

// answerNewPassword sets the password. A password or attribute that is refused leaves the session usable. Hashing takes
// too long for a transaction, so the answer is checked twice: before, so that nothing is hashed in vain, and in the
// transaction that writes.
func (r *Runner) answerNewPassword(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	password := in.Responses["NEW_PASSWORD"]
	if err := directory.CheckPassword(a.Pool, password, rule.PasswordPolicy); err != nil {
		return err
	}
	if err := r.Threats.CheckPassword(ctx, a.scene, api.EventFilterTypePasswordChange, api.Secret(password)); err != nil {
		return err
	}
	if _, err := checkNewPassword(a, in.Responses); err != nil {
		return err
	}
	credential, err := r.Hasher.New(a.Pool, a.User.Username, password)
	if err != nil {
		return err
	}
	a.NewPassword = true
	return r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		return setNewPassword(tx, a, in.Responses, credential)
	})
}

func setNewPassword(tx *store.Tx, a *Attempt, responses Params, credential *directory.Credential) error {
	err := useSession(tx, a)
	if err != nil {
		return err
	}
	if err := readAgain(tx, a); err != nil {
		return err
	}
	attributes, err := checkNewPassword(a, responses)
	if err != nil {
		return err
	}
	a.User.Update(attributes)
	if _, err := directory.Claim(tx, a.Pool, a.User, false); err != nil {
		return err
	}
	a.User.SetCredential(a.Pool, credential, false, tx.Now)
	a.Salt = saltOf(credential)
	a.User.Status = api.UserStatusTypeConfirmed
	return directory.SaveUser(tx, a.Pool, &a.User)
}

// checkNewPassword checks that the user still has a temporary password, that it is none of those that PasswordHistorySize
// forbids, and the attributes that come with it.
func checkNewPassword(a *Attempt, responses Params) (map[string]string, error) {
	if a.User.Status != api.UserStatusTypeForceChangePassword {
		return nil, rule.SessionInvalid.Refuse().Because("%s is %s by now: the session is for another state", a.User.Username, a.User.Status)
	}
	if err := a.User.CheckHistory(a.Pool, responses["NEW_PASSWORD"]); err != nil {
		return nil, err
	}
	return suppliedAttributes(a, responses)
}

// suppliedAttributes checks the attributes in the answer: none that the user has already, all that are required.
func suppliedAttributes(a *Attempt, responses Params) (map[string]string, error) {
	supplied, after := map[string]string{}, map[string]string{}
	for name, value := range a.User.Attributes {
		after[name] = value
	}
	for key, value := range responses {
		name, ok := strings.CutPrefix(key, attributePrefix)
		if !ok {
			continue
		}
		if had := a.User.Attributes[name]; had != "" && had != value {
			return nil, rule.AttributeAlreadyProvided.Refuse(name).Because("the user has %s already", name)
		}
		supplied[name], after[name] = value, value
	}
	if err := directory.CheckWritable(&a.Client, sortedNames(supplied)); err != nil {
		return nil, err
	}
	if err := directory.CheckUpdate(a.Pool, a.User, supplied); err != nil {
		return nil, err
	}
	if missing := missingAttributes(a.Pool, after); len(missing) > 0 {
		return nil, rule.AttributeStillMissing.Refuse(missing[0])
	}
	return supplied, nil
}

func missingAttributes(pool directory.Pool, attributes map[string]string) []string {
	var missing []string
	for _, s := range pool.SchemaAttributes {
		if s.Required != nil && *s.Required && s.Name != "sub" && attributes[s.Name] == "" {
			missing = append(missing, s.Name)
		}
	}
	return missing
}

func readable(a *Attempt) map[string]string {
	shown := map[string]string{}
	for _, attribute := range a.Pool.Show(a.User, a.Client.Readable) {
		shown[attribute.Name] = attribute.Value
	}
	return shown
}

func sortedNames(attributes map[string]string) []string {
	names := make([]string, 0, len(attributes))
	for name := range attributes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
