package pool

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// notices are for settings that are kept and shown, but change nothing here.
var notices = []struct {
	set  func(*settings) bool
	text string
}{
	{func(s *settings) bool { return s.SmsConfiguration != nil }, "SMS is not sent; see GET /_emulator/messages"},
	{
		func(s *settings) bool { return s.EmailConfiguration != nil && s.EmailConfiguration.SourceArn != "" },
		"e-mail is not sent through SES; see GET /_emulator/messages",
	},
	{
		func(s *settings) bool {
			return s.UserPoolAddOns != nil && s.UserPoolAddOns.AdvancedSecurityMode != api.AdvancedSecurityModeTypeOff
		},
		"threat protection finds nothing out by itself: CompromisedPasswords and Risks of the pool in the seed say what there is to find",
	},
	{
		func(s *settings) bool {
			return s.KeyConfiguration != nil && s.KeyConfiguration.KeyType == api.EncryptionKeyTypeCustomerManagedKey
		},
		"KeyConfiguration has no effect: nothing is encrypted at rest",
	},
	{
		func(s *settings) bool { return s.DcrConfiguration != nil },
		"DcrConfiguration has no effect: dynamic client registration is not emulated",
	},
	{
		func(s *settings) bool { return s.LambdaConfig != nil && s.LambdaConfig.InboundFederation != nil },
		"the InboundFederation trigger does not run yet: there is no federation; POST /_emulator/functions/{name}/invoke runs its function",
	},
}

func notice(trail *journal.Trail, set *settings) {
	for _, n := range notices {
		if n.set(set) {
			trail.Notice("%s", n.text)
		}
	}
}
