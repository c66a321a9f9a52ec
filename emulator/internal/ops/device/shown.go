package device

import (
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// shown is a device as its user sees it. An attribute without a value is left out.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html (the example)
func shown(d directory.Device) api.DeviceType {
	return show(d, []api.AttributeType{{Name: "device_status", Value: "valid"}, {Name: "device_name", Value: d.Name}, {Name: "last_ip_used", Value: d.IP}})
}

// shownToAdmin is a device with what administrators see besides.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html (the example)
func shownToAdmin(pool directory.Pool, user directory.User, d directory.Device) api.DeviceType {
	owner := user.Username + "." + pool.Id
	service, _, _ := strings.Cut(pool.Arn, ":userpool/")
	return show(d, []api.AttributeType{
		{Name: "device_status", Value: "valid"},
		{Name: "device_name", Value: d.Name},
		{Name: "dev:device_arn", Value: service + ":owner/" + owner + "/device/" + d.Key},
		{Name: "dev:device_owner", Value: owner},
		{Name: "last_ip_used", Value: d.IP},
		{Name: "dev:device_remembered_status", Value: string(status(d))},
		{Name: "dev:device_sdk", Value: d.SDK},
	})
}

func show(d directory.Device, attributes []api.AttributeType) api.DeviceType {
	return api.DeviceType{
		DeviceKey:        d.Key,
		DeviceAttributes: slices.DeleteFunc(attributes, func(a api.AttributeType) bool { return a.Value == "" }),
		DeviceCreateDate: api.NewTime(d.Created), DeviceLastModifiedDate: api.NewTime(d.Modified), DeviceLastAuthenticatedDate: api.NewTime(d.Authenticated),
	}
}

func status(d directory.Device) api.DeviceRememberedStatusType {
	if d.Remembered {
		return api.DeviceRememberedStatusTypeRemembered
	}
	return api.DeviceRememberedStatusTypeNotRemembered
}
