package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// longestRecord bounds what is read for one user: a quotation mark that is never closed would take the rest of the file.
const longestRecord = 1 << 20

var errLongRecord = fmt.Errorf("the line is longer than %d bytes, or a quotation mark is not closed", longestRecord)

// candidate is somebody who may sign in.
type candidate struct {
	line               int
	username, password string
}

// users reads them out of a CSV file, one at a time.
type users struct {
	name               string
	csv                *csv.Reader
	budget             *budget
	username, password int      // the columns
	line               int      // of the last record
	first              []string // a line that was taken for a header, and is none
}

// standardInput is what a file is called that is none.
const standardInput = "-"

// openUsers opens a file. The caller closes it.
func openUsers(path string) (io.Closer, *users, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	u, err := newUsers(path, file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, u, nil
}

func openFile(path string) (*os.File, error) {
	if path == standardInput {
		return os.Stdin, nil
	}
	return os.Open(path)
}

// countUsers reads a whole file, so that what is wrong with it is known before anybody is asked. What can be read only
// once, such as a pipe, is not counted: -1.
func countUsers(path string) (total int, err error) {
	if path == standardInput {
		return -1, nil
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return -1, err
	}
	file, u, err := openUsers(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = file.Close() }() // it was only read
	for {
		_, err := u.next()
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return 0, err
		}
		total++
	}
}

// newUsers begins to read, and finds out which column is which.
func newUsers(name string, r io.Reader) (*users, error) {
	b := &budget{r: bufio.NewReader(withoutMark(r)), left: longestRecord}
	u := &users{name: name, csv: csv.NewReader(b), budget: b, password: 1}
	u.csv.FieldsPerRecord = -1
	u.csv.ReuseRecord = true
	record, err := u.read()
	if errors.Is(err, io.EOF) {
		return u, nil
	}
	if err != nil {
		return nil, err
	}
	names := make([]string, len(record))
	for i, field := range record {
		names[i] = strings.ToLower(strings.TrimSpace(field))
	}
	username, password := slices.Index(names, "username"), slices.Index(names, "password")
	switch {
	case username >= 0 && password >= 0:
		u.username, u.password = username, password
	case username >= 0 || password >= 0:
		return nil, u.problem("the header has to name both username and password")
	case len(record) == 1 && strings.ContainsAny(record[0], ";\t"):
		return nil, u.problem("fields are separated by commas, and there is none")
	default:
		u.first = slices.Clone(record)
	}
	return u, nil
}

// next gives the next one; io.EOF after the last.
func (u *users) next() (candidate, error) {
	record := u.first
	if u.first = nil; record == nil {
		var err error
		if record, err = u.read(); err != nil {
			return candidate{}, err
		}
	}
	if len(record) <= max(u.username, u.password) {
		return candidate{}, u.problem("there is no password: the line has %s", count(len(record), "field"))
	}
	who := candidate{u.line, strings.Clone(record[u.username]), strings.Clone(record[u.password])}
	if !utf8.ValidString(who.username) || !utf8.ValidString(who.password) {
		return candidate{}, u.problem("the text is not UTF-8")
	}
	return who, nil
}

func (u *users) read() ([]string, error) {
	u.budget.left = longestRecord
	record, err := u.csv.Read()
	var parse *csv.ParseError
	switch {
	case err == nil:
		u.line, _ = u.csv.FieldPos(0)
		return record, nil
	case errors.Is(err, io.EOF):
		return nil, err
	case errors.As(err, &parse):
		u.line = parse.Line
		return nil, u.problem("column %d: %w (a quotation mark inside of a field is written twice)", parse.Column, parse.Err)
	}
	return nil, fmt.Errorf("%s: after line %d: %w", u.name, u.line, err)
}

func (u *users) problem(format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %w", u.name, u.line, fmt.Errorf(format, args...))
}

// withoutMark skips the byte order mark that some programs write.
func withoutMark(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if start, err := b.Peek(3); err == nil && string(start) == "\ufeff" {
		_, _ = b.Discard(3) // they are there
	}
	return b
}

// budget is a reader that gives so much at most until it is allowed more.
type budget struct {
	r    io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongRecord
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}
