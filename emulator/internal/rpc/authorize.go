package rpc

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// authorize asks of administrators' calls that they are signed, as AWS does, but not by whom: any credentials do.
// Public operations ignore the header, whatever it is (recorded).
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
func authorize(auth api.Auth, r *http.Request) error {
	header := r.Header.Get("Authorization")
	switch {
	case auth != api.SigV4:
		return nil
	case header == "":
		return rule.MissingAuthenticationToken.Refuse()
	}
	if missing := missingParts(header, r.Header); missing != "" {
		digest := sha256.Sum256([]byte(header))
		return rule.IncompleteSignature.Refuse(missing + " (Hashed with SHA-256 and encoded with Base64) Authorization=" +
			base64.StdEncoding.EncodeToString(digest[:]))
	}
	return nil
}

// missingParts says what an Authorization header lacks to be a signature, in the recorded words.
func missingParts(authorization string, header http.Header) string {
	var missing []string
	for _, part := range []string{"Credential", "Signature", "SignedHeaders"} {
		if !strings.Contains(authorization, part+"=") {
			missing = append(missing, "Authorization header requires '"+part+"' parameter.")
		}
	}
	if header.Get("X-Amz-Date") == "" && header.Get("Date") == "" {
		missing = append(missing, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	return strings.Join(missing, " ")
}
