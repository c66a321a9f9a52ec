package authflow

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
)

// StepUp are the facts of an attempt by USER_AUTH that aims at an authentication level (TARGET_ACR_VALUES). Such tokens
// say in acr and amr what was reached; others say nothing of it.
//
// All of it is documented. A public test of October 2026 found that the real service did not do it yet.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
type StepUp struct {
	Level int      `json:"level"`
	Had   []string `json:"had,omitempty"` // methods that the ACCESS_TOKEN of the call counts for
}

// way is one way to reach a level: something to begin with, and one of some second factors, if there are any.
type way struct {
	level  int
	begin  []api.ChallengeNameType
	second []api.ChallengeNameType
}

var byPassword = []api.ChallengeNameType{api.ChallengeNameTypePasswordSrp, api.ChallengeNameTypePassword}

// ways are the documented ones.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
var ways = []way{
	{directory.LevelPassword, byPassword, nil},
	{directory.LevelCode, []api.ChallengeNameType{api.ChallengeNameTypeEmailOtp, api.ChallengeNameTypeSmsOtp}, nil},
	{directory.LevelKey, []api.ChallengeNameType{api.ChallengeNameTypeWebAuthn}, nil},
	{directory.LevelKey, byPassword, []api.ChallengeNameType{api.ChallengeNameTypeSmsMfa, api.ChallengeNameTypeEmailOtp}},
	{directory.LevelToken, byPassword, []api.ChallengeNameType{api.ChallengeNameTypeSoftwareTokenMfa}},
}

// checkTarget checks the parameters of a target, before anything is known of the user.
func checkTarget(pool directory.Pool, params Params) error {
	wanted, age := params["TARGET_ACR_VALUES"], params["MAX_AGE"]
	switch {
	case wanted == "" && params["ACCESS_TOKEN"] != "":
		return rule.StepUpTargetMissing.Refuse()
	case wanted == "":
		return nil
	case pool.UserPoolTier == api.UserPoolTierTypeLite:
		return rule.StepUpTier.Refuse().Because("pool %s is on the LITE tier", pool.Id)
	case len(levelsOf(pool, wanted)) == 0:
		return rule.StepUpUnknown.Refuse().Because("none of %q is the name of a level of pool %s", wanted, pool.Id)
	}
	if _, err := strconv.ParseUint(age, 10, 31); err != nil && age != "" {
		return rule.StepUpMaxAge.Refuse().Because("MAX_AGE is %q", age)
	}
	return nil
}

// aim takes the target of a call, which checkTarget has checked. The first level that is known and that the user can
// reach is the one. Of hidden users nothing is known, so it is the first that is known; their later answers fail like
// wrong ones. Where users are hidden, so is that one has no factors for the levels (assumed), unless the caller has a
// token of the user.
func (r *Runner) aim(ctx context.Context, a *Attempt, params Params) error {
	levels := levelsOf(a.Pool, params["TARGET_ACR_VALUES"])
	if len(levels) == 0 {
		return nil
	}
	a.StepUp = &StepUp{Level: levels[0]}
	reached, err := r.credit(ctx, a, params)
	if err != nil || a.hidden != nil {
		return err
	}
	for _, level := range levels {
		a.StepUp.Level = level
		switch {
		case len(a.towards(a.Pool.FirstFactors(a.User))) == 0:
			continue
		case reached >= level:
			return rule.StepUpReached.Refuse().Because("the access token has level %d, and level %d is asked for", reached, level)
		}
		a.takeCredit()
		if err := checkStanding(a); err != nil {
			return err
		}
		journal.From(ctx).Passed("step-up", "%s is led to level %d; the access token counts for %v", a.User.Username, level, a.StepUp.Had)
		return nil
	}
	refusal := rule.StepUpOutOfReach.Refuse().Because("%s has no factors for any of the levels %v", a.User.Username, levels)
	if params["ACCESS_TOKEN"] == "" && conceal.Hides(a.Client) {
		a.hidden, a.StepUp.Level = refusal, levels[0]
		return nil
	}
	return refusal
}

// checkLevel holds tokens back that would not have the level that was asked for: a step-up reaches its target, or nothing.
func (a *Attempt) checkLevel() error {
	if a.StepUp == nil || directory.LevelOf(a.proven()) >= a.StepUp.Level {
		return nil
	}
	refusal := rule.StepUpOutOfReach.Refuse().Because("%v does not reach level %d, and there is nothing more to prove", a.proven(), a.StepUp.Level)
	if conceal.Hides(a.Client) {
		return rule.PasswordWrong.Refuse().Hide(refusal)
	}
	return refusal
}

