package pool

import (
	"maps"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// noticeTriggers notes what will surprise whoever waits for a trigger: functions that nobody knows, which AWS refuses to
// nobody before the trigger runs, and triggers that a request took away by not naming them.
func (o *Pools) noticeTriggers(trail *journal.Trail, before, after directory.Pool) {
	had, has := trigger.Configured(before), trigger.Configured(after)
	maps.DeleteFunc(had, func(name, _ string) bool { return has[name] != "" })
	if len(had) > 0 {
		trail.Notice("the pool has no longer a trigger %s: what a request leaves out of LambdaConfig is reset", strings.Join(slices.Sorted(maps.Keys(had)), ", "))
	}
	if o.Answers == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(has)) {
		if err := o.Answers(has[name]); err != nil {
			trail.Notice("LambdaConfig.%s: %v", name, err)
		}
	}
}
