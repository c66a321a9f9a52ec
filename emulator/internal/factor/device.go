package factor

import (
	"encoding/base64"
	"encoding/hex"
	"errors"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/srp"
)

// Devices enrols devices and checks their proofs: SRP like that of passwords, between the device group key and the device
// key in place of pool and user, with a password that only the device knows.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
type Devices struct {
	Group *srp.Group
}

// longestSalt is more than any client makes: they draw 16 bytes.
const longestSalt = 64

// ReadSecret reads the verifier and the salt that a client has made up for its device. Numbers that no proof could hold
// for, or any, are refused here.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceSecretVerifierConfigType.html
func (d Devices) ReadSecret(config *api.DeviceSecretVerifierConfigType) (verifier, salt []byte, err error) {
	if config == nil || config.PasswordVerifier == "" || config.Salt == "" {
		return nil, nil, rule.DeviceSecretInvalid.Refuse().Because("DeviceSecretVerifierConfig needs a PasswordVerifier and a Salt")
	}
	verifier, err = base64.StdEncoding.DecodeString(config.PasswordVerifier)
	if err != nil {
		return nil, nil, rule.DeviceSecretInvalid.Refuse().Because("PasswordVerifier: %v", err)
	}
	if !d.Group.IsVerifier(verifier) {
		return nil, nil, rule.DeviceSecretInvalid.Refuse().Because("PasswordVerifier is not g^x mod N as BigInteger.toByteArray() writes it")
	}
	salt, err = base64.StdEncoding.DecodeString(config.Salt)
	if err != nil {
		return nil, nil, rule.DeviceSecretInvalid.Refuse().Because("Salt: %v", err)
	}
	if len(salt) == 0 || len(salt) > longestSalt {
		return nil, nil, rule.DeviceSecretInvalid.Refuse().Because("Salt has %d bytes", len(salt))
	}
	return verifier, salt, nil
}

// DeviceSalt is the SALT of a device's challenge.
func DeviceSalt(device directory.Device) string { return hex.EncodeToString(device.Salt) }

// DeviceClaim is the answer to a device's challenge.
type DeviceClaim struct{ SecretBlock, Timestamp, Signature string }

// Check checks a device's proof. Whether the block is young and the sign-in's own, and the timestamp right, is the
// caller's to see.
func (d Devices) Check(device directory.Device, block srp.Block, claim DeviceClaim) error {
	if block.Binding.DeviceKey != device.Key {
		return errors.New("the secret block was made for another device")
	}
	return d.Group.Verify(block.State, device.Verifier, srp.Claim{
		Identity:    srp.Identity{PoolName: device.GroupKey, UserID: device.Key},
		SecretBlock: claim.SecretBlock, Timestamp: claim.Timestamp, Signature: claim.Signature,
	})
}