// proven are the methods that count, with those of the access token that the step-up began with.
func (a *Attempt) proven() []string { return slices.Concat(a.StepUp.Had, a.Methods) }

// levelsOf are the levels of a list of names, without the names that the pool does not know.
func levelsOf(pool directory.Pool, names string) (levels []int) {
	for _, name := range strings.Fields(names) {
		if level := pool.Level(name); level > 0 {
			levels = append(levels, level)
		}
	}
	return levels
}

// credit reads what an ACCESS_TOKEN counts for: its methods, unless they are older than MAX_AGE, and the level that it
// says. A level whose name has changed since counts for none.
func (r *Runner) credit(ctx context.Context, a *Attempt, params Params) (reached int, err error) {
	accessToken := api.Secret(params["ACCESS_TOKEN"])
	if accessToken == "" {
		return 0, nil
	}
	err = r.DB.View(ctx, func(tx *store.Tx) error {
		pool, _, user, err := r.Tokens.Caller(tx, accessToken)
		if err == nil && (pool.Id != a.Pool.Id || user.Sub != a.User.Sub || a.hidden != nil) {
			return rule.StepUpOtherUser.Refuse().Because("the token is that of %s in pool %s", user.Username, pool.Id)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	was := token.AuthenticationOf(accessToken)
	if seconds, err := strconv.Atoi(params["MAX_AGE"]); err == nil && r.Now().After(was.Time.Add(time.Duration(seconds)*time.Second)) {
		return 0, nil
	}
	a.StepUp.Had = was.Methods
	return a.Pool.Level(was.Level), nil
}

// towards are those of some first factors that lead to the target. What hidden users have is made up: if none of it
// does, it stays as it is.
func (a *Attempt) towards(available []api.ChallengeNameType) (leading []api.ChallengeNameType) {
	if a.StepUp == nil {
		return available
	}
	for _, factor := range available {
		if slices.ContainsFunc(a.ways(), func(w way) bool { return slices.Contains(w.begin, factor) }) {
			leading = append(leading, factor)
		}
	}
	if a.hidden != nil && len(leading) == 0 {
		return available
	}
	return leading
}

// ways are the ways to the target for which the user has the second factors. Hidden users count as having them.
func (a *Attempt) ways() (open []way) {
	for _, w := range ways {
		if w.level == a.StepUp.Level && (w.second == nil || a.hidden != nil || len(a.choices(w)) > 0) {
			open = append(open, w)
		}
	}
	return open
}

// choices are the user's second factors on a way, the preferred one first.
func (a *Attempt) choices(w way) []api.ChallengeNameType {
	choices := slices.DeleteFunc(a.Pool.UsableFactors(a.User), func(f api.ChallengeNameType) bool { return !slices.Contains(w.second, f) })
	if i := slices.Index(choices, a.User.MFA.Preferred); i > 0 {
		choices[0], choices[i] = choices[i], choices[0]
	}
	return choices
}

// takeCredit takes for proven what the access token counts for, and what would otherwise be asked for on the way. Where
// nothing were left to ask for, because only the name of the level has changed, nothing counts: an access token alone
// must not lead to a refresh token (assumed).
func (a *Attempt) takeCredit() {
	had := func(factors []api.ChallengeNameType) bool {
		return slices.ContainsFunc(factors, func(f api.ChallengeNameType) bool { return slices.Contains(a.StepUp.Had, methodOf[f]) })
	}
	for _, w := range a.ways() {
		switch second := w.second == nil || had(a.choices(w)); {
		case !slices.Contains(w.begin, api.ChallengeNameTypePassword) || !slices.Contains(a.StepUp.Had, "pwd"):
		case second:
			a.StepUp.Had = nil
		default:
			a.recordPassword()
		}
	}
}

// factorOnTheWay is the second factor that leads from the password to the target; "" if there is none. It goes before
// the one that the sign-in would be asked for by itself, and no device spares it (assumed).
func (a *Attempt) factorOnTheWay() api.ChallengeNameType {
	if a.StepUp == nil {
		return ""
	}
	for _, w := range a.ways() {
		if choices := a.choices(w); len(choices) > 0 {
			return choices[0]
		}
	}
	return ""
}

// authentication is what the tokens of an attempt say of it, in acr and amr: nothing where no level was asked for.
func (a *Attempt) authentication() token.Authentication {
	if a.StepUp == nil {
		return token.Authentication{}
	}
	return token.NewAuthentication(a.Pool, a.proven())
}
