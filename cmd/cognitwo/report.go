package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// report writes the outcomes for machines.
type report struct {
	file  io.Closer // nil for standard output
	out   *bufio.Writer
	write func(outcome) error
}

// newReport opens one: JSON lines, or CSV where the name says so. Without a name nothing is written.
func newReport(name string, standard io.Writer) (*report, error) {
	r := &report{write: func(outcome) error { return nil }}
	switch name {
	case "":
		return r, nil
	case "-":
		r.out = bufio.NewWriter(standard)
	default:
		file, err := os.Create(name)
		if err != nil {
			return nil, err
		}
		r.file, r.out = file, bufio.NewWriter(file)
	}
	if filepath.Ext(name) == ".csv" {
		return r, r.asCSV()
	}
	encoder := json.NewEncoder(r.out)
	encoder.SetEscapeHTML(false)
	r.write = func(o outcome) error { return encoder.Encode(o) }
	return r, nil
}

func (r *report) asCSV() error {
	table := csv.NewWriter(r.out)
	row := func(fields ...string) error {
		err := table.Write(fields)
		table.Flush()
		return errors.Join(err, table.Error())
	}
	r.write = func(o outcome) error {
		answer := wouldAnswer{}
		if o.WouldAnswer != nil {
			answer = *o.WouldAnswer
		}
		return row(strconv.Itoa(o.Line), o.User, o.Result, o.Username, o.Status, answer.Type, answer.Message, o.Rule, o.Because,
			strconv.FormatFloat(o.DurationMs, 'f', -1, 64))
	}
	return row("line", "user", "result", "username", "status", "type", "message", "rule", "because", "durationMs")
}

func (r *report) close() error {
	if r.out == nil {
		return nil
	}
	err := r.out.Flush()
	if r.file != nil {
		err = errors.Join(err, r.file.Close())
	}
	return err
}

// summary is where the totals go: beside a report on standard output they would disturb.
func (c *rehearse) summary(o output) io.Writer {
	if c.Report == "-" {
		return o.err
	}
	return o.out
}
