package authflow

import (
	"context"
	"fmt"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/srp"
)

// askDeviceVerifier makes the challenge of a device: that of PASSWORD_VERIFIER with the device's verifier. Its block is
// good for the holder of the session only.
func (r *Runner) askDeviceVerifier(ctx context.Context, a *Attempt, params Params) (Reply, error) {
	if !remembersDevice(a) || params["SRP_A"] == "" {
		return Reply{}, rule.ParameterMissing.Refuse("SRP_A").Because("DefineAuthChallenge named DEVICE_PASSWORD_VERIFIER, which comes after DEVICE_SRP_AUTH by itself")
	}
	public, err := srp.ParsePublic(params["SRP_A"])
	if err != nil {
		return Reply{}, rule.SrpAInvalid.Refuse().Because("%v", err)
	}
	session, err := r.waitingSession(ctx, a, api.ChallengeNameTypeDevicePasswordVerifier)
	if err != nil {
		return Reply{}, err
	}
	ephemeral, err := r.Group.Challenge(r.Random, a.device.Verifier, public)
	if err != nil {
		return Reply{}, err
	}
	block, err := srp.SealBlock(blockKey(a), srp.Block{
		State: ephemeral.State, IssuedAt: r.Now(),
		Binding: srp.Binding{PoolID: a.Pool.Id, ClientID: a.Client.ClientId, UserID: a.User.Username, DeviceKey: a.device.Key},
	})
	return Reply{Session: session, Params: Params{
		"SALT": factor.DeviceSalt(*a.device), "SECRET_BLOCK": block, "SRP_B": ephemeral.B, "DEVICE_KEY": a.device.Key,
		"USERNAME": a.User.Username, "USER_ID_FOR_SRP": a.User.Username,
	}}, err
}

// answerDeviceVerifier checks a device's proof. A wrong one is answered and counted like a wrong password (the text was
// observed: issue 73 of aws-sdk-net-extensions-cognito; that it counts is assumed) and leaves the session usable.
func (r *Runner) answerDeviceVerifier(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resumeWaiting(ctx, a, in); err != nil {
		return err
	}
	attempts, err := r.attempts(ctx, a)
	if err != nil {
		return err
	}
	if err := r.checkDeviceProof(a, in.Responses); err != nil {
		return r.fail(ctx, a, fmt.Sprintf("the proof of device %s does not hold: %v", a.Device.Key, err))
	}
	err = r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if err := useSession(tx, a); err != nil {
			return err
		}
		return directory.ClearFailures(tx, attempts)
	})
	if err != nil {
		return err
	}
	journal.From(ctx).Passed("device", "device %s of %s has proven itself", a.Device.Key, a.User.Username)
	a.Device.Proven = true
	return nil
}

func (r *Runner) checkDeviceProof(a *Attempt, responses Params) error {
	block, err := r.openBlock(a, responses)
	if err != nil {
		return err
	}
	if err := r.checkTimestamp(responses["TIMESTAMP"]); err != nil {
		return err
	}
	return factor.Devices{Group: r.Group}.Check(*a.device, block, factor.DeviceClaim{
		SecretBlock: responses["PASSWORD_CLAIM_SECRET_BLOCK"], Timestamp: responses["TIMESTAMP"], Signature: responses["PASSWORD_CLAIM_SIGNATURE"],
	})
}
