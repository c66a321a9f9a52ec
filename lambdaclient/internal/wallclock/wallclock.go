// Package wallclock is where package lambdaclient reads the time.
//
// It is the real time, never an emulated one: a function in another process compares the deadline that it is given with its own
// clock, and how long a call took is a measurement.
package wallclock

import "time"

// Now is the time of this machine.
func Now() time.Time { return time.Now() } //nolint:forbidigo // the one place, see the package comment
