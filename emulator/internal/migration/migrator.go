package migration

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Migrator brings users over from elsewhere.
type Migrator struct {
	DB       *store.DB
	Triggers *trigger.Triggers
	Messages *message.Sender
	Hasher   directory.Hasher
	IDs      directory.Identifiers
}

// SignIn asks for a user whom a sign-in with a password did not find. Validation data is the ClientMetadata of
// InitiateAuth. Without the trigger the user is simply not found.
func (m *Migrator) SignIn(ctx context.Context, pool directory.Pool, client directory.Client, username, password string, validationData map[string]string) (directory.User, error) {
	request := trigger.UserMigrationRequest{
		Source: trigger.MigrateAtSignIn, UserName: username, ClientID: client.ClientId, Password: password, ValidationData: validationData,
	}
	answer, err := m.Triggers.UserMigration(ctx, pool, request)
	if err != nil {
		return directory.User{}, err
	}
	if answer == nil {
		return directory.User{}, rule.UserNotFound.Refuse().
			Because("pool %s (%s) has no user %q, and no UserMigration trigger", pool.Id, pool.Name, username)
	}
	return m.create(ctx, pool, request, *answer)
}

// ForgotPassword asks for a user whom ForgotPassword did not find.
func (m *Migrator) ForgotPassword(ctx context.Context, pool directory.Pool, client directory.Client, username string, metadata map[string]string) (directory.User, error) {
	request := trigger.UserMigrationRequest{
		Source: trigger.MigrateAtForgotPassword, UserName: username, ClientID: client.ClientId, ClientMetadata: metadata,
	}
	answer, err := m.Triggers.UserMigration(ctx, pool, request)
	if refusal, ok := rule.As(err); ok && refusal.Rule == rule.MigrationEmptyResponse {
		return directory.User{}, rule.UsernameClientNotFound.Refuse().Because("%s", refusal.Reason)
	}
	if err != nil {
		return directory.User{}, err
	}
	if answer == nil {
		return directory.User{}, rule.UsernameClientNotFound.Refuse().
			Because("pool %s (%s) has no user %q, and no UserMigration trigger", pool.Id, pool.Name, username)
	}
	return m.create(ctx, pool, request, *answer)
}

// create stores the user, and sends the invitation after that. What the answer gets wrong refuses the whole migration;
// if the CustomMessage trigger fails over the invitation, the call fails but the user exists (assumed).
func (m *Migrator) create(ctx context.Context, pool directory.Pool, r trigger.UserMigrationRequest, a trigger.UserMigrationAnswer) (directory.User, error) {
	user, err := m.build(pool, r, a)
	if err != nil {
		return directory.User{}, err
	}
	noteReplaced(ctx, user, a)
	var drafts []message.Draft
	err = m.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := resolve(tx, pool, user, a.ForceAliasCreation); err != nil {
			return err
		}
		if err := directory.SaveUser(tx, pool, &user); err != nil {
			return err
		}
		drafts = m.welcome(ctx, tx, pool, user, r.ClientID, a)
		return nil
	})
	if err != nil {
		return user, err
	}
	return user, m.Messages.Deliver(ctx, pool, drafts...)
}

// noteReplaced tells of a returned address that gave way to the typed one, where that stands in place of the user name.
func noteReplaced(ctx context.Context, user directory.User, a trigger.UserMigrationAnswer) {
	for _, name := range []string{"email", "phone_number"} {
		if returned := a.UserAttributes[name]; returned != "" && returned != user.Attributes[name] {
			journal.From(ctx).Notice("the migrated user has the %s %q, as typed, and not %q, which the function returned", name, user.Attributes[name], returned)
		}
	}
}

// resolve looks for others who have the user's name or aliases already.
func resolve(tx *store.Tx, pool directory.Pool, user directory.User, force bool) error {
	for {
		conflict, err := directory.FindConflict(tx, pool, user)
		switch {
		case err != nil || conflict == nil:
			return err
		case conflict.Attribute == "username" || pool.HasUsernameAttributes():
			return rule.MigrationAttributesRefused.Refuse().
				Because("a user with the %s %q exists already; perhaps the function created it itself: then the next sign-in works", conflict.Attribute, conflict.Value)
		case !force:
			return rule.MigrationAliasExists.Refuse().
				Because("the %s %q is an alias of another user, and forceAliasCreation is not true", conflict.Attribute, conflict.Value)
		}
		if err := directory.TakeAlias(tx, pool, conflict); err != nil {
			return err
		}
	}
}
