package clients_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// attribute reads one of a device.
func attribute(t *testing.T, device *types.DeviceType, name string) string {
	t.Helper()
	for _, one := range device.DeviceAttributes {
		if aws.ToString(one.Name) == name {
			return aws.ToString(one.Value)
		}
	}
	t.Errorf("the device has no %s", name)
	return ""
}

// How a device proves itself is for the suites of clients that know device SRP; here is what becomes of its record.
func TestDevice(t *testing.T) {
	f := newFactored(t, cognito.CreateUserPoolInput{DeviceConfiguration: &types.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: true}}, nil)
	m, idp, admin := f.newMember(t), app(t), administrator(t)
	tokens := must(signIn(t, m.person, f.client))(t).AuthenticationResult
	if tokens.NewDeviceMetadata == nil {
		t.Fatal("no new device was announced")
	}
	key, access := tokens.NewDeviceMetadata.DeviceKey, tokens.AccessToken
	if !strings.HasPrefix(*key, "us-east-1_") {
		t.Errorf("the key is %s", *key)
	}
	verifier := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("v", 384)))
	salt := base64.StdEncoding.EncodeToString([]byte("a salt of sixteen"))
	confirmed := must(idp.ConfirmDevice(t.Context(), &cognito.ConfirmDeviceInput{
		AccessToken: access, DeviceKey: key, DeviceName: new("laptop"),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{PasswordVerifier: &verifier, Salt: &salt},
	}))(t)
	if !confirmed.UserConfirmationNecessary {
		t.Error("the user was not asked")
	}

	get := func() *types.DeviceType {
		return must(admin.AdminGetDevice(t.Context(), &cognito.AdminGetDeviceInput{UserPoolId: &f.pool, Username: &m.name, DeviceKey: key}))(t).Device
	}
	if got := attribute(t, get(), "dev:device_remembered_status"); got != "not_remembered" {
		t.Errorf("the status is %s", got)
	}
	must(idp.UpdateDeviceStatus(t.Context(), &cognito.UpdateDeviceStatusInput{
		AccessToken: access, DeviceKey: key, DeviceRememberedStatus: types.DeviceRememberedStatusTypeRemembered,
	}))(t)
	own := must(idp.GetDevice(t.Context(), &cognito.GetDeviceInput{AccessToken: access, DeviceKey: key}))(t).Device
	if got := attribute(t, own, "device_name"); got != "laptop" {
		t.Errorf("the name is %s", got)
	}
	requireRecent(t, own.DeviceCreateDate)
	if listed := must(idp.ListDevices(t.Context(), &cognito.ListDevicesInput{AccessToken: access}))(t).Devices; len(listed) != 1 {
		t.Errorf("got %+v", listed)
	}
	must(admin.AdminUpdateDeviceStatus(t.Context(), &cognito.AdminUpdateDeviceStatusInput{
		UserPoolId: &f.pool, Username: &m.name, DeviceKey: key, DeviceRememberedStatus: types.DeviceRememberedStatusTypeNotRemembered,
	}))(t)
	if got := attribute(t, get(), "dev:device_remembered_status"); got != "not_remembered" {
		t.Errorf("the status is %s", got)
	}

	must(admin.AdminForgetDevice(t.Context(), &cognito.AdminForgetDeviceInput{UserPoolId: &f.pool, Username: &m.name, DeviceKey: key}))(t)
	_, err := admin.AdminGetDevice(t.Context(), &cognito.AdminGetDeviceInput{UserPoolId: &f.pool, Username: &m.name, DeviceKey: key})
	refused[*types.ResourceNotFoundException](t, err, "")
}
