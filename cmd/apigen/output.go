package main

import (
	"os"
	"path/filepath"
)

// replaceGenerated removes the folder's generated files and writes the new ones, so that nothing stale stays behind.
// When a file goes for good, go generate complains that it misses it: run it once more.
func replaceGenerated(dir string, files map[string][]byte) error {
	old, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
