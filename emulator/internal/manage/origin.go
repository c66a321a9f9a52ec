package manage

import (
	"net"
	"net/http"
	"net/url"
)

// refuseOtherPages refuses what a web page from elsewhere has a browser do here. Whoever can configure a function runs
// programs, and a page can reach this machine, under a name of its own if need be. Browsers tell where the page is from
// with everything but GET; programs that are no browsers do not.
func (a *API) refuseOtherPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead && origin != "" && !a.isOurs(origin, r.Host) {
			write(w, http.StatusForbidden, problem{
				"forbidden", "a page of " + origin + " has no business here",
				"call it from a program, or from a page of " + a.PublicURL,
			})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isOurs reports whether pages of an origin are the emulator's own: those of its public URL, or of the address at which
// it was called if that is one of this machine, which no other page can have.
func (a *API) isOurs(origin, host string) bool {
	o, err := url.Parse(origin)
	if err != nil || o.Host == "" {
		return false
	}
	if public, err := url.Parse(a.PublicURL); err == nil && public.Scheme == o.Scheme && public.Host == o.Host {
		return true
	}
	local := o.Hostname() == "localhost" || net.ParseIP(o.Hostname()).IsLoopback()
	return local && o.Host == host
}
