package srp_test

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/cognitwo/cognitwo/srp"
)

// A user of the pool us-east-1_AbCd signs in. Errors are left out for brevity,
// except the one that decides.
func Example() {
	group := srp.NewGroup()
	signedInAt := time.Date(2026, time.September, 5, 3, 7, 9, 0, time.UTC)

	// When the password is set, the service stores a salt and a verifier.
	alice := srp.Identity{PoolName: srp.PoolName("us-east-1_AbCd"), UserID: "alice"}
	salt, _ := srp.NewSalt(rand.Reader)
	verifier := group.Verifier(srp.PrivateKey(alice, "correct horse", salt))

	// Client: InitiateAuth, with SRP_A.
	client, _ := group.NewClient(rand.Reader, "AbCd")

	// Service: PASSWORD_VERIFIER. It forgets everything; the block remembers.
	var blockKey srp.BlockKey
	rand.Read(blockKey[:])
	a, _ := srp.ParsePublic(client.A())
	challenge, _ := group.Challenge(rand.Reader, verifier, a)
	binding := srp.Binding{PoolID: "us-east-1_AbCd", ClientID: "app", UserID: "alice", SaltID: hex.EncodeToString(salt)}
	block, _ := srp.SealBlock(blockKey, srp.Block{State: challenge.State, Binding: binding, IssuedAt: signedInAt})

	// Client: RespondToAuthChallenge.
	claim, _ := client.Answer("alice", "correct horse", srp.Parameters{
		Salt: hex.EncodeToString(salt), B: challenge.B, SecretBlock: block,
	}, signedInAt)
	fmt.Println(claim.Timestamp)

	// Service: is it a block of mine, made for this user? Then the proof decides.
	opened, _ := srp.OpenBlock(blockKey, claim.SecretBlock)
	fmt.Println(opened.Binding == binding)
	fmt.Println(group.Verify(opened.State, verifier, claim))
	// Output:
	// Sat Sep 5 03:07:09 UTC 2026
	// true
	// <nil>
}
