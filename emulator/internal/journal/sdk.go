package journal

import (
	"regexp"
	"strings"
)

// unknownSDK is what Cognito puts for callers without an SDK that it knows.
const unknownSDK = "aws-sdk-unknown-unknown"

var sdkPattern = regexp.MustCompile(`(?i)\b(aws-sdk-[a-z][a-z0-9]*(?:-[a-z0-9]+)*)/([0-9]+(?:\.[0-9]+)+)`)

// sdkVersion reads the SDK out of a User-Agent: "aws-sdk-js/3.241.0 …" gives aws-sdk-js-3.241.0, a form that was
// observed for several SDKs; that others follow it is assumed.
func sdkVersion(userAgent string) string {
	found := sdkPattern.FindStringSubmatch(userAgent)
	if found == nil {
		return unknownSDK
	}
	return strings.ToLower(found[1]) + "-" + found[2]
}
