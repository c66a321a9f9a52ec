package authflow

import (
	"context"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// DeviceFacts are what is known of the device that a caller presents with DEVICE_KEY.
type DeviceFacts struct {
	Key    string `json:"key,omitempty"`
	SRP    bool   `json:"-"`                // DEVICE_SRP_AUTH was answered by this call: the proof comes next
	Proven bool   `json:"proven,omitempty"` // and the proof
	Final  bool   `json:"final,omitempty"`  // DEVICE_SRP_AUTH was asked after DefineAuthChallenge had said issueTokens
}

// present takes the device that a call presents, and looks it up anew: it may have been forgotten since the last call. It
// is called for each call, after the user is known. Another key than before has everything to prove.
//
// Nobody is told about devices who has proven nothing: until then a key that is unknown counts as none. After that it is
// refused. Client libraries count on being refused by the answer to PASSWORD_VERIFIER, and repeat it without the key
// (observed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
func (r *Runner) present(ctx context.Context, a *Attempt, params Params) error {
	a.device = nil
	key := params["DEVICE_KEY"]
	switch {
	case !a.Pool.TracksDevices() || a.hidden != nil: // a hidden user has no device, and a session as long as others
		a.Device = DeviceFacts{}
		return nil
	case key != "" && key != a.Device.Key:
		a.Device = DeviceFacts{Key: key}
	}
	if a.Device.Key == "" {
		return nil
	}
	device, err := r.findDevice(ctx, a)
	switch {
	case rule.Is(err, rule.DeviceNotFound) && (key == "" || !a.Proven && a.First == ""):
		journal.From(ctx).Notice("%s is no device of %s", a.Device.Key, a.User.Username)
		a.Device = DeviceFacts{}
	case err != nil:
		return err
	default:
		a.device = &device
		noticeUntrusted(ctx, a)
	}
	return nil
}

// noticeUntrusted explains why a second factor is asked for although the pool says that remembered devices spare it.
func noticeUntrusted(ctx context.Context, a *Attempt) {
	trusted := *a.device
	trusted.Trusted = true
	if _, asked := a.Pool.SecondFactor(a.User); asked && !a.MFA && !a.device.Trusted && a.Pool.SparesFactor(trusted) {
		journal.From(ctx).Notice("device %s will spare the second factor after it was used together with one", a.device.Key)
	}
}

// boundDevice is the device that a secret block without a session keeps in mind: DEVICE_KEY may come with InitiateAuth
// only (documented).
func boundDevice(a *Attempt) string {
	if a.device == nil {
		return ""
	}
	return a.device.Key
}

func (r *Runner) findDevice(ctx context.Context, a *Attempt) (device directory.Device, err error) {
	err = r.DB.View(ctx, func(tx *store.Tx) (err error) {
		device, err = directory.FindDevice(tx, a.User, a.Device.Key)
		return err
	})
	return device, err
}

// remembersDevice reports whether the attempt presents a remembered device. One that is only confirmed changes nothing
// (documented).
func remembersDevice(a *Attempt) bool { return a.device != nil && a.device.Remembered }

// deviceStandsIn reports whether a device spares its user the second factor. Such a device still has to prove itself:
// deviceUnproven. That it stands in for text messages and authenticator apps is documented; for e-mail, and for what threat
// protection asks for, it is assumed.
func deviceStandsIn(a *Attempt) bool { return a.device != nil && a.Pool.SparesFactor(*a.device) }

// deviceUnproven is so for a remembered device, whether it spares a factor or not, until its proof. In CUSTOM_AUTH its turn
// is after issueTokens (documented).
func deviceUnproven(a *Attempt) bool {
	return remembersDevice(a) && !a.Device.Proven && !a.Device.SRP && (a.Custom == nil || a.Custom.Issue)
}

// deviceProofOwed is so right after DEVICE_SRP_AUTH was answered.
func deviceProofOwed(a *Attempt) bool {
	return remembersDevice(a) && a.Device.SRP && !a.Device.Proven
}

// announce makes up the key of a new device, for sign-ins that present none to a pool that tracks them; else nil. The
// device that a sign-in presents was used by it.
func (r *Runner) announce(ctx context.Context, a *Attempt) (*api.NewDeviceMetadataType, error) {
	if a.device != nil {
		return nil, r.useDevice(ctx, a)
	}
	a.Device = DeviceFacts{}
	if !a.Pool.TracksDevices() {
		return nil, nil //nolint:nilnil // nothing to announce is no error
	}
	owner := directory.DeviceOwner{Sub: a.User.Sub, Factor: a.MFA}
	if a.typed != "" && a.Pool.Fold(a.typed) != a.User.Username {
		owner.Alias = a.typed
		journal.From(ctx).Notice("USERNAME was %q, and the user name is %s: ConfirmDevice will refuse the key in NewDeviceMetadata (observed)", a.typed, a.User.Username)
	}
	key, err := directory.NewDeviceKey(a.Pool, owner, r.Random)
	return &api.NewDeviceMetadataType{DeviceKey: key, DeviceGroupKey: directory.DeviceGroupKey(a.Pool, a.User)}, err
}

// useDevice notes that a device was used. One that proved itself beside a second factor can spare it from now on. A device
// that was forgotten in this very moment ends the sign-in.
func (r *Runner) useDevice(ctx context.Context, a *Attempt) error {
	return r.DB.Update(ctx, func(ctx context.Context, tx *store.Tx) error {
		device, err := directory.FindDevice(tx, a.User, a.Device.Key)
		if err != nil {
			return err
		}
		device.Authenticated, device.IP, device.Waiting = tx.Now.Truncate(time.Second), journal.From(ctx).IP(), nil
		device.Trusted = device.Trusted || a.Device.Proven && a.MFA
		return directory.Devices.Put(tx, device)
	})
}

// checkRefreshDevice checks the device of a refresh token against the DEVICE_KEY of the call. The token is worth nothing
// without its device: before ConfirmDevice (observed: issue 2506 of amplify-android), or after it was forgotten
// (documented). A pool that tracks no devices ignores it (recorded).
//
// https://aws.amazon.com/blogs/mobile/tracking-and-remembering-devices-using-amazon-cognito-your-user-pools/
func checkRefreshDevice(tx *store.Tx, a *Attempt, held, given string) error {
	if !a.Pool.TracksDevices() || held == "" {
		return nil
	}
	if given != held {
		return rule.RefreshTokenInvalid.Refuse().Because("the token belongs to device %s, and DEVICE_KEY is %q", held, given)
	}
	_, err := directory.FindDevice(tx, a.User, held)
	if rule.Is(err, rule.DeviceNotFound) {
		return rule.RefreshTokenInvalid.Refuse().Because("the token's device %s was not confirmed, or was forgotten", held)
	}
	return err
}
