package manage

import (
	"fmt"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// findPool finds a pool by its id or, if only one has it, by its name.
func findPool(tx *store.Tx, wanted string) (directory.Pool, error) {
	var found, known []string
	var pool directory.Pool
	for p, err := range directory.Pools.Scan(tx, "", "", 0) {
		switch {
		case err != nil:
			return p, err
		case p.Id == wanted:
			return p, nil
		case p.Name == wanted:
			pool, found = p, append(found, p.Id)
		}
		known = append(known, p.Id+" ("+p.Name+")")
	}
	switch len(found) {
	case 0:
		return pool, fmt.Errorf("there is no pool %q; there are %s", wanted, strings.Join(known, ", "))
	case 1:
		return pool, nil
	}
	return pool, fmt.Errorf("the pools %s are all called %q; give an id", strings.Join(found, ", "), wanted)
}

// findClient finds an app client of a pool by its id or name; for "" one that takes passwords, or else the first one.
func findClient(tx *store.Tx, pool directory.Pool, wanted string) (directory.Client, error) {
	var clients []directory.Client
	var known []string
	for c, err := range directory.ClientsOf(tx, pool.Id, "") {
		if err != nil {
			return c, err
		}
		if c.ClientId == wanted || c.ClientName == wanted {
			return c, nil
		}
		clients, known = append(clients, c), append(known, c.ClientId+" ("+c.ClientName+")")
	}
	switch {
	case len(clients) == 0:
		return directory.Client{}, fmt.Errorf("the pool %s (%s) has no app client", pool.Id, pool.Name)
	case wanted != "":
		return directory.Client{}, fmt.Errorf("the pool %s (%s) has no app client %q; it has %s", pool.Id, pool.Name, wanted, strings.Join(known, ", "))
	}
	for _, c := range clients {
		if c.Allows(api.ExplicitAuthFlowsTypeAllowUserPasswordAuth, api.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth) {
			return c, nil
		}
	}
	return clients[0], nil
}
