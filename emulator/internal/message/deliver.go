package message

import (
	"cmp"
	"context"
	"html"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Encrypter encrypts the codes that custom senders get; kms.Keys does.
type Encrypter interface {
	Encrypt(ctx context.Context, keyARN string, encryptionContext map[string]string, plaintext string) (string, error)
}

// Deliver sends what was drafted, after the transaction that drafted it. The CustomMessage trigger is asked about each
// message (assumed, where a call sends two). If it fails, so does the call, and the rest is not sent; what the
// transaction recorded stays (assumed: that a user exists by then whose sign-up fails so is inferred).
func (s *Sender) Deliver(ctx context.Context, pool directory.Pool, drafts ...Draft) error {
	for _, d := range drafts {
		if err := s.deliver(ctx, pool, d); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends one message. What CustomMessage says beside a custom sender leads to nothing, unless it fails.
func (s *Sender) deliver(ctx context.Context, pool directory.Pool, d Draft) error {
	_, taken := trigger.SenderFor(pool, d.medium())
	var custom text
	if !taken || s.Triggers.Choices.MessageBesideSender {
		var err error
		if custom, err = s.ask(ctx, pool, &d); err != nil {
			return err
		}
	}
	if taken {
		return s.handOver(ctx, pool, d)
	}
	d.message.compose(pool, custom, s.PublicURL)
	return s.keep(ctx, d.message)
}

// ask has the CustomMessage trigger write the message. Only what it says for the medium in question matters.
func (s *Sender) ask(ctx context.Context, pool directory.Pool, d *Draft) (text, error) {
	answer, err := s.Triggers.CustomMessage(ctx, pool, trigger.CustomMessageRequest{
		Source: "CustomMessage_" + string(d.message.Trigger), UserName: d.user.Username, ClientID: d.clientID(),
		Attributes: trigger.UserAttributes(d.user), ClientMetadata: d.metadata, Linked: d.message.linked(pool),
	})
	if err != nil || answer == nil {
		return text{}, err
	}
	custom := text{answer.EmailSubject, answer.EmailMessage}
	if d.medium() == api.DeliveryMediumTypeSms {
		custom = text{"", answer.SMSMessage}
	}
	if custom != (text{}) {
		d.message.By = "CustomMessage"
	}
	return custom, nil
}

// handOver has the pool's custom sender send the message; nobody waits for it. The message is in the outbox before, so
// that a function that looks for it there finds it.
func (s *Sender) handOver(ctx context.Context, pool directory.Pool, d Draft) error {
	code, err := s.sealed(ctx, pool, d.message)
	if err != nil {
		return err
	}
	d.message.By = d.sender()
	if err := s.keep(ctx, d.message); err != nil {
		return err
	}
	s.Triggers.CustomSender(ctx, pool, trigger.CustomSenderRequest{
		Source: d.sender() + "_" + string(d.message.Trigger), UserName: d.user.Username, ClientID: d.clientID(),
		Attributes: trigger.UserAttributes(d.user), Code: code, ClientMetadata: d.senderMetadata,
	})
	return nil
}

// sealed encrypts the code for a custom sender. A temporary password has its <, > and & written as in HTML before
// (documented), and is null for users who have none (assumed).
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
func (s *Sender) sealed(ctx context.Context, pool directory.Pool, m Message) (*string, error) {
	code := m.Code
	if m.Trigger == AdminCreateUser {
		code = html.EscapeString(code)
	}
	if code == "" {
		return nil, nil
	}
	code, err := s.Seal(ctx, pool, code)
	return &code, err
}

// Seal is a code as the custom senders of a pool get it.
func (s *Sender) Seal(ctx context.Context, pool directory.Pool, code string) (string, error) {
	if s.PlaintextCodes {
		return code, nil
	}
	return s.Codes.Encrypt(ctx, pool.LambdaConfig.KMSKeyID, map[string]string{"userpool-id": pool.Id}, code)
}

// keep puts a message into the outbox.
func (s *Sender) keep(ctx context.Context, m Message) error {
	return s.DB.Update(ctx, func(_ context.Context, tx *store.Tx) error {
		if err := s.insert(tx, &m); err != nil {
			return err
		}
		tx.OnCommit(s.wake)
		return nil
	})
}

func (d Draft) clientID() string { return cmp.Or(d.message.Client, trigger.NoClient) }

func (d Draft) medium() api.DeliveryMediumType {
	if d.message.Channel == "sms" {
		return api.DeliveryMediumTypeSms
	}
	return api.DeliveryMediumTypeEmail
}

func (d Draft) sender() string {
	if d.message.Channel == "sms" {
		return "CustomSMSSender"
	}
	return "CustomEmailSender"
}
