package token

import (
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// life is how long a client's tokens live.
type life struct{ id, access, refresh time.Duration }

// lives reads the validity settings of a client: one hour, and 30 days for refresh tokens, unless it says otherwise.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html
func lives(client directory.Client) life {
	units := client.TokenValidityUnits
	if units == nil {
		units = &api.TokenValidityUnitsType{}
	}
	return life{
		id:      validity(client.IdTokenValidity, units.IdToken, time.Hour, time.Hour),
		access:  validity(client.AccessTokenValidity, units.AccessToken, time.Hour, time.Hour),
		refresh: validity(client.RefreshTokenValidity, units.RefreshToken, 24*time.Hour, 30*24*time.Hour),
	}
}

func validity(amount *int64, unit api.TimeUnitsType, usual, otherwise time.Duration) time.Duration {
	if amount == nil || *amount == 0 {
		return otherwise
	}
	units := map[api.TimeUnitsType]time.Duration{
		api.TimeUnitsTypeSeconds: time.Second, api.TimeUnitsTypeMinutes: time.Minute,
		api.TimeUnitsTypeHours: time.Hour, api.TimeUnitsTypeDays: 24 * time.Hour,
	}
	if length, ok := units[unit]; ok {
		usual = length
	}
	return time.Duration(*amount) * usual
}
