// Package threat is threat protection, as far as it is local: what it knows of where a call comes from, the events of
// users, and what pools do about compromised passwords and risky sign-ins.
//
// AWS finds out by itself which passwords became known elsewhere and which sign-ins are risky. Here a seed says so
// (directory.KnownThreats); what a pool does about it is what SetRiskConfiguration says. Nothing happens in pools whose
// AdvancedSecurityMode is OFF; with AUDIT events are recorded, with ENFORCED actions are taken, too.
//
//	address.go      where a call comes from, and whether it is let in from there
//	credentials.go  passwords that became known
//	takeover.go     risky sign-ins
//	notify.go       what users are told of them
//	event.go        what is recorded
//
// Which steps of a sign-in are looked at is decided in authflow/risk.go; operations that set and list all this are in
// ops/risk.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
package threat
