package emulator_test

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/cognitwo/cognitwo/srp"
)

const machinePassword = "Passw0rd!"

// person is a user, with all that only the user knows.
type person struct {
	pool              machinePool
	name              string
	password          string // "" for a user who has none
	passwordless      bool
	temporary         bool
	email, phone      bool
	enabled           []string // second factors
	preferred         string
	secret            string // of the authenticator app
	step              int64  // of its last code
	device            *machineDevice
	passkey           *passkey
	failures          int // wrong proofs since the last pause
	mail, phoneNumber string
}

// GoString is the user as failures show it.
func (p *person) GoString() string {
	return fmt.Sprintf("%s of %s (passwordless %t, temporary %t, passkey %t, email %t, phone %t, app %t, device %+v, factors %v, prefers %q)",
		p.name, p.pool.name, p.passwordless, p.temporary, p.passkey != nil, p.email, p.phone, p.secret != "", p.device, p.enabled, p.preferred)
}

// machineDevice is what a program keeps of a device.
type machineDevice struct {
	key, group, password string
	familiar             bool // it was used beside a second factor
}

var people atomic.Int64

// draft is a user of the pool who is not there yet, with a password and both addresses.
func (p machinePool) draft() *person {
	n := people.Add(1)
	return &person{
		pool: p, name: fmt.Sprintf("user%d", n), password: machinePassword, email: true, phone: true,
		mail: fmt.Sprintf("user%d@example.com", n), phoneNumber: fmt.Sprintf("+1206555%04d", n%10000),
	}
}

// create makes the user, without factors and devices.
func (m *machine) create(p *person) {
	m.Helper()
	attributes := []fields{}
	add := func(name, value string) { attributes = append(attributes, fields{"Name": name, "Value": value}) }
	if p.email {
		add("email", p.mail)
		add("email_verified", "true")
	}
	if p.phone {
		add("phone_number", p.phoneNumber)
		add("phone_number_verified", "true")
	}
	body := fields{"UserPoolId": p.pool.id(), "Username": p.name, "MessageAction": "SUPPRESS", "UserAttributes": attributes}
	if p.password != "" {
		body["TemporaryPassword"] = p.password
	}
	m.must("AdminCreateUser", body)
	if p.password != "" {
		m.setPassword(p, true)
	}
}

func (m *machine) setPassword(p *person, permanent bool) {
	m.Helper()
	m.must("AdminSetUserPassword", fields{"UserPoolId": p.pool.id(), "Username": p.name, "Password": p.password, "Permanent": permanent})
	p.temporary = !permanent
}

// enrol gives the user an authenticator app.
func (m *machine) enrol(p *person, accessToken string) {
	m.Helper()
	var associated struct{ SecretCode string }
	m.read(m.must("AssociateSoftwareToken", fields{"AccessToken": accessToken}).Answer, &associated)
	p.secret, p.step = associated.SecretCode, 0
	m.must("VerifySoftwareToken", fields{"AccessToken": accessToken, "UserCode": m.appCode(p)})
}

// appCode is the next code of the user's app. Each works once, so the clock goes on to the next one where it has to.
func (m *machine) appCode(p *person) string {
	m.Helper()
	if m.server.Clock.Now().Unix()/30 <= p.step {
		m.server.Clock.Advance(30 * time.Second)
	}
	p.step = m.server.Clock.Now().Unix() / 30
	code, err := totp.GenerateCodeCustom(p.secret, m.server.Clock.Now(), totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		m.Fatalf("the secret %q: %v", p.secret, err)
	}
	return code
}

// remember confirms a device that a sign-in announced.
func (m *machine) remember(p *person, signedIn reply) {
	m.Helper()
	tokens := signedIn.result.AuthenticationResult
	if tokens == nil || tokens.NewDeviceMetadata == nil {
		m.Fatalf("no device is announced: %s", signedIn.Body)
	}
	p.device = &machineDevice{key: tokens.NewDeviceMetadata.DeviceKey, group: tokens.NewDeviceMetadata.DeviceGroupKey, password: "device-" + rand.Text()}
	salt, err := srp.NewSalt(rand.Reader)
	if err != nil {
		m.Fatalf("%v", err)
	}
	x := srp.PrivateKey(srp.Identity{PoolName: p.device.group, UserID: p.device.key}, p.device.password, salt)
	m.must("ConfirmDevice", fields{"AccessToken": tokens.AccessToken, "DeviceKey": p.device.key, "DeviceName": "test", "DeviceSecretVerifierConfig": fields{
		"PasswordVerifier": base64.StdEncoding.EncodeToString(m.group.Verifier(x)), "Salt": base64.StdEncoding.EncodeToString(salt),
	}})
}

// prefer sets the user's second factors.
func (m *machine) prefer(p *person) {
	m.Helper()
	body := fields{"UserPoolId": p.pool.id(), "Username": p.name}
	for member, factor := range map[string]string{"SMSMfaSettings": "SMS_MFA", "EmailMfaSettings": "EMAIL_OTP", "SoftwareTokenMfaSettings": "SOFTWARE_TOKEN_MFA"} {
		if slices.Contains(p.enabled, factor) {
			body[member] = fields{"Enabled": true, "PreferredMfa": p.preferred == factor}
		}
	}
	if len(body) > 2 {
		m.must("AdminSetUserMFAPreference", body)
	}
}

// lastCode is the code of the last message to the user.
func (m *machine) lastCode(p *person) string {
	m.Helper()
	if m.fixed != "" {
		return m.fixed
	}
	var message struct{ Code string }
	found := m.get("/_emulator/messages/latest?pool=" + p.pool.id() + "&user=" + p.name)
	if m.read(found, &message); message.Code == "" {
		m.Fatalf("nothing was sent to %s: %s", p.name, found.Body)
	}
	return message.Code
}

// otherCode is a code of the same length that is not the given one.
func otherCode(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + strings.Map(func(r rune) rune { return '0' + (r-'0'+5)%10 }, string(last))
}
