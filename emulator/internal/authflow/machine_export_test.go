package authflow

import "github.com/cognitwo/cognitwo/emulator/internal/directory"

// Present has the attempt present a device of the user, as it is after present has found it.
func (a *Attempt) Present(device directory.Device) { a.device, a.Device.Key = &device, device.Key }
