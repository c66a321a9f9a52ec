package token

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// Authentication is what tokens say of how their user was authenticated: the name of a level (acr), and methods (amr).
// Refreshed tokens say the same.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
type Authentication struct {
	Level   string    `json:"acr,omitempty"`
	Methods []string  `json:"amr,omitempty"`
	Time    time.Time `json:"-"` // of tokens that were read
}

// NewAuthentication gives methods their level. Two different ones make a combination, whose mark comes last.
func NewAuthentication(pool directory.Pool, methods []string) Authentication {
	const combination = "mfa"
	var distinct []string
	for _, method := range methods {
		if method != combination && !slices.Contains(distinct, method) {
			distinct = append(distinct, method)
		}
	}
	level := pool.LevelName(directory.LevelOf(distinct))
	if len(distinct) > 1 {
		distinct = append(distinct, combination)
	}
	return Authentication{Level: level, Methods: distinct}
}

// AuthenticationOf reads what an access token says. Caller has checked the token.
func AuthenticationOf(accessToken api.Secret) (said Authentication) {
	payload, ok := payloadOf(accessToken)
	if !ok {
		return said
	}
	claims := map[string]json.RawMessage{}
	_ = json.Unmarshal(payload, &claims) // Caller has read it before
	var at int64
	for name, into := range map[string]any{"acr": &said.Level, "amr": &said.Methods, "auth_time": &at} {
		if value, present := claims[name]; present {
			_ = json.Unmarshal(value, into)
		}
	}
	said.Time = time.Unix(at, 0)
	return said
}

// addAuthentication adds the claims where a sign-in asked for them. Their place is assumed.
func addAuthentication(c *claims, g Grant) {
	if g.Authentication.Level != "" {
		c.add("acr", g.Authentication.Level)
	}
	if len(g.Authentication.Methods) > 0 {
		c.add("amr", g.Authentication.Methods)
	}
}
