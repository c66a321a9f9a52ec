package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// everybody reads a file to its end.
func everybody(text string) (found []string, err error) {
	u, err := newUsers("f", strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	for {
		who, err := u.next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		found = append(found, fmt.Sprintf("%d:%s:%s", who.line, who.username, who.password))
	}
}

func TestUsers(t *testing.T) {
	for text, want := range map[string][]string{
		"username,password\nbob,x\n":                             {"2:bob:x"},
		"Password , id,USERNAME\nx,1,bob\ny,2,carol":             {"2:bob:x", "3:carol:y"},
		"bob,x\ncarol,y\n":                                       {"1:bob:x", "2:carol:y"},
		"bob,x,more\ncarol,y\n":                                  {"1:bob:x", "2:carol:y"},
		"\ufeffusername,password\r\nbob,x\r\n":                   {"2:bob:x"},
		"\n\nbob,x\n\n\ncarol,y\n":                               {"3:bob:x", "6:carol:y"},
		"username,password\n\"a,\"\"b\",\" x \"\n\"two\nl\",y\n": {"2:a,\"b: x ", "3:two\nl:y"},
		"bob,\n,x\n":        {"1:bob:", "2::x"},
		"":                  nil,
		"\n":                nil,
		"username,password": nil,
	} {
		if got, err := everybody(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}

// What is wrong with a file is said with the line, and what comes before it is read.
func TestMistakesInUsers(t *testing.T) {
	long := strings.Repeat("x", longestRecord)
	for text, want := range map[string]string{
		"username,pasword\nbob,x\n":              "f: line 1: the header has to name both username and password",
		"bob;x\n":                                "f: line 1: fields are separated by commas",
		"bob\n":                                  "f: line 1: there is no password: the line has 1 field",
		"a,b\nbob,x\ncarol\n":                    "f: line 3: there is no password: the line has 1 field",
		"id,username,password\n1,bob,x\n2,carol": "f: line 3: there is no password: the line has 2 fields",
		"bob,x\ncarol,a\"b\n":                    `f: line 2: column 8: bare " in non-quoted`,
		"bob,x\n\"carol\"y,b\n":                  `f: line 2: column 7: extraneous or missing " in quoted`,
		"bob,x\n\"carol,b\n":                     `f: line 2: column 10: extraneous or missing " in quoted`,
		"bob,x\n\"" + long + long + "\",y\n":     "f: after line 1: the line is longer than 1048576 bytes, or a quotation mark is not closed",
		long + long:                              "f: after line 0: the line is longer",
		"bob,x\ncarol,\xff\n":                    "f: line 2: the text is not UTF-8",
	} {
		_, err := everybody(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
	if got, err := everybody("bob,x\ncarol\n"); err == nil || len(got) != 1 {
		t.Errorf("%q %v", got, err)
	}
}

// Files are counted before anybody is asked; what can be read only once is not.
func TestCountUsers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.csv")
	for text, want := range map[string]int{"username,password\nbob,x\ncarol,y\n": 2, "bob,x\n": 1, "": 0} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := countUsers(path); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	if got, err := countUsers(os.DevNull); err != nil || got != -1 {
		t.Errorf("what is no file: %d, %v", got, err)
	}
	if err := os.WriteFile(path, []byte("bob,x\ncarol\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := countUsers(path); err == nil {
		t.Errorf("%d", got)
	}
}

func FuzzUsers(f *testing.F) {
	for _, text := range []string{"username,password\nbob,x\n", "a,b\n\"c\"d", "\ufeff\"", ",\n\r\n,", "\x00,\xff\n\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := everybody(text)
		again, errAgain := everybody(text)
		if !slices.Equal(found, again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Errorf("read twice: %q %v, %q %v", found, err, again, errAgain)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "f: ") {
			t.Errorf("%v does not name the file", err)
		}
	})
}
