package trigger

import (
	"maps"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
)

// Configured gives the ARNs of a pool's triggers by the names that LambdaConfig has for them.
func Configured(pool directory.Pool) map[string]string {
	c := configured(pool)
	arns := map[string]string{
		"PreSignUp": c.PreSignUp, "PostConfirmation": c.PostConfirmation, "PreAuthentication": c.PreAuthentication,
		"PostAuthentication": c.PostAuthentication, "CustomMessage": c.CustomMessage, "UserMigration": c.UserMigration,
		"DefineAuthChallenge": c.DefineAuthChallenge, "CreateAuthChallenge": c.CreateAuthChallenge,
		"VerifyAuthChallengeResponse": c.VerifyAuthChallengeResponse, "PreTokenGeneration": c.PreTokenGeneration,
	}
	if v := c.PreTokenGenerationConfig; v != nil {
		arns["PreTokenGeneration"] = v.LambdaArn
	}
	if v := c.CustomEmailSender; v != nil {
		arns["CustomEmailSender"] = v.LambdaArn
	}
	if v := c.CustomSMSSender; v != nil {
		arns["CustomSMSSender"] = v.LambdaArn
	}
	if v := c.InboundFederation; v != nil {
		arns["InboundFederation"] = v.LambdaArn
	}
	maps.DeleteFunc(arns, func(_, arn string) bool { return arn == "" })
	return arns
}
