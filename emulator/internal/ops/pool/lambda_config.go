package pool

import (
	"cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// lambdaConfig shows the pre token generation trigger twice, whichever member it was set by: the older one knows no
// versions, and is the first.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
func lambdaConfig(set *api.LambdaConfigType) *api.LambdaConfigType {
	if set == nil {
		return &api.LambdaConfigType{}
	}
	config := *set
	switch {
	case config.PreTokenGenerationConfig != nil:
		config.PreTokenGeneration = config.PreTokenGenerationConfig.LambdaArn
	case config.PreTokenGeneration != "":
		config.PreTokenGenerationConfig = &api.PreTokenGenerationVersionConfigType{
			LambdaArn: config.PreTokenGeneration, LambdaVersion: preTokenVersion(set),
		}
	}
	return &config
}

func preTokenVersion(set *api.LambdaConfigType) api.PreTokenGenerationLambdaVersionType {
	if set == nil || set.PreTokenGenerationConfig == nil {
		return api.PreTokenGenerationLambdaVersionTypeV10
	}
	return set.PreTokenGenerationConfig.LambdaVersion
}

func checkPreToken(c change) error {
	if c.LambdaConfig == nil || c.LambdaConfig.PreTokenGenerationConfig == nil {
		return nil
	}
	old, config := c.LambdaConfig.PreTokenGeneration, c.LambdaConfig.PreTokenGenerationConfig.LambdaArn
	if old != "" && old != config {
		return rule.PreTokenArns.Refuse().Because("PreTokenGeneration is %s and PreTokenGenerationConfig.LambdaArn is %s", old, config)
	}
	return nil
}

// checkSenders asks for a key that the codes are encrypted with, in the pool's Region.
func checkSenders(c change) error {
	config := c.LambdaConfig
	if config == nil || config.CustomEmailSender == nil && config.CustomSMSSender == nil {
		return nil
	}
	if config.KMSKeyID == "" {
		return rule.SenderNeedsKey.Refuse()
	}
	if region := regionOf(config.KMSKeyID); region != c.region {
		return rule.KmsKeyRegion.Refuse(region).Because("KMSKeyID is in %s and the pool is in %s", region, c.region)
	}
	return nil
}

// checkLambdaRegion looks at the ARNs. Whether the functions exist is not asked, here as there.
func checkLambdaRegion(c change) error {
	for _, arn := range functions(cmp.Or(c.LambdaConfig, &api.LambdaConfigType{})) {
		if region := regionOf(arn); region != c.region {
			return rule.LambdaRegion.Refuse().Because("%s is in %s and the pool is in %s", arn, region, c.region)
		}
	}
	return nil
}

func functions(config *api.LambdaConfigType) []string {
	var arns []string
	for _, arn := range []string{
		config.PreSignUp, config.CustomMessage, config.PostConfirmation, config.PreAuthentication, config.PostAuthentication,
		config.DefineAuthChallenge, config.CreateAuthChallenge, config.VerifyAuthChallengeResponse, config.PreTokenGeneration,
		config.UserMigration,
	} {
		if arn != "" {
			arns = append(arns, arn)
		}
	}
	if c := config.PreTokenGenerationConfig; c != nil {
		arns = append(arns, c.LambdaArn)
	}
	if c := config.CustomSMSSender; c != nil {
		arns = append(arns, c.LambdaArn)
	}
	if c := config.CustomEmailSender; c != nil {
		arns = append(arns, c.LambdaArn)
	}
	if c := config.InboundFederation; c != nil {
		arns = append(arns, c.LambdaArn)
	}
	return arns
}
