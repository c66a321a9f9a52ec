package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const prefix = "COGNITWO_"

// variables are the environment variables that some flag reads.
func variables(app *kong.Application) []string {
	var names []string
	for _, node := range append([]*kong.Node{app.Node}, app.Leaves(false)...) {
		for _, flag := range node.Flags {
			names = append(names, flag.Envs...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// checkEnvironment refuses variables with our prefix that mean nothing: a typing error in a compose file would have no
// effect, and no trace.
func checkEnvironment(environ, known []string) error {
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) || slices.Contains(known, name) {
			continue
		}
		if near := nearest(name, known); near != "" {
			return fmt.Errorf("there is no environment variable %s; did you mean %s?", name, near)
		}
		return fmt.Errorf("there is no environment variable %s; there are %s", name, strings.Join(known, ", "))
	}
	return nil
}

// unsetEmpty makes an empty variable the same as none, which is what ${SEED:-} in a compose file means.
func unsetEmpty(known []string) error {
	for _, name := range known {
		if value, set := os.LookupEnv(name); set && value == "" {
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// nearest is the known name that differs from the name in one short stretch; "" if none does.
func nearest(name string, known []string) string {
	best, least := "", 4
	for _, k := range known {
		shortest := min(len(name), len(k))
		start, end := 0, 0
		for start < shortest && name[start] == k[start] {
			start++
		}
		for end < shortest-start && name[len(name)-1-end] == k[len(k)-1-end] {
			end++
		}
		if stretch := max(len(name), len(k)) - start - end; stretch < least {
			best, least = k, stretch
		}
	}
	return best
}
