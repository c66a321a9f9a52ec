package client

import (
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// checkAnalytics looks at the form, and that the Pinpoint project is in the pool's Region, or in us-east-1, which
// serves the Regions without Pinpoint.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AnalyticsConfigurationType.html
func checkAnalytics(c change) error {
	a := c.AnalyticsConfiguration
	if a == nil {
		return nil
	}
	byArn := a.ApplicationArn != "" && a.ApplicationId == "" && a.RoleArn == "" && a.ExternalId == ""
	byID := a.ApplicationArn == "" && a.ApplicationId != "" && a.RoleArn != "" && a.ExternalId != ""
	if !byArn && !byID {
		return rule.AnalyticsInvalid.Refuse()
	}
	if region := regionOf(a.ApplicationArn); region != "" && region != regionOf(c.pool.Arn) && region != "us-east-1" {
		return rule.AnalyticsRegion.Refuse(region).Because("the pool is in %s", regionOf(c.pool.Arn))
	}
	return nil
}

// regionOf is the Region in an ARN, "" if it has none.
func regionOf(arn string) string {
	parts := strings.SplitN(arn, ":", 5)
	if len(parts) < 5 {
		return ""
	}
	return parts[3]
}
