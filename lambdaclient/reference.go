package lambdaclient

import (
	"fmt"
	"regexp"
	"strings"
)

// Reference is a function as callers of Lambda name it: a name, a partial ARN or a whole one, each with or without a qualifier.
// What was left out is empty, and so is the qualifier $LATEST, which means the same as none.
type Reference struct {
	Partition, Region, Account string
	Name                       string
	Qualifier                  string // an alias or a version
}

// The FunctionName pattern of https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html.
var referencePattern = regexp.MustCompile(
	`^(?:arn:(aws[a-zA-Z-]*):lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-[0-9]):)?(?:([0-9]{12}):)?(?:function:)?([a-zA-Z0-9_-]+)(?::(\$LATEST|[a-zA-Z0-9_-]+))?$`)

// ParseReference reads a function's name.
func ParseReference(s string) (Reference, error) {
	m := referencePattern.FindStringSubmatch(s)
	if m == nil {
		return Reference{}, fmt.Errorf("%q is neither a Lambda function's name nor its ARN", s)
	}
	r := Reference{Partition: m[1], Region: m[2], Account: m[3], Name: m[4], Qualifier: m[5]}
	if r.Qualifier == "$LATEST" {
		r.Qualifier = ""
	}
	if r.Partition != "" && (r.Region == "" || r.Account == "") {
		return Reference{}, fmt.Errorf("%q is not a whole ARN: a Lambda function's is arn:aws:lambda:REGION:ACCOUNT:function:NAME", s)
	}
	return r, nil
}

// ARN is the reference as a whole ARN; region and account are used where it has none itself.
func (r Reference) ARN(region, account string) string {
	parts := []string{"arn", or(r.Partition, "aws"), "lambda", or(r.Region, region), or(r.Account, account), "function", r.Name}
	if r.Qualifier != "" {
		parts = append(parts, r.Qualifier)
	}
	return strings.Join(parts, ":")
}

// fits reports whether an entry of the table under the name key may answer for wanted: what both state must agree, and an entry
// for one alias answers for no other.
func (key Reference) fits(wanted Reference) bool {
	agree := func(a, b string) bool { return a == "" || b == "" || a == b }
	return key.Name == wanted.Name &&
		(key.Qualifier == "" || key.Qualifier == wanted.Qualifier) &&
		agree(key.Partition, wanted.Partition) && agree(key.Region, wanted.Region) && agree(key.Account, wanted.Account)
}

// precision counts what a reference states beside the name.
func (key Reference) precision() int {
	n := 0
	for _, part := range []string{key.Partition, key.Region, key.Account, key.Qualifier} {
		if part != "" {
			n++
		}
	}
	return n
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
