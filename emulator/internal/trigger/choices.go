package trigger

import (
	"fmt"
	"slices"
	"strings"
)

// Choices are the points on which the evidence about the real service is split, or missing. Each is decided in one
// place only, which asks here; the zero value is what the better evidence says.
type Choices struct {
	StrictAnswers                   bool
	TokensBeforePostAuthentication  bool
	NoPreAuthenticationInCustomAuth bool
	PreAuthenticationBeforeMigrate  bool
	MessageBesideSender             bool
	NullGroupsSuppress              bool
	TokensAfterMFAInCustomAuth      bool
	MessagesNeedSendingAccount      bool
}

// Choice is one of them, for people.
type Choice struct {
	Name    string // as the setting has it
	Meaning string // what happens when it is chosen
	Instead string // what happens otherwise, and the evidence for either

	field func(*Choices) *bool
}

// AllChoices lists them.
func AllChoices() []Choice {
	return []Choice{
		{
			"strict-answers", "an answer that drops or changes version, region, userPoolId, userName, callerContext or triggerSource is unrecognizable",
			"they are not looked at: two reports have dropped members refused, none changed ones, and Go programs that return a zero event are widespread",
			func(c *Choices) *bool { return &c.StrictAnswers },
		},
		{
			"tokens-before-post-authentication", "PreTokenGeneration runs before PostAuthentication",
			"PostAuthentication runs first: the documentation has it before a user has received tokens, and one measurement agrees; one team saw it last",
			func(c *Choices) *bool { return &c.TokensBeforePostAuthentication },
		},
		{
			"no-pre-authentication-in-custom-auth", "PreAuthentication does not run for CUSTOM_AUTH",
			"it runs, as documented; in 2020 a missing call was called a known defect of the service",
			func(c *Choices) *bool { return &c.NoPreAuthenticationInCustomAuth },
		},
		{
			"tokens-after-mfa-in-custom-auth", "in CUSTOM_AUTH with a password, the second factor is the last step: tokens follow it",
			"DefineAuthChallenge is called after it and sees it in the history: a capture of 2020 has a custom challenge there, a report of 2019 tokens",
			func(c *Choices) *bool { return &c.TokensAfterMFAInCustomAuth },
		},
		{
			"pre-authentication-before-migration", "for an unknown user PreAuthentication runs, with userNotFound, before UserMigration",
			"UserMigration runs first; that both run is documented, their order is not",
			func(c *Choices) *bool { return &c.PreAuthenticationBeforeMigrate },
		},
		{
			"message-beside-sender", "CustomMessage runs although a custom sender takes the message over",
			"only the sender runs: it replaces Cognito's sending, and nobody has reported both",
			func(c *Choices) *bool { return &c.MessageBesideSender },
		},
		{
			"null-groups-suppress", "groupOverrideDetails whose members are all null suppresses the groups, as an empty one does",
			"it changes nothing: every event of aws-lambda-go's types comes back that way",
			func(c *Choices) *bool { return &c.NullGroupsSuppress },
		},
		{
			"messages-need-sending-account", "an emailMessage or emailSubject of CustomMessage is refused unless EmailSendingAccount is DEVELOPER",
			"it is sent: the documentation has it refused, but functions that write the mails of pools with COGNITO_DEFAULT are widespread",
			func(c *Choices) *bool { return &c.MessagesNeedSendingAccount },
		},
	}
}

// Choose sets choices by their names.
func Choose(names ...string) (Choices, error) {
	var c Choices
	all := AllChoices()
	for _, name := range names {
		i := slices.IndexFunc(all, func(choice Choice) bool { return choice.Name == name })
		if i < 0 {
			var known []string
			for _, choice := range all {
				known = append(known, choice.Name)
			}
			return c, fmt.Errorf("there is no choice %q; there are %s", name, strings.Join(known, ", "))
		}
		*all[i].field(&c) = true
	}
	return c, nil
}
