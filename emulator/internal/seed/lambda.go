package seed

import (
	"encoding/json"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// function reads an entry under Lambdas. What it says is resolved, with paths that count from dir.
func function(m member, entry any, dir string) (Function, error) {
	f := Function{Place: m.value.Place, Name: m.name}
	if _, err := lambdaclient.ParseReference(m.name); err != nil {
		return f, m.Problem("%v", err)
	}
	body, err := json.Marshal(entry)
	if err == nil && m.value.kind == nothing {
		body = []byte("{}")
	}
	if err == nil {
		err = json.Unmarshal(body, &f.Function)
	}
	if err != nil {
		return f, m.value.Problem("%v", err)
	}
	if f.Function, err = f.Resolve(dir); err != nil {
		return f, m.value.Problem("the function %w", err)
	}
	return f, nil
}

// Trigger is a function that a pool calls.
type Trigger struct {
	Place
	ARN string
}

// keyMember is the one text in a LambdaConfig that names no function.
const keyMember = "KMSKeyID"

// qualify turns bare names of functions in a LambdaConfig into ARNs, and lists them.
func (r Reader) qualify(config *value, object map[string]any, region string) []Trigger {
	var triggers []Trigger
	for _, m := range config.members {
		switch given := object[m.name].(type) {
		case string:
			if m.name != keyMember {
				object[m.name] = r.arn(given, region)
				triggers = append(triggers, Trigger{m.value.Place, r.arn(given, region)})
			}
		case map[string]any:
			if arn, ok := given["LambdaArn"].(string); ok {
				given["LambdaArn"] = r.arn(arn, region)
				triggers = append(triggers, Trigger{m.value.member("LambdaArn").Place, r.arn(arn, region)})
			}
		}
	}
	return triggers
}

// arn is the function's ARN; what is no name of a function is left for the API to refuse.
func (r Reader) arn(name, region string) string {
	reference, err := lambdaclient.ParseReference(name)
	if err != nil || name == "" {
		return name
	}
	return reference.ARN(region, r.Account)
}
