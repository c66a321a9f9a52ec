package threat_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/threat"
)

// Where a call comes from: its connection, or what it says if the app client may say it.
func TestAddresses(t *testing.T) {
	w := newWorld(t)
	trusted := directory.Client{UserPoolClientType: api.UserPoolClientType{ClientSecret: "secret", EnablePropagateAdditionalUserContextData: new(true)}}
	public := directory.Client{UserPoolClientType: api.UserPoolClientType{EnablePropagateAdditionalUserContextData: new(true)}}
	for _, c := range []struct {
		client directory.Client
		peer   string
		said   *api.UserContextDataType
		want   string
		notice string
	}{
		{public, "192.0.2.1:1", nil, "192.0.2.1", ""},
		{public, "192.0.2.1:1", &api.UserContextDataType{IpAddress: "192.0.2.9"}, "192.0.2.1", "UserContextData.IpAddress has no effect: client "},
		{trusted, "192.0.2.1:1", &api.UserContextDataType{IpAddress: "192.0.2.9"}, "192.0.2.9", ""},
		{trusted, "192.0.2.1:1", &api.UserContextDataType{IpAddress: "::ffff:192.0.2.9"}, "192.0.2.9", ""},
		{trusted, "192.0.2.1:1", &api.UserContextDataType{IpAddress: "somewhere"}, "invalid IP", `"somewhere" is no IP address`},
		{trusted, "192.0.2.1:1", &api.UserContextDataType{EncodedData: "x"}, "192.0.2.1", ""},
		{public, "[fe80::1%eth0]:1", nil, "fe80::1", ""},
		{public, "", nil, "invalid IP", ""},
	} {
		ctx, trail := journal.With(t.Context(), "1", "InitiateAuth", w.clock.Now())
		trail.Peer(c.peer)
		if got := threat.FromUser(ctx, w.pool, c.client, c.said).Address.String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		if notices := strings.Join(trail.Finish(200, "", "", 0).Notices, "\n"); !strings.HasPrefix(notices, c.notice) || c.notice == "" && notices != "" {
			t.Errorf("%+v: notices %q", c, notices)
		}
	}
	if s := threat.FromServer(t.Context(), w.pool, trusted, nil); s.Address.IsValid() {
		t.Errorf("a server that says nothing is at %s", s.Address)
	}
}

// The device is what EncodedData says, else what the User-Agent does.
func TestDevices(t *testing.T) {
	w := newWorld(t)
	encode := func(payload string) string {
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf(`{"payload":%q,"signature":"x","version":"JS20171115"}`, payload)))
	}
	for encoded, want := range map[string]threat.Device{
		"":    {Name: "Firefox 130"},
		"%%%": {Name: "Firefox 130"},
		encode(`{"contextData":{"DevicePlatform":"MacIntel","ClientTimezone":"-07:00"},"username":"u"}`):  {Name: "MacIntel", Timezone: "-07:00"},
		encode(`{"contextData":{"DeviceName":"Pixel","DevicePlatform":"ANDROID","ClientTimezone":"+1"}}`): {Name: "Pixel", Timezone: "+1"},
		encode(`[]`): {Name: "Firefox 130"},
	} {
		ctx, trail := journal.With(t.Context(), "1", "InitiateAuth", w.clock.Now())
		trail.Agent("Firefox/130.0")
		if got := threat.FromUser(ctx, w.pool, directory.Client{}, &api.UserContextDataType{EncodedData: encoded}).Context; got != want {
			t.Errorf("%q: %+v", encoded, got)
		}
	}
}

func FuzzEncodedData(f *testing.F) {
	f.Add("", "")
	f.Add("eyJwYXlsb2FkIjoie30ifQ==", "192.0.2.1")
	f.Add(base64.StdEncoding.EncodeToString([]byte(`{"payload":"{\"contextData\":[]}"}`)), "::1%x")
	f.Fuzz(func(t *testing.T, encoded, address string) {
		pool := directory.Pool{UserPoolType: api.UserPoolType{UserPoolAddOns: &api.UserPoolAddOnsType{AdvancedSecurityMode: "AUDIT"}}}
		s := threat.FromServer(t.Context(), pool, directory.Client{}, &api.ContextDataType{EncodedData: encoded, IpAddress: address})
		if s.Address.Zone() != "" || s.Address.Is4In6() {
			t.Errorf("the address is %s", s.Address)
		}
	})
}
