package seed

import (
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// Pool is an entry under UserPools.
type Pool struct {
	Place
	ID       string // pinned; "" leaves it to the name
	Create   *api.CreateUserPoolRequest
	Factors  *api.SetUserPoolMfaConfigRequest // nil: nothing but CreateUserPool's MfaConfiguration
	Threats  Threats
	Triggers []Trigger
	Clients  []*Client
	Groups   []*Group
	Users    []*User

	settings map[string]any // the same as Create, for updating
	entry    *value
}

// Client is an entry under Clients.
type Client struct {
	Place
	ID     string // pinned; "" leaves it to the name
	Create *api.CreateUserPoolClientRequest

	settings map[string]any
	entry    *value
}

// Group is an entry under Groups.
type Group struct {
	Place
	Create *api.CreateGroupRequest

	settings map[string]any
	entry    *value
}

// somePool stands for the id of a pool that does not exist yet.
const somePool = "us-east-1_000000000"

func (r Reader) pool(v *value, object map[string]any) (*Pool, error) {
	p := &Pool{Place: v.Place, ID: v.string("Id"), entry: v}
	region := r.Region
	if p.ID != "" {
		region, _, _ = strings.Cut(p.ID, "_")
		if _, err := read[api.DescribeUserPoolRequest]("DescribeUserPool", map[string]any{"UserPoolId": p.ID}); err != nil {
			return nil, v.member("Id").Problem("%s is no id of a user pool, such as us-east-1_App000001: %w", p.ID, err)
		}
	}
	p.settings = with(object, nil)
	for _, name := range []string{"Id", "Clients", "Groups", "Users"} {
		delete(p.settings, name)
	}
	if config, ok := p.settings["LambdaConfig"].(map[string]any); ok {
		p.Triggers = r.qualify(v.member("LambdaConfig"), config, region)
	}
	var err error
	if p.Factors, err = factors(v, p.settings); err != nil {
		return nil, err
	}
	if p.Threats, err = threats(v, p.settings); err != nil {
		return nil, err
	}
	if p.Create, err = request[api.CreateUserPoolRequest]("CreateUserPool", v, p.settings); err != nil {
		return nil, err
	}
	return p, p.contents(v, object)
}

func (p *Pool) contents(v *value, object map[string]any) error {
	for entry, content := range children(v, object, "Clients") {
		c, err := client(entry, content)
		if err != nil {
			return err
		}
		p.Clients = append(p.Clients, c)
	}
	for entry, content := range children(v, object, "Groups") {
		settings := with(content, map[string]any{"UserPoolId": somePool})
		create, err := request[api.CreateGroupRequest]("CreateGroup", entry, settings)
		if err != nil {
			return err
		}
		p.Groups = append(p.Groups, &Group{Place: entry.Place, Create: create, settings: settings, entry: entry})
	}
	for entry, content := range children(v, object, "Users") {
		u, err := user(entry, content)
		if err != nil {
			return err
		}
		p.Users = append(p.Users, u)
	}
	return nil
}

func client(v *value, object map[string]any) (*Client, error) {
	c := &Client{Place: v.Place, ID: v.string("ClientId"), entry: v}
	c.settings = with(object, map[string]any{"UserPoolId": somePool})
	delete(c.settings, "ClientId")
	if c.ID != "" {
		identity := map[string]any{"UserPoolId": somePool, "ClientId": c.ID}
		if _, err := request[api.DescribeUserPoolClientRequest]("DescribeUserPoolClient", v, identity); err != nil {
			return nil, err
		}
	}
	var err error
	c.Create, err = request[api.CreateUserPoolClientRequest]("CreateUserPoolClient", v, c.settings)
	return c, err
}
