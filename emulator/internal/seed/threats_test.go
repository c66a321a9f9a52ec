package seed_test

import "testing"

const threats = `
UserPools:
  - PoolName: app
    Id: eu-west-1_Thr000001
    UserPoolTier: PLUS
    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}
    CompromisedPasswords: [Passw0rd!]
    Risks: [{Username: carol, RiskLevel: High}, {IpRange: 192.0.2.0/24, RiskLevel: Low}]
    RiskConfiguration:
      CompromisedCredentialsRiskConfiguration: {EventFilter: [SIGN_IN], Actions: {EventAction: BLOCK}}
      AccountTakeoverRiskConfiguration: {Actions: {HighAction: {Notify: false, EventAction: BLOCK}}}
    Clients: [{ClientName: web, ClientId: thr00000000000000000000001, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    Users:
      - {Username: alice, Password: Passw0rd!}
      - {Username: bob, Password: Fine-0ne}
      - {Username: carol, Password: Fine-0ne}
`

// TestThreats: a seed says what threat protection finds, and what it does; a later seed that says it anew replaces it.
func TestThreats(t *testing.T) {
	s := start(t, threats)
	config := s.Must("DescribeRiskConfiguration", `{"UserPoolId":"eu-west-1_Thr000001"}`)
	for path, want := range map[string]string{
		"RiskConfiguration.CompromisedCredentialsRiskConfiguration.Actions.EventAction":     "BLOCK",
		"RiskConfiguration.AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction": "BLOCK",
	} {
		if got := field(t, config, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	signIn := func(user, password string) string {
		return s.Call("InitiateAuth", map[string]any{
			"ClientId": "thr00000000000000000000001", "AuthFlow": "USER_PASSWORD_AUTH",
			"AuthParameters": map[string]string{"USERNAME": user, "PASSWORD": password},
		}).Rule()
	}
	for user, want := range map[string]string{"bob": "", "carol": "threat.sign-in-blocked"} {
		if got := signIn(user, "Fine-0ne"); got != want {
			t.Errorf("%s: %q", user, got)
		}
	}
	mustApply(t, s, `{UserPools: [{Id: eu-west-1_Thr000001, PoolName: app, UserPoolTier: PLUS, UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}, CompromisedPasswords: [Fine-0ne]}]}`)
	for user, want := range map[string]string{"alice": "", "bob": "threat.credentials-compromised"} {
		if got := signIn(user, map[string]string{"alice": "Passw0rd!", "bob": "Fine-0ne"}[user]); got != want {
			t.Errorf("%s, later: %q", user, got)
		}
	}
}
