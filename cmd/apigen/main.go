// Command apigen writes the Go types, request readers and operation table of package api from AWS's public service model of
// Amazon Cognito user pools.
//
// The model is the file service-2.json in the form that botocore publishes it. apigen obtains a pinned wheel of botocore with
// pip, keeps it in the user's cache directory and takes only facts from it: names, types, constraints, errors and the
// authorisation class. The model itself and its prose never enter the repository.
//
// What it does not do: the wording of violations, JSON rules and error bodies are written by hand in emulator/internal/api.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	model := flag.String("model", "", "read this service-2.json instead of the pinned botocore wheel's")
	out := flag.String("out", ".", "folder for the generated files")
	flag.Parse()
	if err := run(*model, *out); err != nil {
		fmt.Fprintln(os.Stderr, "apigen:", err)
		os.Exit(1)
	}
}

func run(model, out string) error {
	raw, err := readModel(model)
	if err != nil {
		return err
	}
	m, err := parseModel(raw)
	if err != nil {
		return err
	}
	files, err := render(m)
	if err != nil {
		return err
	}
	return replaceGenerated(out, files)
}

func readModel(path string) ([]byte, error) {
	if path != "" {
		return os.ReadFile(path)
	}
	wheel, err := fetchWheel()
	if err != nil {
		return nil, err
	}
	return modelInWheel(wheel)
}
