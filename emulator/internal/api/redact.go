package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Redact is a request or answer as a log may show it: JSON with *** in place of passwords, tokens, codes and secrets. Names
// stay, as do the keys of AuthParameters and ChallengeResponses. What is not JSON could hide anything, so only its length is
// told.
func Redact(body []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return fmt.Appendf(nil, `"%d bytes that are not JSON"`, len(body))
	}
	redacted, err := Encode(redactIn("", v))
	if err != nil {
		return fmt.Appendf(nil, `"%d bytes"`, len(body))
	}
	return redacted
}

// redactIn is the value of the member or map key name.
func redactIn(name string, v any) any {
	if sensitiveMembers[name] || isSecretKey(name) {
		return mask
	}
	switch v := v.(type) {
	case map[string]any:
		responses, _ := v["ChallengeResponses"].(map[string]any)
		answer, given := responses["ANSWER"]
		for key, value := range v {
			v[key] = redactIn(key, value)
		}
		if name, _ := v["ChallengeName"].(string); given && choices[name] {
			responses["ANSWER"] = redactIn("", answer)
		}
	case []any:
		for i, value := range v {
			v[i] = redactIn(name, value)
		}
	}
	return v
}

// secretKeys are keys of AuthParameters, ChallengeResponses, ChallengeParameters and ProviderDetails whose values are secret.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
var secretKeys = map[string]bool{
	"PASSWORD":      true,
	"NEW_PASSWORD":  true,
	"SECRET_HASH":   true,
	"SRP_A":         true,
	"REFRESH_TOKEN": true,
	"ANSWER":        true,
	"CREDENTIAL":    true,
	"client_secret": true,
	"private_key":   true,
}

// choices are the challenges whose ANSWER is the name of another one, and no secret.
var choices = map[string]bool{string(ChallengeNameTypeSelectChallenge): true, string(ChallengeNameTypeSelectMfaType): true}

func isSecretKey(key string) bool {
	return secretKeys[key] || strings.HasSuffix(key, "_CODE") || strings.HasPrefix(key, "PASSWORD_CLAIM_")
}
