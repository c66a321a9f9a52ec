package emulator

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/account"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/client"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/device"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/group"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/mfa"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/passkey"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/password"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/pool"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/risk"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/session"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/signin"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/user"
)

// service is the API: the operations of all subjects. The compiler sees to it that each one is there, and once.
type service struct {
	*account.Accounts
	*client.Clients
	*device.Devices
	*mfa.Factors
	*group.Groups
	*passkey.Passkeys
	*password.Passwords
	*pool.Pools
	*risk.Risks
	*session.Sessions
	*signin.SignIns
	*user.Users
	pending
}

// pending answers for the operations that are not built yet. It is embedded one level deeper than the subjects, so
// theirs win; the day it can be deleted, the API is complete.
type pending struct{ api.Unimplemented }

var _ api.Service = (*service)(nil)
