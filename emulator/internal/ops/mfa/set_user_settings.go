package mfa

import (
	"context"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// SetUserSettings is the operation of old for what SetUserMFAPreference does now. It knows text messages only (documented):
// MFAOptions switches them on, an empty one off. GetUser shows them in MFAOptions again, and not in UserMFASettingList.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
func (o *Factors) SetUserSettings(ctx context.Context, in *api.SetUserSettingsRequest) (*api.SetUserSettingsResponse, error) {
	err := o.changeOwn(ctx, in.AccessToken, func(ctx context.Context, _ directory.Pool, user *directory.User) error {
		return applyOptions(ctx, user, in.MFAOptions)
	})
	if err != nil {
		return nil, err
	}
	return &api.SetUserSettingsResponse{}, nil
}

func applyOptions(ctx context.Context, user *directory.User, options []api.MFAOptionType) error {
	for _, option := range options {
		if option.DeliveryMedium != api.DeliveryMediumTypeSms || option.AttributeName != "phone_number" {
			return rule.MfaOptionUnknown.Refuse().Because("MFAOptions has DeliveryMedium %q and AttributeName %q", option.DeliveryMedium, option.AttributeName)
		}
		if _, ok := directory.FactorDelivery(*user, api.ChallengeNameTypeSmsMfa); !ok {
			return rule.MfaNoDelivery.Refuse(api.ChallengeNameTypeSmsMfa).Because("%s has no phone_number", user.Username)
		}
	}
	journal.From(ctx).Notice("AWS advises against this operation, which knows text messages only; use SetUserMFAPreference")
	user.MFA.Legacy = len(options) > 0
	return nil
}
