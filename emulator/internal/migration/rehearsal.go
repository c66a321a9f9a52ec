package migration

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Rehearsal is one name and password that somebody might sign in with.
type Rehearsal struct {
	Pool           directory.Pool
	Client         directory.Client
	Username       string
	Password       string
	ClientMetadata map[string]string // of InitiateAuth, which the function sees as validationData
	Hides          bool              // the client hides which users exist
}

// Result is how a rehearsal ended.
type Result string

// The results. Refused means that the function answered, but with something that Cognito does not take; Failed that it
// reported an error, or did not answer.
const (
	Migrated      Result = "migrated"
	ResetRequired Result = "reset-required" // migrated, without the password
	Exists        Result = "exists"         // the pool has the user already, so the function is not asked
	Unknown       Result = "unknown"        // the function does not know the user
	Refused       Result = "refused"
	Failed        Result = "failed"
)

// Outcome is what would come of a sign-in. It never holds the password.
type Outcome struct {
	User        string             `json:"user"` // as typed
	Result      Result             `json:"result"`
	Username    string             `json:"username,omitempty"` // the user's name in the pool
	Status      api.UserStatusType `json:"status,omitempty"`
	Attributes  map[string]string  `json:"attributes,omitempty"`
	WouldAnswer *Answer            `json:"wouldAnswer,omitempty"` // nil: the sign-in goes on
	Rule        string             `json:"rule,omitempty"`
	Because     string             `json:"because,omitempty"`
	DurationMs  float64            `json:"durationMs"` // of the function
}

// Answer is an error as the client would see it.
type Answer struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// errRehearsed takes back what a rehearsal stored.
var errRehearsed = errors.New("this was a rehearsal")

// Rehearse does what SignIn does, up to the point where the user would be in the pool, and takes everything back: the
// function is called, its answer read, the user built, and its name and aliases are claimed. Nothing is stored and no
// message sent. What the function itself does elsewhere is its own affair, and what would follow in a sign-in – other
// triggers, challenges – is not rehearsed. An error means that the emulator failed.
func (m *Migrator) Rehearse(ctx context.Context, r Rehearsal) (Outcome, error) {
	ctx, trail := journal.With(ctx, "rehearsal", "Rehearsal", time.Time{})
	body, err := json.Marshal(map[string]any{"AuthParameters": map[string]string{"USERNAME": r.Username, "PASSWORD": r.Password}})
	if err != nil {
		return Outcome{}, err
	}
	trail.Body(body, nil)
	user, result, err := m.rehearse(ctx, r)
	refusal, refused := rule.As(err)
	if err != nil && !refused {
		return Outcome{}, err
	}
	if refused {
		trail.Refused(refusal)
	}
	o := Outcome{User: r.Username, Result: result}
	if result == Migrated || result == ResetRequired || result == Exists {
		o.Username, o.Status, o.Attributes = user.Username, user.Status, without(r.Password, user.Attributes)
	}
	o.conclude(trail, refusal)
	return o, nil
}

// conclude fills in what the trail has, where secrets are masked.
func (o *Outcome) conclude(trail *journal.Trail, refusal *rule.Refusal) {
	exception, message := "", ""
	if refusal != nil {
		exception, message = refusal.Answer.Code, refusal.Answer.Message
	}
	entry := trail.Finish(0, exception, message, 0)
	if refusal != nil {
		o.WouldAnswer = &Answer{entry.Type, entry.Message}
	}
	o.Rule, o.Because = entry.Explain.Rule, entry.Explain.Because
	for _, call := range entry.Triggers {
		o.DurationMs += float64(call.Took) / float64(time.Millisecond)
	}
}

// without masks the password in attributes, should the function have put it there.
func without(password string, attributes map[string]string) map[string]string {
	shown := maps.Clone(attributes)
	for name, value := range shown {
		if len(password) > 3 && strings.Contains(value, password) {
			shown[name] = strings.ReplaceAll(value, password, "***")
		}
	}
	return shown
}

// rehearse gives the user as the pool would have it. The refusal beside a result is what the client would be told.
func (m *Migrator) rehearse(ctx context.Context, r Rehearsal) (directory.User, Result, error) {
	for name, value := range map[string]string{"USERNAME": r.Username, "PASSWORD": r.Password} {
		if value == "" {
			return directory.User{}, Refused, rule.ParameterMissing.Refuse(name)
		}
	}
	user, err := m.existing(ctx, r)
	if !rule.Is(err, rule.UserNotFound) {
		return user, Exists, err
	}
	user, err = m.wouldCreate(ctx, r)
	refusal, refused := rule.As(err)
	switch {
	case rule.Is(err, rule.UserNotFound, rule.MigrationEmptyResponse) && r.Hides:
		return user, Unknown, rule.PasswordWrong.Refuse().Hide(refusal)
	case rule.Is(err, rule.UserNotFound, rule.MigrationEmptyResponse):
		return user, Unknown, err
	case refused && isFailure(refusal):
		return user, Failed, err
	case err != nil:
		return user, Refused, err
	case user.Status == api.UserStatusTypeResetRequired:
		return user, ResetRequired, rule.PasswordResetRequired.Refuse().
			Because("the function did not return finalUserStatus CONFIRMED, so the user has to choose a new password")
	}
	return user, Migrated, nil
}

func (m *Migrator) existing(ctx context.Context, r Rehearsal) (user directory.User, err error) {
	err = m.DB.View(ctx, func(tx *store.Tx) (err error) {
		user, err = directory.FindUser(tx, r.Pool, r.Username)
		return err
	})
	return user, err
}

// wouldCreate is create in a transaction that is taken back.
func (m *Migrator) wouldCreate(ctx context.Context, r Rehearsal) (directory.User, error) {
	request := trigger.UserMigrationRequest{
		Source: trigger.MigrateAtSignIn, UserName: r.Username, ClientID: r.Client.ClientId, Password: r.Password, ValidationData: r.ClientMetadata,
	}
	answer, err := m.Triggers.UserMigration(ctx, r.Pool, request)
	if err != nil {
		return directory.User{}, err
	}
	if answer == nil {
		return directory.User{}, rule.UserNotFound.Refuse().Because("pool %s (%s) has no UserMigration trigger", r.Pool.Id, r.Pool.Name)
	}
	user, err := m.build(r.Pool, request, *answer)
	if err != nil {
		return user, err
	}
	err = m.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if err := resolve(tx, r.Pool, user, answer.ForceAliasCreation); err != nil {
			return err
		}
		if err := directory.SaveUser(tx, r.Pool, &user); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return user, err
}

// isFailure reports whether the function is to blame for there being no answer.
func isFailure(refusal *rule.Refusal) bool {
	return slices.Contains([]string{api.UserLambdaValidationException("").Code, api.UnexpectedLambdaException("").Code}, refusal.Answer.Code)
}
