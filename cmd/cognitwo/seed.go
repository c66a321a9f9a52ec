package main

import (
	"context"
	"os"

	"github.com/cognitwo/cognitwo/emulator"
	"github.com/cognitwo/cognitwo/fixtures"
)

// seedPlaces are the places of seeds that nobody has to name: beside a project's sources, and in a container.
var seedPlaces = []string{"cognito.seed.yaml", "/seed"}

// seed applies the seeds, or the demo where there are none, and tells which it was.
func (s *serve) seed(ctx context.Context, e *emulator.Emulator) (demo bool, err error) {
	if s.SeedInline != "" {
		return false, e.ApplySeed(ctx, []byte(s.SeedInline))
	}
	paths := s.Seed
	if len(paths) == 0 {
		paths = existing(seedPlaces)
	}
	if len(paths) > 0 {
		return false, e.ApplySeedFile(ctx, paths...)
	}
	document, err := fixtures.Seeds.ReadFile(fixtures.Demo)
	if err != nil {
		return true, err
	}
	return true, e.ApplySeed(ctx, document)
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
