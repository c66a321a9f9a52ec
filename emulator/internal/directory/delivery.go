package directory

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
)

// Delivery says where a code goes.
type Delivery struct {
	Attribute string // email or phone_number
	Address   string // unmasked
}

// Medium is EMAIL or SMS.
func (d Delivery) Medium() api.DeliveryMediumType {
	if d.Attribute == "phone_number" {
		return api.DeliveryMediumTypeSms
	}
	return api.DeliveryMediumTypeEmail
}

// Details is the delivery as an answer shows it, with a masked address.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html
func (d Delivery) Details() *api.CodeDeliveryDetailsType {
	return &api.CodeDeliveryDetailsType{AttributeName: d.Attribute, DeliveryMedium: d.Medium(), Destination: Mask(d.Address)}
}

// Mask hides an address as Cognito does: "t***@t***" (recorded), "+*******9934" (observed).
func Mask(address string) string {
	if local, domain, ok := strings.Cut(address, "@"); ok {
		return first(local) + "***@" + first(domain) + "***"
	}
	digits := strings.TrimPrefix(address, "+")
	shown := max(len(digits)-4, 0)
	return "+" + strings.Repeat("*", shown) + digits[shown:]
}

func first(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// SignUpDelivery is where sign-up sends its code: the phone first, where both are to be verified; false if the
// user has nothing that the pool verifies.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
func SignUpDelivery(pool Pool, user User) (Delivery, bool) {
	for _, attribute := range []string{"phone_number", "email"} {
		if value := user.Attributes[attribute]; pool.Verifies(attribute) && value != "" {
			return Delivery{attribute, value}, true
		}
	}
	return Delivery{}, false
}

// RecoveryAttributes lists what AccountRecoverySetting allows codes to go to, best first. Without the setting it
// is the phone, then the email address.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
func RecoveryAttributes(pool Pool) []string {
	setting := pool.AccountRecoverySetting
	if setting == nil || len(setting.RecoveryMechanisms) == 0 {
		return []string{"phone_number", "email"}
	}
	mechanisms := slices.Clone(setting.RecoveryMechanisms)
	slices.SortFunc(mechanisms, func(a, b api.RecoveryOptionType) int { return cmp.Compare(a.Priority, b.Priority) })
	var attributes []string
	for _, m := range mechanisms {
		if m.Name != api.RecoveryOptionNameTypeAdminOnly {
			attributes = append(attributes, strings.TrimPrefix(string(m.Name), "verified_"))
		}
	}
	return attributes
}

// RecoveryDelivery is where a code goes that resets the user's password; false if the user has no verified
// address that the pool allows for it. In pools with AccountRecoverySetting an address that gives the second factor
// cannot replace the first.
func RecoveryDelivery(pool Pool, user User) (Delivery, bool) {
	for _, attribute := range RecoveryAttributes(pool) {
		if pool.AccountRecoverySetting != nil && pool.givesFactor(user, attribute) {
			continue
		}
		if value := user.Attributes[attribute]; value != "" && user.Attributes[attribute+"_verified"] == "true" {
			return Delivery{attribute, value}, true
		}
	}
	return Delivery{}, false
}
