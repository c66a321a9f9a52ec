package directory

import (
	"errors"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Device is a device of a user that ConfirmDevice has confirmed. Keys that were announced and not confirmed are not kept
// (NewDeviceKey).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
type Device struct {
	PoolID, Sub string
	Key         string
	GroupKey    string
	Name        string `json:",omitempty"`
	IP          string `json:",omitempty"` // last_ip_used
	SDK         string `json:",omitempty"` // dev:device_sdk
	Verifier    []byte // g^x mod N
	Salt        []byte

	Remembered bool // it has to prove itself, and may spare the second factor
	Trusted    bool // it was used together with a second factor: see SparesFactor

	Created, Modified, Authenticated time.Time
	Waiting                          *WaitingSession `json:",omitempty"`
}

// WaitingSession is the sign-in that the device has to prove itself for. Clients that send no Session are found by it.
type WaitingSession struct {
	ClientID string
	Session  string
	Before   string // the id of the session that led to it, if any
}

// Devices holds the devices by user and key.
var Devices = store.Table[Device]{
	Kind: "device",
	Key:  func(d Device) string { return devicesOf(User{PoolID: d.PoolID, Sub: d.Sub}) + d.Key },
}

func devicesOf(user User) string { return user.PoolID + "/" + user.Sub + "/" }

// TracksDevices reports whether sign-ins to the pool announce devices: any value in DeviceConfiguration switches it on.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceConfigurationType.html
func (p Pool) TracksDevices() bool {
	c := p.DeviceConfiguration
	return c != nil && (c.ChallengeRequiredOnNewDevice != nil || c.DeviceOnlyRememberedOnUserPrompt != nil)
}

// AsksToRemember reports whether a device is remembered only when its user says so (“user opt-in”).
func (p Pool) AsksToRemember() bool {
	return p.TracksDevices() && p.DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt != nil && *p.DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt
}

// SparesFactor reports whether a device, once it has proven itself, spares its user the second factor: the pool allows it,
// the device is remembered, and it was used together with a second factor before. So after a user has switched MFA on,
// the code is asked for once more on each remembered device (observed: issues 932, 4174 and 8977 of amplify-js).
func (p Pool) SparesFactor(d Device) bool {
	return p.TracksDevices() && p.DeviceConfiguration.ChallengeRequiredOnNewDevice != nil && *p.DeviceConfiguration.ChallengeRequiredOnNewDevice &&
		d.Remembered && d.Trusted
}

// FindDevice gives a device of a user.
func FindDevice(tx *store.Tx, user User, key string) (Device, error) {
	device, err := Devices.Get(tx, Devices.Key(Device{PoolID: user.PoolID, Sub: user.Sub, Key: key}))
	if errors.Is(err, store.ErrNotFound) {
		return Device{}, rule.DeviceNotFound.Refuse().Because("%s has no device %q that was confirmed", user.Username, key)
	}
	return device, err
}

// AddDevice keeps a device that its user has confirmed.
func AddDevice(tx *store.Tx, d Device) error {
	d.Created, d.Modified, d.Authenticated = tx.Now, tx.Now, tx.Now.Truncate(time.Second)
	err := Devices.Insert(tx, d)
	if errors.Is(err, store.ErrExists) {
		return rule.DeviceKeyExists.Refuse().Because("device %s was confirmed before", d.Key)
	}
	return err
}

// RememberDevice says whether a device is remembered. One that is not stays known.
func RememberDevice(tx *store.Tx, d Device, remembered bool) error {
	d.Remembered, d.Modified = remembered, tx.Now
	return Devices.Put(tx, d)
}

// ForgetDevice removes a device. Its refresh tokens are worth nothing from now on (documented).
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
func ForgetDevice(tx *store.Tx, d Device) error { return Devices.Delete(tx, Devices.Key(d)) }

// DevicesOf lists the devices of a user by key; the real order is not established.
func DevicesOf(tx *store.Tx, user User) (devices []Device, err error) {
	for device, err := range Devices.Scan(tx, devicesOf(user), "", 0) {
		if err != nil {
			return nil, err
		}
		devices = append(devices, device)
	}
	return devices, nil
}

func deleteDevices(tx *store.Tx, user User) error {
	devices, err := DevicesOf(tx, user)
	for _, device := range devices {
		err = errors.Join(err, ForgetDevice(tx, device))
	}
	return err
}
