package emulator

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/clock"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// Config is every knob of the emulator. The zero value is ready for use.
type Config struct {
	Version   string // shown in the header x-emulator
	PublicURL string // where clients reach the emulator; default http://localhost:2646
	LocalURL  string // where functions that run on this machine reach it; default PublicURL
	Issuer    string // of tokens: "local" (default: PublicURL/pool), "aws" (AWS's own string), or a URL prefix
	Region    string // of pools; default us-east-1
	Account   string // in ARNs; default 000000000000
	DataDir   string // where state is kept; "" keeps it in memory
	RandomIDs bool   // ids of pools and clients are random instead of derived from their names
	FixedCode string // every confirmation code is this one (still checked); "" draws them

	Functions      lambdaclient.Invoker // runs Lambda functions that no seed and no Emulator.Handle names
	LambdaEndpoint string               // the same as the URL of an Invoke endpoint
	Lambda         lambdaclient.Policy  // how long and how often a function is tried; default 5 seconds, 3 attempts

	Disputed   []string // points on which the evidence about AWS is split, decided the other way; GET /_emulator/disputed lists them
	SenderCode string   // how custom senders get codes: "encrypted" (default), as on AWS, or "plaintext"

	Log    *slog.Logger // default: nowhere
	Clock  *clock.Clock // default: the system's
	Random io.Reader    // default: crypto/rand; must be safe for concurrent use

	choices trigger.Choices // what Disputed says
}

// SenderCodePlaintext spares custom senders the decryption of codes.
const SenderCodePlaintext = "plaintext"

func (c Config) withDefaults() (Config, error) {
	c.Version = cmp.Or(c.Version, "devel")
	c.PublicURL = strings.TrimRight(cmp.Or(c.PublicURL, "http://localhost:2646"), "/")
	c.LocalURL = strings.TrimRight(cmp.Or(c.LocalURL, c.PublicURL), "/")
	c.Issuer = cmp.Or(c.Issuer, "local")
	c.SenderCode = cmp.Or(c.SenderCode, "encrypted")
	c.Region = cmp.Or(c.Region, "us-east-1")
	c.Account = cmp.Or(c.Account, "000000000000")
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = clock.New()
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" {
		return c, fmt.Errorf("the public URL %q is no URL: write it like http://localhost:2646", c.PublicURL)
	}
	if c.SenderCode != "encrypted" && c.SenderCode != SenderCodePlaintext {
		return c, fmt.Errorf("the code of custom senders is %q: it can be encrypted or plaintext", c.SenderCode)
	}
	var err error
	c.choices, err = trigger.Choose(c.Disputed...)
	return c, err
}

// issuer makes the function that names the issuer of a pool's tokens.
func (c Config) issuer() (token.IssuerURL, error) {
	switch {
	case c.Issuer == "local":
		return token.LocalIssuer(c.PublicURL), nil
	case c.Issuer == "aws":
		return token.AWSIssuer(), nil
	case strings.Contains(c.Issuer, "://"):
		return token.LocalIssuer(strings.TrimRight(c.Issuer, "/")), nil
	}
	return nil, fmt.Errorf("the issuer is %q: it can be local, aws, or a URL", c.Issuer)
}
