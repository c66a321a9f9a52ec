package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// signIn ends an attempt that owes nothing: the functions that a sign-in has, and tokens. A hidden user gets none,
// whatever the pool's functions said.
func (r *Runner) signIn(ctx context.Context, a *Attempt) (Reply, error) {
	if a.hidden != nil {
		return Reply{}, refuseCustom(a, "")
	}
	if err := a.checkLevel(); err != nil {
		return Reply{}, err
	}
	device, err := r.announce(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	grant := token.Grant{Pool: a.Pool, Client: a.Client, EventID: eventID(ctx, a), DeviceKey: a.Device.Key, Authentication: a.authentication(), Activity: activity(ctx, a.Pool)}
	if device != nil {
		grant.DeviceKey = device.DeviceKey
	}
	phases := []func() error{
		func() error { return r.postAuthentication(ctx, a, device != nil) },
		func() error { return r.fill(ctx, a, &grant, tokenSource(a)) },
	}
	if r.Triggers.Choices.TokensBeforePostAuthentication {
		phases[0], phases[1] = phases[1], phases[0]
	}
	for _, phase := range phases {
		if err := phase(); err != nil {
			return Reply{}, err
		}
	}
	tokens, err := r.Tokens.SignIn(ctx, grant)
	if err != nil {
		return Reply{}, err
	}
	tokens.NewDeviceMetadata = device
	return Reply{Tokens: tokens, Params: Params{}}, nil
}

// activity is where a call comes from, which is told by pools that track sessions.
func activity(ctx context.Context, pool directory.Pool) directory.Activity {
	if !pool.Tracking.Enabled {
		return directory.Activity{}
	}
	trail := journal.From(ctx)
	return directory.Activity{IP: trail.IP(), Device: trail.Device()}
}

func (r *Runner) postAuthentication(ctx context.Context, a *Attempt, newDevice bool) error {
	return r.Triggers.PostAuthentication(ctx, a.Pool, trigger.PostAuthenticationRequest{
		UserName: a.User.Username, ClientID: a.Client.ClientId, Attributes: trigger.UserAttributes(a.User), ClientMetadata: a.Metadata,
		NewDeviceUsed: newDevice,
	})
}

// tokenSource is why PreTokenGeneration runs.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
func tokenSource(a *Attempt) string {
	switch {
	case a.NewPassword:
		return trigger.TokensAtNewPassword
	case a.Device.Proven:
		return trigger.TokensAtDevice
	}
	return trigger.TokensAtSignIn
}

// method records by which methods something was proven, as RFC 8176 names them. Each is kept once.
func (a *Attempt) method(names ...string) {
	for _, name := range names {
		if !slices.Contains(a.Methods, name) {
			a.Methods = append(a.Methods, name)
		}
	}
}

// fill completes a grant: the user, groups, the time, and what the pool's function changes.
func (r *Runner) fill(ctx context.Context, a *Attempt, g *token.Grant, source string) error {
	if err := r.reload(ctx, a); err != nil {
		return err
	}
	g.User, g.Now = a.User, r.Now()
	if len(g.User.Groups) > 0 {
		err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
			g.Groups, err = directory.GroupsOf(tx, g.User)
			return err
		})
		if err != nil {
			return err
		}
	}
	request := trigger.PreTokenGenerationRequest{
		Source: source, UserName: g.User.Username, ClientID: a.Client.ClientId, Attributes: trigger.UserAttributes(g.User),
		PreferredRole: directory.PreferredRole(g.Groups), Scopes: []string{token.APIScope}, ClientMetadata: a.Metadata,
	}
	for _, group := range g.Groups {
		request.Groups = append(request.Groups, group.GroupName)
		if group.RoleArn != "" {
			request.Roles = append(request.Roles, group.RoleArn)
		}
	}
	var err error
	g.Changes, err = r.Triggers.PreTokenGeneration(ctx, a.Pool, request)
	return err
}

// reload reads the user again where functions may have called back meanwhile. One that signs the user out everywhere,
// so that only the new tokens live, is common.
func (r *Runner) reload(ctx context.Context, a *Attempt) error {
	if a.Pool.LambdaConfig == nil {
		return nil
	}
	return r.DB.View(ctx, func(tx *store.Tx) (err error) {
		a.User, err = directory.FindUserBySub(tx, a.Pool.Id, a.User.Sub)
		if err == nil && !a.User.Enabled {
			return rule.UserDisabled.Refuse().Because("user %s was disabled during the sign-in", a.User.Username)
		}
		return err
	})
}
