package directory

import (
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Device is a device of a user: known from the sign-in that announced its key on, confirmed by ConfirmDevice.
type Device struct {
	PoolID, Sub string
	Key         string // region_uuid
	GroupKey    string
	Confirmed   bool
	Remembered  bool
	Name        string `json:",omitempty"`
	Verifier    []byte `json:",omitempty"` // g^x mod N
	Salt        []byte `json:",omitempty"`

	Created, Modified, Authenticated time.Time
	Attributes                       map[string]string `json:",omitempty"`
}

// Devices holds the devices by user and key.
var Devices = store.Table[Device]{
	Kind: "device",
	Key:  func(d Device) string { return d.PoolID + "/" + d.Sub + "/" + d.Key },
}

// TracksDevices reports whether sign-ins to the pool announce devices.
func (p Pool) TracksDevices() bool { return p.DeviceConfiguration != nil }

func deleteDevices(_ *store.Tx, _ User) error { return nil }
