package seed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
)

// Place is where something stands in a seed.
type Place struct {
	File         string
	Line, Column int
	Path         string // such as UserPools[0].Users[2].Password
}

func (p Place) String() string {
	text := p.File
	if p.Line > 0 {
		text += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
	if p.Path != "" {
		text += ": " + p.Path
	}
	return text
}

// Problem is what is wrong with a seed, and where.
type Problem struct {
	Place
	Err error
}

func (p *Problem) Error() string { return p.String() + ": " + p.Err.Error() }

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Problem says what is wrong at the place.
func (p Place) Problem(format string, args ...any) error {
	return &Problem{p, fmt.Errorf(format, args...)}
}

// refused explains an error of an operation. What the API would answer is not enough: the reason has the values.
func (p Place) refused(err error) error {
	var problem *Problem
	if errors.As(err, &problem) {
		return err
	}
	refusal, ok := rule.As(err)
	if !ok {
		return &Problem{p, err}
	}
	text := strings.TrimSpace(refusal.Answer.Error())
	if refusal.Reason != "" {
		text += " (" + refusal.Reason + ")"
	}
	if refusal.Fix != "" {
		text += "; " + refusal.Fix
	}
	return &Problem{p, errors.New(text)}
}

// constraint places what a reader of package api found wrong with an object.
func constraint(v *value, err error) error {
	var refused *api.Error
	if !errors.As(err, &refused) {
		return v.refused(err)
	}
	return locate(v, refused.Message).Problem("%s", refused.Message)
}
