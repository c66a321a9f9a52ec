package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/srp"
)

// askDevice asks a remembered device to prove itself, after everything else was proven. The challenge has no parameters
// (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
func (r *Runner) askDevice(ctx context.Context, a *Attempt, _ Params) (Reply, error) {
	if !remembersDevice(a) {
		return Reply{}, rule.DeviceNotFound.Refuse().Because("DefineAuthChallenge named DEVICE_SRP_AUTH, and the sign-in presents no remembered device")
	}
	a.Device.Final = a.Custom != nil && a.Custom.Issue
	session, err := r.waitingSession(ctx, a, api.ChallengeNameTypeDeviceSrpAuth)
	return Reply{Session: session, Params: Params{}}, err
}

// answerDevice takes the first half of a device's proof: SRP_A.
func (r *Runner) answerDevice(ctx context.Context, a *Attempt, in Answer) error {
	if err := r.resumeWaiting(ctx, a, in); err != nil {
		return err
	}
	if _, err := srp.ParsePublic(in.Responses["SRP_A"]); err != nil {
		return rule.SrpAInvalid.Refuse().Because("%v", err)
	}
	a.Device.SRP = true
	return r.spendSession(ctx, a)
}

// waitingSession makes the session of a device's challenge. It is also noted with the device.
func (r *Runner) waitingSession(ctx context.Context, a *Attempt, asked api.ChallengeNameType) (string, error) {
	before := a.ID
	session, err := r.session(ctx, a, asked)
	if err != nil {
		return "", err
	}
	return session, r.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		device, err := directory.FindDevice(tx, a.User, a.Device.Key)
		if err != nil {
			return err
		}
		device.Waiting = &directory.WaitingSession{ClientID: a.Client.ClientId, Session: session, Before: before}
		return directory.Devices.Put(tx, device)
	})
}

// resumeWaiting takes an attempt up again for its device. Some clients leave the session out of one answer or of both, or
// answer with that of the challenge before, and AWS takes that (observed: pycognito; amazon-cognito-identity-js after a code).
// What was proven before stands in the session that is noted with the device then. The device still has to prove itself.
func (r *Runner) resumeWaiting(ctx context.Context, a *Attempt, in Answer) error {
	if before, leftOut := r.leavesOut(a, in); leftOut {
		session, err := r.waiting(ctx, a, in, before)
		if err != nil {
			return err
		}
		in.Session = session
	}
	if err := r.resume(ctx, a, in); err != nil {
		return err
	}
	if a.device == nil {
		return rule.DeviceNotFound.Refuse().Because("%s has no device %q any more", a.User.Username, in.Responses["DEVICE_KEY"])
	}
	return nil
}

// leavesOut reports whether an answer comes without its session; before is the id of another one that came in its place.
func (r *Runner) leavesOut(a *Attempt, in Answer) (before string, leftOut bool) {
	if in.Session == "" {
		return "", true
	}
	facts, err := r.openSession(a, in)
	return facts.ID, rule.Is(err, rule.ChallengeNotSupported)
}

// waiting gives the session that is noted with the device of an answer. Nobody is told which devices there are.
func (r *Runner) waiting(ctx context.Context, a *Attempt, in Answer, before string) (string, error) {
	if err := r.find(ctx, a, in.Responses["USERNAME"], nil); err != nil {
		return "", err
	}
	if before == "" && a.hidden != nil {
		return "", rule.SessionInvalid.Refuse().Hide(a.hidden)
	}
	var device directory.Device
	err := r.DB.View(ctx, func(tx *store.Tx) (err error) {
		device, err = directory.FindDevice(tx, a.User, in.Responses["DEVICE_KEY"])
		return err
	})
	waits := device.Waiting != nil && device.Waiting.ClientID == a.Client.ClientId
	switch {
	case err != nil && !rule.Is(err, rule.DeviceNotFound):
		return "", err
	case waits && (before == "" || before == device.Waiting.Before):
		return device.Waiting.Session, nil
	case before != "":
		return in.Session, nil // resume says what is wrong with it
	}
	return "", rule.SessionInvalid.Refuse().Because("the answer has no Session, and no sign-in of the user waits for device %s", in.Responses["DEVICE_KEY"])
}
