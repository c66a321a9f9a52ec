package kms

import (
	"context"
	"crypto/ecdsa"
	"encoding/base64"
	"errors"
	"io"
	"maps"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Keys are all keys, which exist as soon as somebody names them.
type Keys struct {
	DB     *store.DB
	Random io.Reader
}

// master is the key under which all data keys are wrapped.
type master struct{ Secret []byte }

// masters has one record at most.
var masters = store.Table[master]{Kind: "kms-master-key", Key: func(master) string { return masterName }}

const (
	masterName = "master"
	keySize    = 32 // of the master key and of data keys: AES-256
)

// Encrypt makes what a custom sender gets as its code: an AWS Encryption SDK message, in Base64, that holds the
// plaintext and was encrypted under the KMS key with this ARN. The encryption context, to which the SDK's own entry is
// added, stands in the message for everybody to read. It must not be called inside a transaction.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
func (k *Keys) Encrypt(ctx context.Context, keyARN string, encryptionContext map[string]string, plaintext string) (string, error) {
	master, err := k.master(ctx)
	if err != nil {
		return "", err
	}
	signer, err := newSigner(k.Random)
	if err != nil {
		return "", err
	}
	entries, err := withPublicKey(encryptionContext, signer)
	if err != nil {
		return "", err
	}
	random := make([]byte, keySize+messageIDSize)
	if _, err := io.ReadFull(k.Random, random); err != nil {
		return "", err
	}
	dataKey, messageID := random[:keySize], random[keySize:]
	wrapped, err := wrap(k.Random, master, keyARN, entries, dataKey)
	if err != nil {
		return "", err
	}
	message, err := seal(header{messageID, entries, keyARN, wrapped}, dataKey, []byte(plaintext))
	if err != nil {
		return "", err
	}
	if message, err = appendFooter(message, signer); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(message), nil
}

// decrypt unwraps what wrap made, and says under which key.
func (k *Keys) decrypt(ctx context.Context, blob []byte, encryptionContext map[string]string) (keyARN string, plaintext []byte, err error) {
	master, err := k.master(ctx)
	if err != nil {
		return "", nil, err
	}
	return unwrap(master, blob, encryptionContext)
}

// withPublicKey adds the entry by which the SDKs find the key that verifies the footer.
func withPublicKey(encryptionContext map[string]string, signer *ecdsa.PrivateKey) (map[string]string, error) {
	public, err := publicKey(signer)
	all := map[string]string{}
	maps.Copy(all, encryptionContext)
	all[publicKeyEntry] = public
	return all, err
}

// master reads the master key, and makes it the first time.
func (k *Keys) master(ctx context.Context) ([]byte, error) {
	var m master
	err := k.DB.View(ctx, func(tx *store.Tx) (err error) {
		m, err = masters.Get(tx, masterName)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		return m.Secret, err
	}
	m.Secret = make([]byte, keySize)
	if _, err := io.ReadFull(k.Random, m.Secret); err != nil {
		return nil, err
	}
	err = k.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if earlier, err := masters.Get(tx, masterName); err == nil {
			m = earlier // somebody else was quicker
			return nil
		}
		return masters.Insert(tx, m)
	})
	return m.Secret, err
}
