package pool_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
)

// Who names a function that is not there, or takes a trigger away, is told at once: the trigger will not say so itself.
func TestTriggersThatWillNotFireAreNoticed(t *testing.T) {
	e := start(t)
	e.Answers = func(arn string) error {
		if strings.HasSuffix(arn, ":there") {
			return nil
		}
		return errors.New("there is none")
	}
	const there, gone = `"arn:aws:lambda:us-east-1:000000000000:function:there"`, `"arn:aws:lambda:us-east-1:000000000000:function:gone"`
	id := e.create(t, `{"LambdaConfig":{"PreSignUp":`+there+`}}`).Id
	for _, step := range []struct {
		config string
		want   []string
	}{
		{`{"PreSignUp":` + there + `,"PreTokenGenerationConfig":{"LambdaVersion":"V2_0","LambdaArn":` + gone + `}}`, []string{"LambdaConfig.PreTokenGeneration: there is none"}},
		{`{"PreSignUp":` + gone + `}`, []string{
			"the pool has no longer a trigger PreTokenGeneration: what a request leaves out of LambdaConfig is reset", "LambdaConfig.PreSignUp: there is none",
		}},
		{`{}`, []string{"the pool has no longer a trigger PreSignUp: what a request leaves out of LambdaConfig is reset"}},
		{`{}`, nil},
	} {
		ctx, trail := journal.With(t.Context(), "1", "UpdateUserPool", e.clock.Now())
		if _, err := e.UpdateUserPool(ctx, request[api.UpdateUserPoolRequest](t, "UpdateUserPool", `{"UserPoolId":"`+id+`","LambdaConfig":`+step.config+`}`)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, trail.Finish(200, "", "", 0).Notices); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.config, diff)
		}
	}
}
