package kms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// symmetric is the only algorithm of the keys here.
const symmetric = "SYMMETRIC_DEFAULT"

// longestBlob is KMS's limit, in bytes.
const longestBlob = 6144

// decryptRequest is what Decrypt is asked. GrantTokens have no effect: whoever signs may decrypt.
type decryptRequest struct {
	CiphertextBlob      []byte
	EncryptionContext   map[string]string
	EncryptionAlgorithm string
	KeyID               string `json:"KeyId"`
	DryRun              bool
	Recipient           json.RawMessage
}

// decryptResponse is what Decrypt answers.
type decryptResponse struct {
	EncryptionAlgorithm string
	KeyID               string `json:"KeyId"`
	Plaintext           []byte
}

// decrypt answers the operation Decrypt.
//
// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
func (h *Handler) decrypt(ctx context.Context, body []byte) (*decryptResponse, error) {
	var in decryptRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, serialization(err.Error())
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	keyARN, plaintext, err := h.Keys.decrypt(ctx, in.CiphertextBlob, in.EncryptionContext)
	switch {
	case errors.Is(err, errCiphertext):
		return nil, refuse("InvalidCiphertextException", err.Error()) // KMS says nothing at all
	case err != nil:
		return nil, err
	case in.KeyID != "" && !identifies(in.KeyID, keyARN):
		return nil, refuse("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.").
			because("the ciphertext is of %s, the request names %.200q", keyARN, in.KeyID)
	}
	if region, _ := splitARN(in.KeyID); region != "" {
		keyARN = in.KeyID // of a multi-Region key, the one that was asked
	}
	return &decryptResponse{symmetric, keyARN, plaintext}, nil
}

// check looks at what needs no key.
func (in decryptRequest) check() error {
	invalid := func(value, member, constraint string) error {
		return refuse("ValidationException", fmt.Sprintf("1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s", value, member, constraint))
	}
	switch n := len(in.CiphertextBlob); {
	case in.CiphertextBlob == nil:
		return invalid("null", "ciphertextBlob", "Member must not be null")
	case n == 0:
		return invalid("''", "ciphertextBlob", "Member must have length greater than or equal to 1")
	case n > longestBlob:
		return invalid(fmt.Sprintf("(%d bytes)", n), "ciphertextBlob", fmt.Sprintf("Member must have length less than or equal to %d", longestBlob))
	case in.EncryptionAlgorithm != "" && in.EncryptionAlgorithm != symmetric:
		return refuse("InvalidKeyUsageException", fmt.Sprintf("all keys of the emulator are symmetric: EncryptionAlgorithm %.100q is not %s", in.EncryptionAlgorithm, symmetric))
	case in.DryRun:
		return unimplemented("Decrypt with DryRun")
	case len(in.Recipient) > 0 && string(in.Recipient) != "null":
		return unimplemented("Decrypt with Recipient")
	}
	return nil
}
