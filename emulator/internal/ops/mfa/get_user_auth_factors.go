package mfa

import (
	"context"
	"slices"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// GetUserAuthFactors shows users what they can sign in with: first the factors with which USER_AUTH can begin, then
// a verified software token; and what they prefer as a second factor.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
func (o *Factors) GetUserAuthFactors(ctx context.Context, in *api.GetUserAuthFactorsRequest) (*api.GetUserAuthFactorsResponse, error) {
	var out *api.GetUserAuthFactorsResponse
	err := o.DB.View(ctx, func(tx *store.Tx) error {
		pool, user, err := o.holder(ctx, tx, in.AccessToken)
		out = new(shownFactors(pool, user))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func shownFactors(pool directory.Pool, user directory.User) api.GetUserAuthFactorsResponse {
	return api.GetUserAuthFactorsResponse{
		Username: user.Username, ConfiguredUserAuthFactors: configured(pool, user),
		PreferredMfaSetting: string(user.MFA.Preferred), UserMFASettingList: user.MFA.SettingList(),
	}
}

// factorOf is what the factors are called that challenges ask for. Both ways to prove a password are one factor.
var factorOf = map[api.ChallengeNameType]api.AuthFactorType{
	api.ChallengeNameTypePassword:    api.AuthFactorTypePassword,
	api.ChallengeNameTypePasswordSrp: api.AuthFactorTypePassword,
	api.ChallengeNameTypeEmailOtp:    api.AuthFactorTypeEmailOtp,
	api.ChallengeNameTypeSmsOtp:      api.AuthFactorTypeSmsOtp,
	api.ChallengeNameTypeWebAuthn:    api.AuthFactorTypeWebAuthn,
}

func configured(pool directory.Pool, user directory.User) []api.AuthFactorType {
	factors := []api.AuthFactorType{}
	for _, challenge := range pool.FirstFactors(user) {
		if factor := factorOf[challenge]; !slices.Contains(factors, factor) {
			factors = append(factors, factor)
		}
	}
	if user.HasSoftwareToken() {
		factors = append(factors, api.AuthFactorTypeSoftwareToken)
	}
	return factors
}
