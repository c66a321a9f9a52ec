package authflow

import (
	"cmp"
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// RiskFacts are what threat protection found out about an attempt.
type RiskFacts struct {
	Judged      bool              `json:"judged,omitempty"`
	Level       api.RiskLevelType `json:"level,omitempty"`
	MFA         bool              `json:"mfa,omitempty"`         // a second factor is owed because of the risk
	Compromised bool              `json:"compromised,omitempty"` // the password
}

// watch runs one step of a sign-in under the pool's threat protection: before, it looks where the caller is; after, it
// records what came of it. The parameters are those of the call.
func (r *Runner) watch(ctx context.Context, a *Attempt, challenge api.ChallengeNameType, params Params, step func() (Reply, error)) (Reply, error) {
	if r.Threats == nil {
		return step()
	}
	if blocked := r.Threats.CheckAddress(ctx, a.scene); blocked != nil {
		a.blocked = true
		if err := r.find(ctx, a, params["USERNAME"], nil); err != nil {
			return Reply{}, blocked // nobody to record it of
		}
		return r.record(ctx, a, "", Reply{}, blocked)
	}
	reply, err := step()
	return r.record(ctx, a, kindOf(challenge, params), reply, err)
}

// scene is the call as threat protection sees it.
func scene(ctx context.Context, a *Attempt, c UserContext, custom bool) threat.Scene {
	var s threat.Scene
	switch {
	case a.admin && c == UserContext{}:
		s = threat.FromServer(ctx, a.Pool, a.Client, nil)
	case a.admin:
		s = threat.FromServer(ctx, a.Pool, a.Client, &api.ContextDataType{IpAddress: c.IP, EncodedData: c.Encoded})
	case c == UserContext{}:
		s = threat.FromUser(ctx, a.Pool, a.Client, nil)
	default:
		s = threat.FromUser(ctx, a.Pool, a.Client, &api.UserContextDataType{IpAddress: c.IP, EncodedData: c.Encoded})
	}
	s.Custom = custom
	return s
}

// record keeps what came of a step, and gives that.
func (r *Runner) record(ctx context.Context, a *Attempt, kind api.ChallengeName, reply Reply, err error) (Reply, error) {
	response := outcome(reply, err)
	if response == "" {
		return reply, err
	}
	a.scene.Custom = a.Custom != nil
	failure := r.Threats.Record(ctx, a.scene, a.User, threat.Happening{
		ID: eventID(ctx, a), Type: api.EventTypeSignIn, Response: response, Challenges: answered(a, kind, err),
		Risk: threat.Risk(a.Risk.Level, a.blocked, a.Risk.Compromised),
	})
	if failure != nil {
		return Reply{}, failure
	}
	return reply, err
}

// eventID is the id of the event that a sign-in is, and of the tokens that it leads to: that of the call which began it.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func eventID(ctx context.Context, a *Attempt) string { return cmp.Or(a.Event, journal.From(ctx).ID()) }

// outcome is how an event shows a step; "" for steps that are none. USER_SRP_AUTH, whose first answer has no session,
// begins with the proof (assumed).
func outcome(reply Reply, err error) api.EventResponseType {
	switch {
	case threat.Fails(err):
		return api.EventResponseTypeFail
	case err != nil:
		return ""
	case reply.Tokens != nil:
		return api.EventResponseTypePass
	case reply.Session != "":
		return api.EventResponseTypeInProgress
	}
	return ""
}

// kindOf is what an event calls a challenge, or the parameters that open a flow; "" for those that it does not name, such
// as one-time passwords in place of a password (assumed).
func kindOf(challenge api.ChallengeNameType, params Params) api.ChallengeName {
	switch challenge {
	case api.ChallengeNameTypePasswordVerifier:
		return api.ChallengeNamePassword
	case api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeEmailOtp, api.ChallengeNameTypeSoftwareTokenMfa:
		return api.ChallengeNameMfa
	}
	if params["PASSWORD"] != "" {
		return api.ChallengeNamePassword
	}
	return ""
}

// unasked are refusals that do not tell whether a challenge was answered well.
var unasked = []*rule.Rule{rule.UserDisabled, rule.UserNotConfirmed, rule.PasswordResetRequired}

// answered are the challenges that were answered so far, and how.
func answered(a *Attempt, kind api.ChallengeName, err error) []api.ChallengeResponseType {
	var all []api.ChallengeResponseType
	for _, one := range []struct {
		name   api.ChallengeName
		proven bool
	}{{api.ChallengeNamePassword, a.Proven}, {api.ChallengeNameMfa, a.MFA}} {
		switch {
		case one.proven:
			all = append(all, api.ChallengeResponseType{ChallengeName: one.name, ChallengeResponse: api.ChallengeResponseSuccess})
		case one.name == kind && threat.Fails(err) && !rule.Is(err, unasked...) && (kind == api.ChallengeNamePassword || a.Proven):
			all = append(all, api.ChallengeResponseType{ChallengeName: one.name, ChallengeResponse: api.ChallengeResponseFailure})
		}
	}
	return all
}

// judge looks how risky the sign-in is, once, as soon as the user has proven something; with CUSTOM_AUTH before. (When
// AWS does it is assumed.) What the pool does about it may end the sign-in, or make a second factor owed.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
func (r *Runner) judge(ctx context.Context, a *Attempt) error {
	if r.Threats == nil || a.Risk.Judged || !a.Proven && a.First == "" && a.Custom == nil {
		return nil
	}
	a.scene.Custom = a.Custom != nil
	verdict, err := r.Threats.Judge(ctx, a.scene, a.User)
	if err != nil {
		return err
	}
	a.Risk.Judged, a.Risk.Level = true, verdict.Level
	blocked := consequence(ctx, a, verdict.Action)
	if verdict.Notify && !a.User.Phantom {
		if err := r.Threats.Notify(ctx, a.scene, a.User, threat.Notice{Event: eventID(ctx, a), Verdict: verdict, Blocked: blocked, MFA: a.Risk.MFA}); err != nil {
			return err
		}
	}
	if blocked {
		return rule.ThreatSignInBlocked.Refuse().Because("the risk of the sign-in is %s, and the risk configuration says %s", verdict.Level, verdict.Action)
	}
	return nil
}

// consequence takes an action, and reports whether it ends the sign-in. Who signs in without a password is not asked for
// a second factor, whatever the risk (assumed).
func consequence(ctx context.Context, a *Attempt, action api.AccountTakeoverEventActionType) (blocked bool) {
	if action == api.AccountTakeoverEventActionTypeBlock {
		return true
	}
	required := action == api.AccountTakeoverEventActionTypeMfaRequired
	if !required && action != api.AccountTakeoverEventActionTypeMfaIfConfigured {
		return false
	}
	if !a.Proven {
		journal.From(ctx).Notice("%s has no effect: nobody who signs in without a password is asked for a second factor", action)
		return false
	}
	_, asked := a.Pool.SecondFactor(a.User)
	_, configured := a.Pool.RiskFactor(a.User)
	a.Risk.MFA = !asked && configured
	return required && !asked && !configured
}

// secondFactor is what the pool asks the user for, by its settings or because of a risk.
func (a *Attempt) secondFactor() (api.ChallengeNameType, bool) {
	factor, asked := a.Pool.SecondFactor(a.User)
	if !asked && a.Risk.MFA {
		return a.Pool.RiskFactor(a.User)
	}
	return factor, asked
}

// checkCompromised looks whether a password that was right became known elsewhere. Proofs by SRP cannot be looked at
// (documented).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html
func (r *Runner) checkCompromised(ctx context.Context, a *Attempt, password string) error {
	found, blocked, err := r.Threats.Compromised(ctx, a.scene, api.EventFilterTypeSignIn, password)
	a.Risk.Compromised = found
	if err != nil || !blocked {
		return err
	}
	return r.Threats.Expose(ctx, a.scene, a.User)
}
