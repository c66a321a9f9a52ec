package rule_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

func TestEveryRuleIsComplete(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z-]+\.[a-z0-9-]+$`)
	seen := map[string]bool{}
	for _, r := range rule.All() {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if !shape.MatchString(r.ID) || r.Reason == "" || r.Source.Ref == "" || r.Source.Kind == "" || r.Exception() == "" {
			t.Errorf("%s is incomplete: %+v", r.ID, r)
		}
		if r.Source.Kind == rule.Documented && !strings.HasPrefix(r.Source.Ref, "https://docs.aws.amazon.com/") {
			t.Errorf("%s says that it is documented, and not where", r.ID)
		}
	}
}

// A rule that stands in no list would be missing from the log's catalogue and from the tests.
func TestEveryRuleIsListed(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if unary, ok := n.(*ast.UnaryExpr); ok && unary.Op == token.AND {
				if literal, ok := unary.X.(*ast.CompositeLit); ok && fmt.Sprint(literal.Type) == "Rule" {
					declared++
				}
			}
			return true
		})
	}
	if listed := len(rule.All()); listed != declared || declared == 0 {
		t.Errorf("%d rules are declared, %d are listed", declared, listed)
	}
}

func TestRefusal(t *testing.T) {
	refusal := rule.ClientNotFound.Refuse("abc").Because("no client %s", "abc").Advise("create it")
	err := fmt.Errorf("wrapped: %w", refusal)
	var wire *api.Error
	if !errors.As(err, &wire) || wire.Code != "ResourceNotFoundException" || wire.Message != "User pool client abc does not exist." || wire.Status != 400 {
		t.Errorf("on the wire: %+v", wire)
	}
	found, ok := rule.As(err)
	if !ok || found.Reason != "no client abc" || found.Fix != "create it" || !rule.Is(err, rule.PoolNotFound, rule.ClientNotFound) || rule.Is(err, rule.PoolNotFound) {
		t.Errorf("explained: %+v", found)
	}
}

func TestHiddenCause(t *testing.T) {
	cause := rule.UserNotFound.Refuse().Because("nobody of the name")
	shown := rule.PasswordWrong.Refuse().Hide(cause)
	if shown.Cause() != cause || cause.Cause() != cause || shown.Answer.Message != "Incorrect username or password." {
		t.Errorf("shown %v, cause %v", shown, shown.Cause())
	}
}
