package threat

import (
	"context"
	"io"
	"net/netip"
	"sync/atomic"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/message"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Guard guards the users of pools with threat protection. A nil Guard lets everything pass and records nothing.
type Guard struct {
	DB        *store.DB
	Messages  *message.Sender
	Random    io.Reader
	PublicURL string // where links in notifications lead

	count atomic.Int64
}

// Scene is a call as threat protection sees it.
type Scene struct {
	Pool    directory.Pool
	Client  directory.Client
	Custom  bool       // it signs in by CUSTOM_AUTH, for which the pool has another mode
	Address netip.Addr // where it comes from; zero if that is not known
	Context Device
}

func (s Scene) mode() api.AdvancedSecurityModeType { return s.Pool.ThreatMode(s.Custom) }

func (s Scene) watched() bool { return s.mode() != api.AdvancedSecurityModeTypeOff }

func (s Scene) enforced() bool { return s.mode() == api.AdvancedSecurityModeTypeEnforced }

// facts are what is configured and known for a scene.
type facts struct {
	config api.RiskConfigurationType
	known  directory.KnownThreats
}

func (g *Guard) facts(ctx context.Context, s Scene) (f facts, err error) {
	err = g.DB.View(ctx, func(tx *store.Tx) (err error) {
		if f.config, err = directory.RiskConfiguration(tx, s.Pool.Id, s.Client.ClientId); err != nil {
			return err
		}
		f.known, err = directory.FindThreats(tx, s.Pool.Id)
		return err
	})
	return f, err
}

func noteAudit(ctx context.Context, s Scene, what string) {
	journal.From(ctx).Notice("%s: nothing is done about it, since the threat protection of pool %s is in mode %s", what, s.Pool.Id, s.mode())
}
