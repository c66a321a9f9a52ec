package authflow

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// askAdminNoSRP refuses the one challenge of the model that no flow asks for. DefineAuthChallenge may name it; what AWS
// asks for then is not known, and nothing is pretended. No session waits for it, so that an answer to it is one to another
// challenge.
func (r *Runner) askAdminNoSRP(context.Context, *Attempt, Params) (Reply, error) {
	return Reply{}, rule.Unimplemented(api.NotImplemented("the challenge ADMIN_NO_SRP_AUTH")).
		Because("DefineAuthChallenge named ADMIN_NO_SRP_AUTH; what Cognito asks for then is not known").
		Advise("let DefineAuthChallenge name another challenge; for a password, SRP_A")
}
