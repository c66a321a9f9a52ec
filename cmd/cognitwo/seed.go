package main

import (
	"context"
	"os"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/fixtures"
)

// usual are the places of seeds that nobody has to name: beside a project's sources, and in a container.
var usual = []string{"cognito.seed.yaml", "/seed"}

// seed applies the seeds, or the demo where there are none, and tells which it was.
func (s *serve) seed(ctx context.Context, e *emulator.Emulator) (demo bool, err error) {
	paths := s.Seed
	if len(paths) == 0 && s.SeedInline == "" {
		paths = existing(usual)
	}
	if len(paths) == 0 && s.SeedInline == "" {
		document, err := fixtures.Seeds.ReadFile(fixtures.Demo)
		if err != nil {
			return true, err
		}
		return true, e.ApplySeed(ctx, document)
	}
	for _, path := range paths {
		if err := e.ApplySeedFile(ctx, path); err != nil {
			return false, err
		}
	}
	return false, e.ApplySeed(ctx, []byte(s.SeedInline))
}

// existing gives the first path that exists.
func existing(paths []string) []string {
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			return []string{path}
		}
	}
	return nil
}
