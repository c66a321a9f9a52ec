package journal

import (
	"cmp"
	"net"
	"regexp"
)

// unknownDevice is what Cognito puts for callers whose User-Agent tells nothing (documented).
const unknownDevice = "unknown"

// agentPatterns find what a User-Agent says, in the order in which they are tried: Edge says that it is Chrome, Chrome
// that it is Safari, and iOS that it is like Mac OS X. How Cognito reads it is not documented beyond the form of the
// result.
type agentPattern struct {
	name    string
	pattern *regexp.Regexp
}

var browsers = []agentPattern{
	{"Edge", regexp.MustCompile(`\bEdgA?(?:iOS)?/(\d+)`)},
	{"Opera", regexp.MustCompile(`\bOPR/(\d+)`)},
	{"Firefox", regexp.MustCompile(`\b(?:Firefox|FxiOS)/(\d+)`)},
	{"Chrome", regexp.MustCompile(`\b(?:Headless)?(?:Chrome|CriOS)/(\d+)`)},
	{"Safari", regexp.MustCompile(`\bVersion/(\d+)[\d.]*(?: Mobile/\S+)? Safari/`)},
}

var systems = []agentPattern{
	{"iOS", regexp.MustCompile(`\b(?:iPhone|iPad)[^)]*? OS (\d+)`)},
	{"Android", regexp.MustCompile(`\bAndroid (\d+)`)},
	{"Windows", regexp.MustCompile(`\bWindows NT (\d+)`)},
	{"macOS", regexp.MustCompile(`\bMac OS X (\d+)`)},
	{"Linux", regexp.MustCompile(`\bLinux\b()`)},
}

// deviceOf describes a device as "Chrome 125 / Windows 10", which is the documented form.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SessionDescriptionType.html
func deviceOf(userAgent string) string {
	browser, system := findAgent(browsers, userAgent), findAgent(systems, userAgent)
	if browser == "" || system == "" {
		return cmp.Or(browser, system, unknownDevice)
	}
	return browser + " / " + system
}

func findAgent(patterns []agentPattern, userAgent string) string {
	for _, p := range patterns {
		if found := p.pattern.FindStringSubmatch(userAgent); found != nil {
			if found[1] == "" {
				return p.name
			}
			return p.name + " " + cut(found[1], 10)
		}
	}
	return ""
}

// Peer notes the network address of the caller, as the HTTP server has it.
func (t *Trail) Peer(address string) {
	t.ip = address
	if host, _, err := net.SplitHostPort(address); err == nil {
		t.ip = host
	}
}

// IP is the caller's IP address; "" where it is not known.
func (t *Trail) IP() string { return t.ip }

// Device describes the caller's device by its User-Agent.
func (t *Trail) Device() string { return deviceOf(t.agent) }
