package emulator

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/client"
	"github.com/cognitwo/cognitwo/emulator/internal/ops/pool"
	"github.com/cognitwo/cognitwo/emulator/internal/seed"
)

// ApplySeed brings what a seed document says into the emulator: YAML or JSON, with Lambdas and UserPools. Pools, clients
// and groups are created or updated, users are created if they are missing; no messages are sent and no triggers run.
// Relative paths in it count from the working directory, and ${NAME} is a variable of the environment. An empty
// document changes nothing.
func (e *Emulator) ApplySeed(ctx context.Context, document []byte) error {
	return e.applySeeds(ctx, seed.Source{Name: "seed", Data: document})
}

// ApplySeedFile applies files like ApplySeed, several as one: what a later file says of a pool is added to what earlier
// ones say, or replaces it. Of a directory it takes all files that end in .yaml, .yml or .json, in the order of their
// names. Relative paths in a file count from where it lies.
func (e *Emulator) ApplySeedFile(ctx context.Context, paths ...string) error {
	var files []string
	for _, path := range paths {
		found, err := seedFiles(path)
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	var sources []seed.Source
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("reading the seed: %w", err)
		}
		sources = append(sources, seed.Source{Name: file, Dir: filepath.Dir(file), Data: data})
	}
	return e.applySeeds(ctx, sources...)
}

func seedFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("reading the seed: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path) // sorted by name
	if err != nil {
		return nil, fmt.Errorf("reading the seed: %w", err)
	}
	var files []string
	for _, entry := range entries {
		if isSeed(entry) {
			files = append(files, filepath.Join(path, entry.Name()))
		}
	}
	if files == nil {
		return nil, fmt.Errorf("reading the seed: no file in %s ends in .yaml, .yml or .json", path)
	}
	return files, nil
}

func isSeed(entry fs.DirEntry) bool {
	return !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") &&
		slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(entry.Name()))
}

func (e *Emulator) applySeeds(ctx context.Context, sources ...seed.Source) error {
	e.seeding.Lock()
	defer e.seeding.Unlock()
	reader := seed.Reader{Region: e.config.Region, Account: e.config.Account, Env: os.LookupEnv}
	content, err := reader.Read(sources...)
	if err != nil {
		return err
	}
	if err := e.openFunctions(ctx, content); err != nil {
		return err
	}
	seeder := seed.Seeder{DB: e.db, API: e.service, Pinned: e.pinned, Hasher: e.hasher, IDs: e.ids}
	ctx, trail := journal.With(ctx, "seed", "ApplySeed", e.config.Clock.Now())
	defer func() {
		for _, notice := range trail.Finish(0, "", "", 0).Notices { // what has no effect here
			e.config.Log.InfoContext(ctx, "seed", "notice", notice)
		}
	}()
	return seeder.Apply(ctx, content)
}

// pinned are the operations that make pools and clients with an id that the seed says.
func (e *Emulator) pinned(id string) seed.Creator {
	ids := e.ids
	ids.Pinned = id
	region, _, _ := strings.Cut(id, "_") // of a pool; clients take theirs from their pool
	return struct {
		*pool.Pools
		*client.Clients
	}{
		&pool.Pools{DB: e.db, IDs: ids, Region: region, Account: e.config.Account},
		&client.Clients{DB: e.db, IDs: ids},
	}
}
