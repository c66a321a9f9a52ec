package seed

import (
	"fmt"
	"regexp"
	"strings"
)

// Environment gives the variables that a seed can refer to, as os.LookupEnv does.
type Environment func(name string) (value string, found bool)

var reference = regexp.MustCompile(`\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}`)

// expand replaces ${NAME} by the variable, and ${NAME:-default} by the default where the variable is missing or empty.
// $${ stands for ${ itself. A lone $ means nothing, so that passwords can have it.
func expand(text string, env Environment) (string, error) {
	if !strings.Contains(text, "${") {
		return text, nil
	}
	var problem error
	expanded := reference.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "$$") {
			return found[1:]
		}
		parts := reference.FindStringSubmatch(found)
		name, fallback, otherwise := parts[1], parts[2] != "", parts[3]
		value, ok := env(name)
		switch {
		case ok && (value != "" || !fallback):
			return value
		case fallback:
			return otherwise
		}
		if problem == nil {
			problem = fmt.Errorf("the environment variable %s is not set; set it, or write ${%s:-default}", name, name)
		}
		return found
	})
	return expanded, problem
}
