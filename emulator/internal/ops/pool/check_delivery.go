package pool

import (
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func checkSMS(c change) error { return directory.CheckSMS(c.SmsConfiguration, c.region) }

// checkEmail looks at how e-mail would be sent. Whether the identity exists in SES is not asked; one that comes with
// COGNITO_DEFAULT, in so many words, is refused.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
func checkEmail(c change) error {
	config := c.EmailConfiguration
	if config == nil {
		return nil
	}
	identity, sender := config.SourceArn, config.EmailSendingAccount
	switch {
	case sender == api.EmailSendingAccountTypeDeveloper && identity == "":
		return rule.SourceArnRequired.Refuse()
	case sender == api.EmailSendingAccountTypeCognitoDefault && identity != "":
		return rule.SourceArnNotAllowed.Refuse()
	case identity != "" && !slices.Contains(mailRegions(c.region), regionOf(identity)):
		return rule.EmailSourceRegion.Refuse(strings.Join(mailRegions(c.region), ", ")).Because("SourceArn is in %s", regionOf(identity))
	case config.From != "" && !directory.IsEmail(address(config.From)):
		return rule.EmailFrom.Refuse().Because("From is %q", config.From)
	}
	return nil
}

// mailRegions are those from which a pool of a Region can send e-mail: three for everybody, and its own. The text
// that lists them was recorded in one of the three.
func mailRegions(own string) []string {
	regions := []string{own, "eu-west-1", "us-east-1", "us-west-2"}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// address is the address in a sender's: the part in angle brackets, where there are any.
func address(sender string) string {
	_, after, ok := strings.Cut(sender, "<")
	if !ok {
		return sender
	}
	inner, rest, _ := strings.Cut(after, ">")
	if strings.TrimSpace(rest) != "" {
		return sender
	}
	return inner
}

// regionOf is the Region in an ARN, "" if it has none.
func regionOf(arn string) string {
	parts := strings.SplitN(arn, ":", 5)
	if len(parts) < 5 {
		return ""
	}
	return parts[3]
}
