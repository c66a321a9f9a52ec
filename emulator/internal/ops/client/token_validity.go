package client

import (
	"cmp"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

const day = 24 * time.Hour

var unitLengths = map[api.TimeUnitsType]time.Duration{
	api.TimeUnitsTypeSeconds: time.Second, api.TimeUnitsTypeMinutes: time.Minute, api.TimeUnitsTypeHours: time.Hour, api.TimeUnitsTypeDays: day,
}

// units are the units of the three lifetimes: hours, hours and days where none are set.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html
func units(set *api.TokenValidityUnitsType) api.TokenValidityUnitsType {
	filled := api.TokenValidityUnitsType{}
	if set != nil {
		filled = *set
	}
	filled.AccessToken = cmp.Or(filled.AccessToken, api.TimeUnitsTypeHours)
	filled.IdToken = cmp.Or(filled.IdToken, api.TimeUnitsTypeHours)
	filled.RefreshToken = cmp.Or(filled.RefreshToken, api.TimeUnitsTypeDays)
	return filled
}

// shownUnits are all three as soon as one is set, and an empty structure otherwise (recorded).
func shownUnits(set *api.TokenValidityUnitsType) *api.TokenValidityUnitsType {
	if set == nil || *set == (api.TokenValidityUnitsType{}) {
		return &api.TokenValidityUnitsType{}
	}
	return new(units(set))
}

// refreshValidity is 30 days for 0 and where nothing is set. That they are counted in the unit that is set is assumed.
func refreshValidity(set *settings) int64 {
	if set.RefreshTokenValidity != nil && *set.RefreshTokenValidity > 0 {
		return *set.RefreshTokenValidity
	}
	return int64(30 * day / unitLengths[units(set.TokenValidityUnits).RefreshToken])
}

// checkTokenValidity holds the lifetimes against their ranges and against each other.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
func checkTokenValidity(c change) error {
	u := units(c.TokenValidityUnits)
	access := lifetime(c.AccessTokenValidity, u.AccessToken)
	id := lifetime(c.IdTokenValidity, u.IdToken)
	refresh := lifetime(new(refreshValidity(c.settings)), u.RefreshToken)
	switch {
	case access < 5*time.Minute || access > day, id < 5*time.Minute || id > day, refresh < time.Hour || refresh > 3650*day:
		return rule.TokenValidityRange.Refuse().Because("access tokens live %s, ID tokens %s, refresh tokens %s", access, id, refresh)
	case access > refresh || id > refresh:
		return rule.TokenValidityOrder.Refuse().Because("access tokens live %s, ID tokens %s, refresh tokens %s", access, id, refresh)
	}
	return nil
}

// lifetime is an hour where nothing is set, in whatever unit. A number too large for a duration is as good as the
// largest.
func lifetime(validity *int64, unit api.TimeUnitsType) time.Duration {
	if validity == nil {
		return time.Hour
	}
	length := unitLengths[unit]
	if *validity > int64(10000*day/length) {
		return 10000 * day
	}
	return time.Duration(*validity) * length
}
