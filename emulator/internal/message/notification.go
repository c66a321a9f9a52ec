package message

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// AccountTakeOverNotification is the occasion on which threat protection tells a user of a sign-in. It has no code, and
// CustomMessage is not asked about it.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
const AccountTakeOverNotification Trigger = "AccountTakeOverNotification"

// Notification is what a user is told of a sign-in. The names of the values are those of the placeholders of templates,
// such as login-time; custom senders get them as LOGIN_TIME.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
type Notification struct {
	ClientID      string
	At            time.Time
	Subject, Body string // templates
	Values        map[string]string
}

var notificationPlaceholder = regexp.MustCompile(`\{[a-z-]+\}`)

// Notify sends a notification to the user's e-mail address, or hands it over to the pool's custom sender.
func (s *Sender) Notify(ctx context.Context, pool directory.Pool, user directory.User, n Notification) error {
	d := Draft{user: user, message: Message{
		At: n.At, PoolID: pool.Id, Client: n.ClientID, User: user.Username, Sub: user.Sub,
		Channel: "email", To: user.Attributes["email"], Trigger: AccountTakeOverNotification,
	}}
	if _, taken := trigger.SenderFor(pool, d.medium()); !taken {
		d.message.Subject, d.message.Body = n.fill(n.Subject), n.fill(n.Body)
		return s.keep(ctx, d.message)
	}
	d.message.By = d.sender()
	if err := s.keep(ctx, d.message); err != nil {
		return err
	}
	s.Triggers.CustomSender(ctx, pool, trigger.CustomSenderRequest{
		Source: d.sender() + "_" + string(AccountTakeOverNotification), UserName: user.Username, ClientID: cmp.Or(n.ClientID, trigger.NoClient),
		Attributes: n.attributes(user),
	})
	return nil
}

func (n Notification) fill(template string) string {
	return notificationPlaceholder.ReplaceAllStringFunc(template, func(found string) string {
		if value, known := n.Values[strings.Trim(found, "{}")]; known {
			return value
		}
		return found
	})
}

// attributes are the user's, and the values beside them. What is not known is left out (assumed).
func (n Notification) attributes(user directory.User) map[string]string {
	all := maps.Clone(trigger.UserAttributes(user))
	for name, value := range n.Values {
		if value != "" && name != "username" {
			all[strings.ReplaceAll(strings.ToUpper(name), "-", "_")] = value
		}
	}
	all["USER_NAME"] = user.Username
	return all
}
