package message

import (
	"fmt"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Message is one e-mail or text message that would have been sent.
type Message struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	PoolID  string    `json:"pool"`
	Client  string    `json:"client,omitempty"`
	User    string    `json:"user"`
	Sub     string    `json:"sub"`
	Channel string    `json:"channel"` // email or sms
	To      string    `json:"to"`
	Trigger Trigger   `json:"trigger"`
	Subject string    `json:"subject,omitempty"`
	Body    string    `json:"body"`
	Code    string    `json:"code"` // the code, or the temporary password of an invitation
	Link    string    `json:"link,omitempty"`

	Purpose directory.Purpose `json:"purpose,omitempty"` // which outstanding code it carries
}

// Trigger says on what occasion a message is sent, in the words of the CustomMessage trigger sources.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
type Trigger string

// The occasions.
const (
	SignUp              Trigger = "SignUp"
	ResendCode          Trigger = "ResendCode"
	ForgotPassword      Trigger = "ForgotPassword"
	UpdateUserAttribute Trigger = "UpdateUserAttribute"
	VerifyUserAttribute Trigger = "VerifyUserAttribute"
	AdminCreateUser     Trigger = "AdminCreateUser"
)

// Messages holds what was sent, in the order of sending.
var Messages = store.Table[Message]{
	Kind: "message",
	Key:  func(m Message) string { return m.ID },
}

// id sorts messages by time; the count tells apart those of one millisecond.
func id(at time.Time, count int64) string { return fmt.Sprintf("%013d-%06d", at.UnixMilli(), count) }

// Status says what became of the message's code: pending, used, expired or superseded.
func (m Message) Status(tx *store.Tx) (string, error) {
	code, err := directory.Codes.Get(tx, m.PoolID+"/"+m.Sub+"/"+string(m.Purpose))
	switch {
	case m.Purpose == "":
		return "sent", nil
	case isNotFound(err):
		return "used", nil
	case err != nil:
		return "", err
	case code.Text != m.Code:
		return "superseded", nil
	case !tx.Now.Before(code.Expires):
		return "expired", nil
	}
	return "pending", nil
}
