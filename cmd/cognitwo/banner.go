package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/cognitwo/cognitwo/emulator"
)

// mostShown is how many pools, and clients of each, the banner lists.
const mostShown = 10

// banner prints how to use the server. Its last line, Ready., is what scripts and Testcontainers wait for.
func banner(ctx context.Context, out io.Writer, e *emulator.Emulator, demo bool) error {
	pools, err := e.Pools(ctx)
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "cognitwo %s: Amazon Cognito user pools, emulated. Not for production: anyone who can reach it is an administrator.\n\n", buildVersion())
	fmt.Fprintf(&text, "  API      %s\n", e.PublicURL())
	for _, pool := range pools[:min(len(pools), mostShown)] {
		describe(&text, pool)
	}
	if len(pools) > mostShown {
		fmt.Fprintf(&text, "  and %d more pools\n", len(pools)-mostShown)
	}
	functions := e.Functions()
	for _, f := range functions[:min(len(functions), mostShown)] {
		fmt.Fprintf(&text, "  Function %s   %s, %s\n", f.Name, f.Kind, f.Where)
	}
	if len(functions) > mostShown {
		fmt.Fprintf(&text, "  and %s more\n", count(len(functions)-mostShown, "function"))
	}
	if demo {
		text.WriteString("  User     demo@example.com / Passw0rd!   (no seed given; --seed FILE brings your own pools)\n")
	}
	fmt.Fprintf(&text, "\n  export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=%s\n", e.PublicURL())
	// boto3 and the AWS CLI 1 read AWS_DEFAULT_REGION, the others AWS_REGION.
	fmt.Fprintf(&text, "  export AWS_REGION=%[1]s AWS_DEFAULT_REGION=%[1]s AWS_ACCESS_KEY_ID=cognitwo AWS_SECRET_ACCESS_KEY=cognitwo\n", e.Region())
	text.WriteString("Ready.\n")
	_, err = io.WriteString(out, text.String())
	return err
}

func describe(text *strings.Builder, pool emulator.PoolInfo) {
	fmt.Fprintf(text, "  Pool     %s   %s, %s\n", pool.ID, pool.Name, count(pool.Users, "user"))
	fmt.Fprintf(text, "  Issuer   %s\n", pool.Issuer)
	for _, client := range pool.Clients[:min(len(pool.Clients), mostShown)] {
		secret := "no secret"
		if client.HasSecret {
			secret = "with a secret"
		}
		fmt.Fprintf(text, "  Client   %s   %s, %s\n", client.ID, client.Name, secret)
	}
	if len(pool.Clients) > mostShown {
		fmt.Fprintf(text, "  and %s more\n", count(len(pool.Clients)-mostShown, "client"))
	}
	for _, trigger := range pool.Triggers {
		missing := ""
		if !trigger.Answered {
			missing = ", and no function answers for it"
		}
		fmt.Fprintf(text, "  Trigger  %s   %s%s\n", trigger.Name, trigger.ARN, missing)
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
