package directory

import (
	"cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// CheckSMS checks how text messages would be sent from a Region, as far as that can be known here: whether a role of
// the account may send them is not asked.
func CheckSMS(config *api.SmsConfigurationType, region string) error {
	if config == nil {
		return nil
	}
	if asked := config.SnsRegion; asked != "" && asked != region {
		return rule.SnsRegion.Refuse(region, region).Because("SnsRegion is %s and the pool is in %s", asked, region)
	}
	return nil
}

// FillSMS fills in the Region that text messages would go through.
func FillSMS(config *api.SmsConfigurationType, region string) *api.SmsConfigurationType {
	if config == nil || config.SnsCallerArn == "" {
		return config
	}
	filled := *config
	filled.SnsRegion = cmp.Or(filled.SnsRegion, region)
	return &filled
}
