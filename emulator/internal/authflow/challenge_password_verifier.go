package authflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/srp"
)

// clockSkew is how far the client's TIMESTAMP may be off (observed: about five minutes).
const clockSkew = 5 * time.Minute

// askPasswordVerifier makes the challenge. USER_SRP_AUTH has no session: all that the second step needs is in
// SECRET_BLOCK. With CUSTOM_AUTH and USER_AUTH there is a session, and the block is good for its holder only. An SRP_A that is no
// number is refused; one that can prove nothing, such as 0, is not (recorded).
func (r *Runner) askPasswordVerifier(ctx context.Context, a *Attempt, params Params) (Reply, error) {
	if params["SRP_A"] == "" {
		return Reply{}, rule.ParameterMissing.Refuse("SRP_A").
			Because("DefineAuthChallenge named the challenge, but the sign-in did not begin with CHALLENGE_NAME SRP_A and SRP_A")
	}
	public, err := srp.ParsePublic(params["SRP_A"])
	if err != nil {
		return Reply{}, rule.SrpAInvalid.Refuse().Because("%v", err)
	}
	reply := Reply{}
	if a.Custom != nil || a.Choice != nil {
		if reply.Session, err = r.session(ctx, a, api.ChallengeNameTypePasswordVerifier); err != nil {
			return Reply{}, err
		}
	}
	credential := credentialOf(a)
	ephemeral, err := r.Group.Challenge(r.Random, credential.Verifier, public)
	if err != nil {
		return Reply{}, err
	}
	block, err := srp.SealBlock(blockKey(a), srp.Block{
		State: ephemeral.State, IssuedAt: r.Now(),
		Binding: srp.Binding{PoolID: a.Pool.Id, ClientID: a.Client.ClientId, UserID: a.User.Username, SaltID: saltOf(credential), DeviceKey: boundDevice(a)},
	})
	reply.Params = Params{
		"SALT": saltOf(credential), "SECRET_BLOCK": block, "SRP_B": ephemeral.B,
		"USERNAME": a.User.Username, "USER_ID_FOR_SRP": a.User.Username,
	}
	return reply, err
}

// answerPasswordVerifier checks the proof. Whatever is wrong with it – block, time, name or signature – is answered
// alike. A right one uses up the block or, with CUSTOM_AUTH, the session.
func (r *Runner) answerPasswordVerifier(ctx context.Context, a *Attempt, in Answer) error {
	block, problem, err := r.takeUp(ctx, a, in)
	if err != nil {
		return err
	}
	err = r.prove(ctx, a, func() (bool, string) {
		if problem == nil {
			problem = r.checkProof(a, block, in.Responses)
		}
		return problem == nil, fmt.Sprintf("the proof does not hold: %v", problem)
	})
	if err == nil {
		err = r.present(ctx, a, in.Responses) // before anything is used up: who is refused for DEVICE_KEY repeats the answer without it
	}
	switch {
	case err != nil:
		return err
	case a.Custom != nil || a.Choice != nil:
		return r.spendSession(ctx, a)
	}
	return r.spendBlock(ctx, block.ID, block.IssuedAt)
}

// takeUp finds the user of the challenge: by the session if there is one, else by the block. What is wrong with the
// block is a problem of the proof.
func (r *Runner) takeUp(ctx context.Context, a *Attempt, in Answer) (block srp.Block, problem, err error) {
	if in.Session != "" {
		if err := r.resume(ctx, a, in); err != nil {
			return block, nil, err
		}
		if err := checkState(a); err != nil {
			return block, nil, err
		}
		if problem, err = a.passwordUnavailable(); problem != nil || err != nil {
			return block, problem, err
		}
		block, problem = r.openBlock(a, in.Responses)
		return block, problem, nil
	}
	block, problem = r.openBlock(a, in.Responses)
	name := block.Binding.UserID
	a.Device.Key = block.Binding.DeviceKey
	if problem != nil {
		name = in.Responses["USERNAME"]
	}
	if err := r.find(ctx, a, name, nil); err != nil {
		return block, nil, err
	}
	if err := checkState(a); err != nil {
		return block, nil, err
	}
	if problem == nil {
		problem = r.checkName(ctx, a, in.Responses["USERNAME"])
	}
	return block, problem, nil
}

// passwordUnavailable is the problem of a proof in USER_AUTH when the user cannot begin with a password, or not any more. Who
// is hidden for that is hidden here, too.
func (a *Attempt) passwordUnavailable() (problem, err error) {
	if !a.begins() {
		return nil, nil
	}
	available, err := a.firstFactors()
	if err == nil && !slices.Contains(available, api.ChallengeNameTypePasswordSrp) {
		problem = fmt.Errorf("%s can begin with %v only", a.User.Username, available)
	}
	return problem, err
}

// openBlock reads the secret block and checks what it was made for.
func (r *Runner) openBlock(a *Attempt, responses Params) (srp.Block, error) {
	block, err := srp.OpenBlock(blockKey(a), responses["PASSWORD_CLAIM_SECRET_BLOCK"])
	switch age := r.Now().Sub(block.IssuedAt); {
	case err != nil:
		return block, err
	case block.Binding.PoolID != a.Pool.Id || block.Binding.ClientID != a.Client.ClientId:
		return block, errors.New("the secret block was made for another client or pool")
	case age > a.Client.SessionLife():
		return block, fmt.Errorf("the secret block is %s old; AuthSessionValidity is %s", age.Round(time.Second), a.Client.SessionLife())
	}
	return block, nil
}

// checkName checks that USERNAME is the user of the challenge, by id or by an alias.
func (r *Runner) checkName(ctx context.Context, a *Attempt, name string) error {
	if name == a.User.Username || a.User.Phantom {
		return nil
	}
	return r.DB.View(ctx, func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, a.Pool, name)
		if err == nil && user.Sub != a.User.Sub {
			return fmt.Errorf("USERNAME %q is not the user of the challenge", name)
		}
		return err
	})
}

func (r *Runner) checkProof(a *Attempt, block srp.Block, responses Params) error {
	if err := r.checkTimestamp(responses["TIMESTAMP"]); err != nil {
		return err
	}
	credential := credentialOf(a)
	if !a.User.Phantom && saltOf(credential) != block.Binding.SaltID {
		return errors.New("the password was changed since the challenge")
	}
	return r.Group.Verify(block.State, credential.Verifier, srp.Claim{
		Identity:    srp.Identity{PoolName: a.Pool.ShortName(), UserID: a.User.Username},
		SecretBlock: responses["PASSWORD_CLAIM_SECRET_BLOCK"], Timestamp: responses["TIMESTAMP"], Signature: responses["PASSWORD_CLAIM_SIGNATURE"],
	})
}

// checkTimestamp checks the TIMESTAMP of a proof.
func (r *Runner) checkTimestamp(text string) error {
	timestamp, err := srp.ParseTimestamp(text)
	if err != nil {
		return err
	}
	if off := r.Now().Sub(timestamp).Abs(); off > clockSkew {
		return fmt.Errorf("TIMESTAMP %q is %s off", text, off.Round(time.Second))
	}
	return nil
}

// blockKey is the key of a secret block: the pool's, or that of the attempt's session. So the block of an attempt by
// CUSTOM_AUTH is worth nothing without its session, which remembers what else is owed.
func blockKey(a *Attempt) srp.BlockKey {
	return srp.BlockKey(conceal.PoolKey(a.Pool, "secret block"+a.ID))
}
