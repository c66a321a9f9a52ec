package threat

import (
	"context"
	"net/netip"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// FromUser is the scene of a public call: it comes from where its connection does. What UserContextData says of that
// counts only for app clients with EnablePropagateAdditionalUserContextData, which have a secret: others could say anything.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html
func FromUser(ctx context.Context, pool directory.Pool, client directory.Client, in *api.UserContextDataType) Scene {
	s := Scene{Pool: pool, Client: client}
	trail := journal.From(ctx)
	from := trail.IP()
	switch {
	case in == nil:
	case !s.watched():
		trail.Notice("UserContextData has no effect: pool %s has no threat protection", pool.Id)
	case in.IpAddress == "":
	case propagates(client):
		from = in.IpAddress
	default:
		trail.Notice("UserContextData.IpAddress has no effect: client %s has not EnablePropagateAdditionalUserContextData", client.ClientId)
	}
	if in != nil {
		s.Context = readDevice(in.EncodedData)
	}
	if known := trail.Device(); s.Context.Name == "" && known != "unknown" {
		s.Context.Name = known
	}
	s.Address = parseAddress(ctx, from)
	return s
}

// FromServer is the scene of a call of the administrators' operations, which say in ContextData where their user is. Of a
// call that does not nothing is known (assumed).
func FromServer(ctx context.Context, pool directory.Pool, client directory.Client, in *api.ContextDataType) Scene {
	s := Scene{Pool: pool, Client: client}
	if in == nil {
		return s
	}
	if !s.watched() {
		journal.From(ctx).Notice("ContextData has no effect: pool %s has no threat protection", pool.Id)
	}
	s.Context, s.Address = readDevice(in.EncodedData), parseAddress(ctx, in.IpAddress)
	return s
}

func propagates(client directory.Client) bool {
	on := client.EnablePropagateAdditionalUserContextData
	return on != nil && *on && client.Secret() != ""
}

// parseAddress reads an address. What is none counts as unknown (assumed).
func parseAddress(ctx context.Context, text string) netip.Addr {
	address, err := netip.ParseAddr(text)
	if err != nil && text != "" {
		journal.From(ctx).Notice("%q is no IP address", text)
	}
	return address.Unmap().WithZone("")
}

// CheckAddress refuses a call from an address that the pool blocks. It does so before anything is known of the user.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RiskExceptionConfigurationType.html
func (g *Guard) CheckAddress(ctx context.Context, s Scene) error {
	if g == nil || !s.watched() || !s.Address.IsValid() {
		return nil
	}
	f, err := g.facts(ctx, s)
	if err != nil || f.config.RiskExceptionConfiguration == nil ||
		!directory.InRanges(s.Address, f.config.RiskExceptionConfiguration.BlockedIPRangeList...) {
		return err
	}
	if !s.enforced() {
		noteAudit(ctx, s, "BlockedIPRangeList has "+s.Address.String())
		return nil
	}
	return rule.ThreatAddressBlocked.Refuse().Because("BlockedIPRangeList has %s", s.Address)
}

// skips reports whether risks are not looked for at the address of a scene.
func (f facts) skips(s Scene) bool {
	exception := f.config.RiskExceptionConfiguration
	return exception != nil && directory.InRanges(s.Address, exception.SkippedIPRangeList...)
}
