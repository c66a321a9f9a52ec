package kms_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"math/big"
	"slices"
	"testing"
)

// message is a message of the AWS Encryption SDK as a reader sees it, written from the reference and not with the
// package's own code.
//
// https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
type message struct {
	id              []byte
	context         map[string]string
	keyARN          string
	wrapped         []byte
	header, headIV  []byte
	headTag, frames []byte
}

// parse reads a message, and verifies its signature with the public key in its context.
func parse(t testing.TB, raw []byte) message {
	t.Helper()
	in := &input{t, raw}
	if got := in.take(4); string(got) != "\x01\x80\x03\x78" {
		t.Fatalf("version, type and algorithm are %x", got)
	}
	m := message{id: in.take(16), context: map[string]string{}}
	in.number(2) // length of the context
	var names []string
	for range in.number(2) {
		name := string(in.text())
		names = append(names, name)
		m.context[name] = string(in.text())
	}
	if !slices.IsSorted(names) {
		t.Errorf("the context is not sorted: %q", names)
	}
	if keys, provider := in.number(2), in.text(); keys != 1 || string(provider) != "aws-kms" {
		t.Fatalf("%d data keys, of %q", keys, provider)
	}
	m.keyARN, m.wrapped = string(in.text()), in.text()
	if got := in.take(10); string(got) != "\x02\x00\x00\x00\x00\x0c\x00\x00\x10\x00" {
		t.Fatalf("content type, IV length and frame length are %x", got)
	}
	m.header = raw[:len(raw)-len(in.rest)]
	m.headIV, m.headTag = in.take(12), in.take(16)
	m.frames = in.rest
	m.verify(t, raw)
	return m
}

// verify finds the footer behind the frames.
func (m message) verify(t testing.TB, raw []byte) {
	t.Helper()
	in := &input{t, m.frames}
	for in.number(4) != 0xffffffff {
		in.take(12 + 4096 + 16)
	}
	in.take(4 + 12)
	in.take(in.number(4) + 16)
	signed := raw[:len(raw)-len(in.rest)]
	signature := in.text()
	if len(in.rest) != 0 {
		t.Errorf("%d bytes follow the footer", len(in.rest))
	}
	point, err := base64.StdEncoding.DecodeString(m.context["aws-crypto-public-key"])
	if err != nil {
		t.Fatal(err)
	}
	digest := sha512.Sum384(signed)
	if !ecdsa.VerifyASN1(uncompress(t, point), digest[:], signature) {
		t.Error("the signature is wrong")
	}
}

// uncompress finds the point of P-384 with the abscissa and parity that 49 bytes say: y² = x³ - 3x + b.
func uncompress(t testing.TB, point []byte) *ecdsa.PublicKey {
	t.Helper()
	if len(point) != 49 || point[0]&^1 != 2 {
		t.Fatalf("%x is no compressed point", point)
	}
	curve := elliptic.P384().Params()
	x := new(big.Int).SetBytes(point[1:])
	square := new(big.Int).Exp(x, big.NewInt(3), curve.P)
	square.Sub(square, new(big.Int).Mul(x, big.NewInt(3))).Add(square, curve.B).Mod(square, curve.P)
	y := new(big.Int).ModSqrt(square, curve.P)
	if y == nil {
		t.Fatalf("%x is not on the curve", point)
	}
	if y.Bit(0) != uint(point[0]&1) {
		y.Sub(curve.P, y)
	}
	whole := append(append([]byte{4}, x.FillBytes(make([]byte, 48))...), y.FillBytes(make([]byte, 48))...)
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P384(), whole)
	if err != nil {
		t.Fatal(err)
	}
	return public
}

// open decrypts the frames with the data key.
func (m message) open(t testing.TB, dataKey []byte) string {
	t.Helper()
	key, err := hkdf.Key(sha512.New384, dataKey, nil, "\x03\x78"+string(m.id), 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := aead.Open(nil, m.headIV, m.headTag, m.header); err != nil {
		t.Errorf("the header: %v", err)
	}
	in, plaintext := &input{t, m.frames}, []byte{}
	for {
		name, length, number := "AWSKMSEncryptionClient Frame", 4096, in.number(4)
		last := number == 0xffffffff
		if last {
			name, number = "AWSKMSEncryptionClient Final Frame", in.number(4)
		}
		iv := in.take(12)
		if last {
			length = in.number(4)
		}
		additional := binary.BigEndian.AppendUint32(append(slices.Clone(m.id), name...), uint32(number))
		additional = binary.BigEndian.AppendUint64(additional, uint64(length))
		if plaintext, err = aead.Open(plaintext, iv, in.take(length+16), additional); err != nil {
			t.Fatalf("frame %d: %v", number, err)
		}
		if last {
			return string(plaintext)
		}
	}
}

// input is what is left to read.
type input struct {
	t    testing.TB
	rest []byte
}

func (in *input) take(n int) []byte {
	in.t.Helper()
	if n > len(in.rest) {
		in.t.Fatalf("the message ends early: %d bytes wanted, %d left", n, len(in.rest))
	}
	taken := in.rest[:n]
	in.rest = in.rest[n:]
	return taken
}

func (in *input) number(size int) int {
	in.t.Helper()
	return int(new(big.Int).SetBytes(in.take(size)).Int64())
}

func (in *input) text() []byte {
	in.t.Helper()
	return in.take(in.number(2))
}
