package threat

import (
	"encoding/base64"
	"encoding/json"
)

// Device is what EncodedData tells of the user's device.
type Device struct {
	Name     string
	Timezone string
}

// readDevice reads EncodedData as AWS's own libraries make it: base64 of a JSON object whose payload is JSON again. The
// signature is not checked: its key is not known. What does not read so tells nothing.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html
func readDevice(encoded string) Device {
	var outer struct {
		Payload string `json:"payload"`
	}
	var inner struct {
		ContextData struct {
			DeviceName     string `json:"DeviceName"`
			DevicePlatform string `json:"DevicePlatform"`
			ClientTimezone string `json:"ClientTimezone"`
		} `json:"contextData"`
	}
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || json.Unmarshal(text, &outer) != nil || json.Unmarshal([]byte(outer.Payload), &inner) != nil {
		return Device{}
	}
	d := Device{Name: inner.ContextData.DeviceName, Timezone: inner.ContextData.ClientTimezone}
	if d.Name == "" {
		d.Name = inner.ContextData.DevicePlatform
	}
	return d
}
