package runtimeapi

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
)

// The bootstraps run a handler in an interpreter without any package to install, and answer as AWS's own clients do: Node's as
// aws-lambda-ric 3, which still knows callbacks, Python's as awslambdaric.
//
//go:embed bootstrap/node.mjs bootstrap/python.py
var bootstraps embed.FS

var bootstrapFiles = map[string]struct {
	file string
	args []string
}{
	"node":    {"node.mjs", nil},
	"python3": {"python.py", []string{"-u"}}, // unbuffered, so that output comes with its invocation
}

// installBootstrap writes an interpreter's bootstrap into a new folder and gives the command that runs it.
func installBootstrap(interpreter string) (dir string, command []string, err error) {
	bootstrap, ok := bootstrapFiles[interpreter]
	if !ok {
		return "", nil, fmt.Errorf("there is no bootstrap for %s", interpreter)
	}
	source, err := bootstraps.ReadFile("bootstrap/" + bootstrap.file)
	if err != nil {
		return "", nil, err
	}
	if dir, err = os.MkdirTemp("", "lambda-bootstrap-"); err != nil {
		return "", nil, err
	}
	path := filepath.Join(dir, bootstrap.file)
	if err := os.WriteFile(path, source, 0o600); err != nil {
		return "", nil, err
	}
	return dir, append(append([]string{interpreter}, bootstrap.args...), path), nil
}
