package client

import "github.com/cognitwo/cognitwo/emulator/internal/journal"

// notice says which settings are kept and shown, but change nothing here.
func notice(trail *journal.Trail, set *settings) {
	if set.AnalyticsConfiguration != nil {
		trail.Notice("AnalyticsConfiguration has no effect: nothing is sent to Pinpoint")
	}
}
