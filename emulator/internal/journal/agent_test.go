package journal_test

import (
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"": "unknown",
		"aws-cli/2.31.0 md/awscrt#0.27.6 lang/python#3.13.7":                                                                                      "unknown",
		"aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#22":                                                                            "unknown",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36":                   "Chrome 125 / macOS 10",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 Edg/125.0.2535.51":       "Edge 125 / Windows 10",
		"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0":                                                                  "Firefox 127 / Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1": "Safari 17 / iOS 17",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36":                   "Chrome 125 / Android 14",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/125.0.0.0 Safari/537.36":                           "Chrome 125 / Linux",
		"MyApp/1 CFNetwork/1494.0.7 Darwin/23.4.0 (Windows NT 6)":                                                                                 "Windows 6",
	} {
		_, trail := journal.With(t.Context(), "id", "GetUser", start)
		trail.Agent(agent)
		if got := trail.Device(); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}

func TestPeer(t *testing.T) {
	for address, want := range map[string]string{"127.0.0.1:49152": "127.0.0.1", "[::1]:80": "::1", "@": "@", "": ""} {
		_, trail := journal.With(t.Context(), "id", "GetUser", start)
		trail.Peer(address)
		if got := trail.IP(); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// Whatever a browser says of itself, its description is short.
func FuzzDevice(f *testing.F) {
	f.Add("Mozilla/5.0 (Windows NT 10.0) Chrome/125.0.0.0 Safari/537.36 Edg/125.0")
	f.Add("Chrome/99999999999999999999999999999999 Linux")
	f.Add("\xff Version/1 Safari/")
	f.Fuzz(func(t *testing.T, agent string) {
		_, trail := journal.With(t.Context(), "id", "GetUser", start)
		trail.Agent(agent)
		if got := trail.Device(); got == "" || len(got) > 100 {
			t.Errorf("%q: %q", agent, got)
		}
	})
}
