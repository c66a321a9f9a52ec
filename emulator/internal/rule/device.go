package rule

import "github.com/cognitwo/cognitwo/emulator/internal/api"

// The rules of devices.
var (
	DeviceNotFound = &Rule{
		ID:        "device.not-found",
		exception: api.ResourceNotFoundException,
		Wording:   "Device does not exist.",
		Reason:    "the user has no such device: it was never confirmed, was forgotten, or belongs to somebody else",
		Fix:       "sign in without DEVICE_KEY and confirm the key in NewDeviceMetadata",
		Source:    observed("issue 200 of amazon-cognito-identity-js, pull request 2605 of amplify-android; client libraries match on the text"),
	}
	DeviceKeyInvalid = &Rule{
		ID:        "device.key-invalid",
		exception: api.InvalidParameterException,
		Wording:   "Invalid device key given.",
		Reason:    "the key was not announced to this user by a sign-in",
		Fix:       "send NewDeviceMetadata.DeviceKey; answer challenges with USER_ID_FOR_SRP as USERNAME, since keys that are announced to an alias cannot be confirmed",
		Source:    observed("issues 2087, 2705 and 8469 of amplify-js, 4059 of boto3"),
	}
	DeviceKeyExists = &Rule{
		ID:        "device.key-exists",
		exception: api.DeviceKeyExistsException,
		Wording:   "Device key already exists.",
		Reason:    "the device has been confirmed",
		Fix:       "forget it first, or leave it as it is",
		Source:    assumed("the exception is documented; the text is not established"),
	}
	DeviceSecretInvalid = &Rule{
		ID:        "device.secret-invalid",
		exception: api.InvalidParameterException,
		Wording:   "Invalid device secret verifier config given.",
		Reason:    "PasswordVerifier is not base64 of a number of the group, or Salt not base64 of one to 64 bytes",
		Fix:       "send g^x mod N and the salt as Java's BigInteger.toByteArray() writes them, in base64",
		Source:    assumed("that negative numbers are refused was observed (pull request 46 of aws-sdk-net-extensions-cognito); the text is not established"),
	}
)

var deviceRules = []*Rule{DeviceNotFound, DeviceKeyInvalid, DeviceKeyExists, DeviceSecretInvalid}
