package runtimeapi

import (
	"encoding/binary"
	"errors"
	"hash"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxWatched is how many files of a function's folder are looked at. What comes behind them, in the order of names, may change
// unnoticed.
const maxWatched = 2000

// code is a fingerprint of the function's code on disk, so that a process which runs an older one can be told. It reads no file: it
// takes each one's size, time of modification and inode, as a build or an editor changes at least one of them. Of a Command these
// are the executable and the arguments that are files; if there is a Runtime, also everything in its folder.
//
// 0 means that it cannot be told at the moment, such as while a build replaces the executable.
func (s *spec) code() uint64 {
	sum := fnv.New64a()
	for i, argument := range s.function.Command {
		path := argument
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.function.Dir, path)
		}
		info, err := os.Stat(path)
		switch {
		case err == nil && !info.IsDir():
			add(sum, path, info)
		case i == 0 && filepath.IsAbs(argument):
			return 0
		}
	}
	if s.function.Runtime != "" && !addFolder(sum, s.function.Dir) {
		return 0
	}
	return max(sum.Sum64(), 1)
}

func add(sum hash.Hash, path string, info fs.FileInfo) {
	line := append([]byte(path), 0)
	for _, number := range []uint64{uint64(info.Size()), uint64(info.ModTime().UnixNano()), inode(info)} { //nolint:gosec // just bits
		line = binary.BigEndian.AppendUint64(line, number)
	}
	_, _ = sum.Write(line) // a hash takes everything
}

// addFolder adds the files of a folder, which may be a link to one, as folders of releases often are.
func addFolder(sum hash.Hash, dir string) bool {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	left := maxWatched
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // unreadable, or removed meanwhile; that shows in what is above it
		}
		if left--; left < 0 {
			return fs.SkipAll
		}
		if entry.IsDir() {
			return addSubfolder(sum, path, entry, path == dir)
		}
		if info, err := os.Stat(path); err == nil && !info.IsDir() && filepath.Ext(path) != ".pyc" {
			add(sum, path, info)
		}
		return nil
	})
	return err == nil || errors.Is(err, fs.SkipDir)
}

// addSubfolder passes over folders that hold no code of the function's own: of installed packages, it is enough to know when some
// came or went, and what interpreters and version control keep is no code. A folder's own time says nothing, as
// an interpreter may put its cache there.
func addSubfolder(sum hash.Hash, path string, entry fs.DirEntry, root bool) error {
	switch name := entry.Name(); {
	case root:
		return nil
	case name == "node_modules" || name == "site-packages":
		if info, err := entry.Info(); err == nil {
			add(sum, path, info)
		}
		return fs.SkipDir
	case name == "__pycache__" || strings.HasPrefix(name, "."):
		return fs.SkipDir
	}
	return nil
}
