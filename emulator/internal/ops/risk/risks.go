// Package risk has the operations of threat protection: what a pool does about risks, and the events that it has seen.
//
// What makes an event, and what blocks a sign-in, is in package threat.
package risk

import (
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Risks has the operations.
type Risks struct {
	DB *store.DB
}
