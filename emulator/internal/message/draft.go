package message

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math/big"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Occasion says why and where to a message goes.
type Occasion struct {
	Trigger  Trigger
	ClientID string // "" for the calls of administrators, which name no app client
	Purpose  directory.Purpose
	Delivery directory.Delivery
	Pending  string // see directory.Code
	Digits   int    // of the code; 0 is 6

	// Metadata is the ClientMetadata of the calls that pass it to CustomMessage, SenderMetadata of those that pass it to
	// custom senders: of RespondToAuthChallenge and AdminRespondToAuthChallenge only.
	//
	// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
	Metadata, SenderMetadata map[string]string
}

// Draft is a message that waits for the end of a transaction to be delivered.
type Draft struct {
	message                  Message
	user                     directory.User
	metadata, senderMetadata map[string]string
}

// DraftCode draws a code and makes it the outstanding one for its purpose.
func (s *Sender) DraftCode(tx *store.Tx, pool directory.Pool, user directory.User, o Occasion) (Draft, error) {
	text, err := s.code(cmp.Or(o.Digits, usualDigits))
	if err != nil {
		return Draft{}, err
	}
	code := directory.Code{
		PoolID: pool.Id, Sub: user.Sub, Purpose: o.Purpose, Text: text, Attribute: o.Delivery.Attribute, Pending: o.Pending,
	}
	return draft(tx, pool, user, o, text), directory.SaveCode(tx, code)
}

// DraftInvitation drafts what tells a new user the temporary password; "" for users who have none. The client is the
// one that the user is signing in with, "" if an administrator creates the user. No call passes ClientMetadata here.
func (s *Sender) DraftInvitation(tx *store.Tx, pool directory.Pool, user directory.User, clientID string, delivery directory.Delivery, password string) Draft {
	return draft(tx, pool, user, Occasion{Trigger: AdminCreateUser, ClientID: clientID, Delivery: delivery}, password)
}

func draft(tx *store.Tx, pool directory.Pool, user directory.User, o Occasion, secret string) Draft {
	return Draft{
		message: Message{
			At: tx.Now, PoolID: pool.Id, Client: o.ClientID, User: user.Username, Sub: user.Sub,
			Channel: strings.ToLower(string(o.Delivery.Medium())), To: o.Delivery.Address, Trigger: o.Trigger, Code: secret, Purpose: o.Purpose,
		},
		user: addressed(user, o), metadata: o.Metadata, senderMetadata: o.SenderMetadata,
	}
}

// addressed is the user as the functions are told: with the address that waits for its verification, which is where the
// message goes. Custom senders have no other way to know (assumed).
func addressed(user directory.User, o Occasion) directory.User {
	if o.Pending == "" {
		return user
	}
	user.Attributes = maps.Clone(user.Attributes)
	user.Attributes[o.Delivery.Attribute], user.Attributes[o.Delivery.Attribute+"_verified"] = o.Pending, "false"
	return user
}

// usualDigits is how long codes are, except for one-time passwords.
const usualDigits = 6

func (s *Sender) code(digits int) (string, error) {
	if s.FixedCode != "" {
		return s.FixedCode, nil
	}
	raw := make([]byte, 16) // 128 bits, so that the remainder is as good as uniform
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return "", fmt.Errorf("drawing a code: %w", err)
	}
	below := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	n := new(big.Int).Mod(new(big.Int).SetBytes(raw), below)
	return fmt.Sprintf("%0*d", digits, n), nil
}
