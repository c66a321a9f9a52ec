package invokeapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
	"github.com/google/uuid"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// AWS is a function in AWS, or behind another endpoint that wants signed requests.
type AWS struct {
	client   *lambda.Client
	function string
	target   string
}

// NewAWS is the function with the name or ARN of function.Arn. Credentials come from where AWS's SDK looks for them: the
// environment, the shared configuration files, the machine's role. The SDK repeats nothing; that is the caller's part.
func NewAWS(ctx context.Context, function lambdaclient.Function) (*AWS, error) {
	function.Mode = lambdaclient.ModeAWS
	function, err := function.Resolve("")
	if err != nil {
		return nil, err
	}
	var options []func(*config.LoadOptions) error
	if function.Region != "" {
		options = append(options, config.WithRegion(function.Region))
	}
	options = append(options, config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, err
	}
	if loaded.Region == "" {
		return nil, errors.New("has no Region, and neither has AWS's configuration on this machine")
	}
	client := lambda.NewFromConfig(loaded, func(o *lambda.Options) {
		if function.Url != "" {
			o.BaseEndpoint = &function.Url
		}
	})
	return &AWS{client, function.Arn, "AWS Lambda " + function.Arn + " in " + loaded.Region}, nil
}

// Invoke calls the function and asks for the end of its log.
func (a *AWS) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	started := wallclock.Now()
	out, err := a.client.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &a.function,
		LogType:      types.LogTypeTail,
		Payload:      payload,
	})
	took := wallclock.Now().Sub(started)
	if err != nil {
		result := lambdaclient.Result{RequestID: uuid.NewString(), Target: a.target, Duration: took}
		if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
			result.RequestID = response.ServiceRequestID()
		}
		return result, a.failure(ctx, err, function, took)
	}
	result := lambdaclient.Result{
		Output:   logTail(aws.ToString(out.LogResult)),
		Target:   a.target,
		Duration: took,
	}
	result.RequestID, _ = awsmiddleware.GetRequestIDMetadata(out.ResultMetadata)
	if out.FunctionError != nil {
		result.FunctionError = lambdaclient.ParseFunctionError(out.Payload)
	} else {
		result.Payload = out.Payload
	}
	return result, nil
}

func (a *AWS) failure(ctx context.Context, err error, function string, took time.Duration) error {
	response, ok := errors.AsType[*awshttp.ResponseError](err)
	if !ok || response.HTTPStatusCode() == 0 { // there was no response, whatever the error's name
		return failure(ctx, err, function, a.target, took, "")
	}
	problem := &lambdaclient.ServerError{Function: function, Target: a.target, Status: response.HTTPStatusCode()}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		problem.Type, problem.Message = api.ErrorCode(), api.ErrorMessage()
	}
	if problem.Status == http.StatusNotFound {
		return &lambdaclient.UnknownFunctionError{Function: function, Reason: a.target + ": " + problem.Message}
	}
	return problem
}
