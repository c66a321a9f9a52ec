package seed

import (
	"slices"
	"strings"
)

// unknown says what may have been meant by a key that does not exist.
func (c *conformer) unknown(m member, known []string) {
	if feature, ok := unbuilt[m.name]; ok {
		c.problem(m.Place, "%s are not implemented yet", feature)
		return
	}
	near := Nearest(m.name, known)
	for _, synonym := range synonyms[m.name] {
		if slices.Contains(known, synonym) {
			near = synonym
		}
	}
	if near == "" {
		c.problem(m.Place, "there is no key %s here; known are %s", m.name, strings.Join(known, ", "))
		return
	}
	c.problem(m.Place, "there is no key %s here; did you mean %s?", m.name, near)
}

// synonyms are words that the API has elsewhere for what is meant.
var synonyms = map[string][]string{
	"Name":             {"PoolName", "ClientName", "GroupName", "Username"},
	"Id":               {"ClientId", "Sub"},
	"UserPoolId":       {"Id"},
	"SchemaAttributes": {"Schema"},
	"UserAttributes":   {"Attributes"},
	"UserPoolClients":  {"Clients"},
}

// unbuilt are the features that such keys are going to belong to.
var unbuilt = map[string]string{
	"ResourceServers": "resource servers", "IdentityProviders": "identity providers", "Domain": "domains",
}
