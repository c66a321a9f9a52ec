package authflow

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/srp"
)

// Choice are the facts of an attempt by USER_AUTH: the caller chooses what to prove first.
type Choice struct {
	Name  string                `json:"name"`            // of the user, as it was typed
	Named api.ChallengeNameType `json:"named,omitempty"` // what was chosen; "" as long as nothing is
}

// preferredParameter is what has to come with a PREFERRED_CHALLENGE, which then takes one step.
var preferredParameter = map[api.ChallengeNameType]string{
	api.ChallengeNameTypePassword:    "PASSWORD",
	api.ChallengeNameTypePasswordSrp: "SRP_A",
}

// openChoice is USER_AUTH: the name now, and what is proven first is for the caller to choose. A PREFERRED_CHALLENGE
// that is not available to the user leads to SELECT_CHALLENGE, as none does (documented); so does one that there is not
// (assumed), and so it is where only one is available (assumed).
//
// With PASSWORD in one step a missing user may be migrated, as in the flow of passwords, which the documentation calls
// equivalent; that it is so here is assumed. PreAuthentication runs here, whatever is chosen (assumed).
//
// Pools of every tier have the flow: what the LITE tier lacks are the factors besides the password (documented).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
func (r *Runner) openChoice(ctx context.Context, a *Attempt, params Params) error {
	preferred := api.ChallengeNameType(params["PREFERRED_CHALLENGE"])
	if err := checkTarget(a.Pool, params); err != nil {
		return err
	}
	if name := preferredParameter[preferred]; name != "" {
		if _, err := params.need(name); err != nil {
			return err
		}
	}
	password := ""
	if preferred == api.ChallengeNameTypePassword {
		password = params["PASSWORD"]
	}
	a.Choice = &Choice{Name: params["USERNAME"]}
	if err := r.arrive(ctx, a, params["USERNAME"], password, checkEnabled); err != nil {
		return err
	}
	if err := r.aim(ctx, a, params); err != nil {
		return err
	}
	if a.signUp != "" && a.StepUp == nil { // a code that confirmed a sign-up leads to no level (assumed)
		if done, err := r.takeSignUp(ctx, a); done || err != nil {
			return err
		}
	}
	return r.prefer(ctx, a, preferred, params)
}

// prefer follows a PREFERRED_CHALLENGE, if it is available.
func (r *Runner) prefer(ctx context.Context, a *Attempt, preferred api.ChallengeNameType, params Params) error {
	available, err := a.firstFactors()
	switch {
	case err != nil:
		return err
	case preferred == "":
		return nil
	case !slices.Contains(available, preferred):
		journal.From(ctx).Notice("PREFERRED_CHALLENGE %s is not available to %s, who can choose among %v", preferred, a.Choice.Name, available)
		return nil
	}
	return r.choose(ctx, a, preferred, params)
}

// choose records what the caller wants to prove, and takes the proof if it is there.
func (r *Runner) choose(ctx context.Context, a *Attempt, name api.ChallengeNameType, params Params) error {
	a.Choice.Named = name
	switch {
	case name == api.ChallengeNameTypePassword && params["PASSWORD"] != "":
		return r.proveChosen(ctx, a, params["PASSWORD"])
	case name == api.ChallengeNameTypePasswordSrp && params["SRP_A"] != "":
		if _, err := srp.ParsePublic(params["SRP_A"]); err != nil { // before the session is used up
			return rule.SrpAInvalid.Refuse().Because("%v", err)
		}
		a.Choice.Named = api.ChallengeNameTypePasswordVerifier
	}
	return nil
}

// proveChosen checks a password, and before it whether the user may sign in by one at all.
func (r *Runner) proveChosen(ctx context.Context, a *Attempt, password string) error {
	if err := checkState(a); err != nil {
		return err
	}
	return r.provePassword(ctx, a, password)
}

// firstFactors are the challenges that the caller can choose among. Who has nothing to begin with is refused or, where
// users are hidden, looks like one who is missing.
func (a *Attempt) firstFactors() ([]api.ChallengeNameType, error) {
	if a.hidden == nil {
		if available := a.towards(a.Pool.FirstFactors(a.User)); len(available) > 0 {
			return available, nil
		}
		if err := checkState(a); err != nil {
			return nil, err
		}
		nothing := rule.ChoiceNothing.Refuse().Because("%s has no password, no address for one-time passwords that pool %s sends, and no passkey", a.User.Username, a.Pool.Id)
		if !conceal.Hides(a.Client) {
			return nil, nothing
		}
		if a.hidden == nil {
			a.hidden = nothing
		}
	}
	return a.towards(conceal.FirstFactors(a.Pool, a.Choice.Name)), nil
}

// begins reports whether the attempt is one by USER_AUTH in which nothing is proven yet.
func (a *Attempt) begins() bool { return a.Choice != nil && !a.Proven && a.First == "" }

// available are the AvailableChallenges that stand beside each challenge of a choice, and beside no other.
func (a *Attempt) available() []api.ChallengeNameType {
	if !a.begins() {
		return nil
	}
	available, _ := a.firstFactors() // the attempt was refused before if there are none
	return available
}
