package api

import (
	"fmt"
	"io"
	"log/slog"
)

// mask is what is printed in place of a secret.
const mask = "***"

// Secret is a password, token or code. It prints as *** wherever it is formatted or logged; JSON has its real value, which
// string(s) gives, too.
type Secret string

// String hides the value.
func (Secret) String() string { return mask }

// GoString hides the value.
func (Secret) GoString() string { return mask }

// Format hides the value from every verb of package fmt.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mask) }

// LogValue hides the value from package slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(mask) }
