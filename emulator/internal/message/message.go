package message

import (
	"fmt"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Message is one e-mail or text message that would have been sent. Where a custom sender of the pool does that, it has
// no subject, body and link: what the function makes of the code is not known here, but tests still find the code.
type Message struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"` // when its code was drawn
	PoolID  string    `json:"pool"`
	Client  string    `json:"client,omitempty"`
	User    string    `json:"user"`
	Sub     string    `json:"sub"`
	Channel string    `json:"channel"` // email or sms
	To      string    `json:"to"`
	Trigger Trigger   `json:"trigger"`
	By      string    `json:"by,omitempty"` // the trigger that wrote or took it: CustomMessage, CustomEmailSender, CustomSMSSender
	Subject string    `json:"subject,omitempty"`
	Body    string    `json:"body,omitempty"`
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
	Authentication      Trigger = "Authentication" // codes of multi-factor authentication
)

// Messages holds what was sent, in the order of sending.
var Messages = store.Table[Message]{
	Kind: "message",
	Key:  func(m Message) string { return m.ID },
}

// id sorts messages by time; the count tells apart those of one millisecond.
func id(at time.Time, count int64) string { return fmt.Sprintf("%013d-%06d", at.UnixMilli(), count) }

// Status says what became of the message's code: pending, used, expired or superseded; "sent" if the message has none
// that can be asked for. The code of a user who is gone counts as expired.
func (m Message) Status(tx *store.Tx) (string, error) {
	if m.Purpose == "" {
		return "sent", nil
	}
	code, err := directory.Codes.Get(tx, m.PoolID+"/"+m.Sub+"/"+string(m.Purpose))
	switch expires := m.At.Add(m.Purpose.Life()); {
	case isNotFound(err):
		return m.fulfilled(tx)
	case err != nil:
		return "", err
	case code.Text != m.Code || !code.Expires.Equal(expires): // two codes can have the same digits
		return "superseded", nil
	case !tx.Now.Before(expires):
		return "expired", nil
	}
	return "pending", nil
}

// fulfilled tells a used code from one that went with its user.
func (m Message) fulfilled(tx *store.Tx) (string, error) {
	_, err := directory.Users.GetBy(tx, "sub", m.PoolID+"/"+m.Sub)
	switch {
	case isNotFound(err):
		return "expired", nil
	case err != nil:
		return "", err
	}
	return "used", nil
}
