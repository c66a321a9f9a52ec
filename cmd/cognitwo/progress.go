package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long command is: as a bar on a terminal, else by a line now and then.
type progress struct {
	out   io.Writer
	total int // -1 if it is not known
	done  int
	bar   *progressbar.ProgressBar
}

const (
	linesEvery = 1000                   // after so many users a line is due where there is no terminal
	drawnEvery = 100 * time.Millisecond // the bar where there is one
)

func newProgress(out io.Writer, total int) *progress {
	p := &progress{out: out, total: total}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("rehearsing"),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("users"),
			progressbar.OptionThrottle(drawnEvery), progressbar.OptionClearOnFinish())
	}
	return p
}

// step counts one user. What cannot be shown is not worth an error.
func (p *progress) step() {
	p.done++
	switch {
	case p.bar != nil:
		_ = p.bar.Add(1)
	case p.done%linesEvery == 0 && p.total >= 0:
		_, _ = fmt.Fprintf(p.out, "%d of %d users\n", p.done, p.total)
	case p.done%linesEvery == 0:
		_, _ = fmt.Fprintf(p.out, "%d users\n", p.done)
	}
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
