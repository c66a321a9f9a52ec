package main

import (
	"strings"
	"testing"
	"time"
)

func TestCheckEnvironment(t *testing.T) {
	known := []string{"COGNITWO_DATA", "COGNITWO_LISTEN", "COGNITWO_PUBLIC_URL", "COGNITWO_SEED", "COGNITWO_SEED_INLINE"}
	for entry, want := range map[string]string{
		"COGNITWO_SEED=x":         "",
		"COGNITO_USER_POOL_ID=x":  "",
		"PATH=/bin":               "",
		"COGNITWO_SEDE=x":         "did you mean COGNITWO_SEED?",
		"COGNITWO_SEED_INLIN=x":   "did you mean COGNITWO_SEED_INLINE?",
		"COGNITWO_PUBLICURL=x":    "did you mean COGNITWO_PUBLIC_URL?",
		"COGNITWO_URL_PUBLIC=x":   "there are COGNITWO_DATA, ",
		"COGNITWO_X=x":            "there are COGNITWO_DATA, ",
		"COGNITWO_LISTEN_AT=x":    "did you mean COGNITWO_LISTEN?",
		"COGNITWO_LISTEN_ADDRESS": "there are COGNITWO_DATA, ",
	} {
		err := checkEnvironment([]string{"HOME=/", entry}, known)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", entry, err, want)
		}
	}
}

func TestFixedCode(t *testing.T) {
	for setting, want := range map[string]string{"random": "", "fixed:123456": "123456", "fixed:000000": "000000"} {
		if got, err := fixedCode(setting); err != nil || got != want {
			t.Errorf("%s: %q, %v", setting, got, err)
		}
	}
	for _, setting := range []string{"", "123456", "fixed:", "fixed:12345", "fixed:1234567", "fixed:12345a"} {
		if got, err := fixedCode(setting); err == nil {
			t.Errorf("%s: %q", setting, got)
		}
	}
}

// TestReadyURL: the health check of an image finds the server by the setting that the server has, too.
func TestReadyURL(t *testing.T) {
	for listen, want := range map[string]string{
		"localhost:2646": "http://127.0.0.1:2646", ":2646": "http://127.0.0.1:2646", "0.0.0.0:80": "http://127.0.0.1:80",
		"[::]:2646": "http://127.0.0.1:2646", "10.0.0.1:2646": "http://10.0.0.1:2646", "[::1]:2646": "http://[::1]:2646", "cognito:2646": "http://cognito:2646",
	} {
		c := ready{Listen: []string{listen}}
		if got, err := c.url(); err != nil || got != want {
			t.Errorf("%s: %s, %v", listen, got, err)
		}
	}
	c := ready{URL: "http://other:1/", Listen: []string{"localhost:2646"}, Timeout: time.Second}
	if got, err := c.url(); err != nil || got != "http://other:1" {
		t.Errorf("%s, %v", got, err)
	}
	for _, listen := range []string{"2646", "localhost:0"} {
		c := ready{Listen: []string{listen}}
		if got, err := c.url(); err == nil {
			t.Errorf("%s: %s", listen, got)
		}
	}
}
