package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// process is one running executable of a function with the Runtime API that it alone talks to.
type process struct {
	exchange *exchange
	server   *server
	cmd      *exec.Cmd
	output   *output
	pipe     *os.File // what it prints comes from here

	code         uint64        // what it runs, see [spec.code]
	name         string        // for people
	exited       chan struct{} // closed when the process is gone and what it still said is in
	initTimeout  time.Duration
	initTimedOut atomic.Bool

	mu     sync.Mutex
	reaped bool // from now on its number may be another process's
}

// errStale says that a process which had waited for work was gone when there was some.
var errStale = errors.New("the process had ended before")

// startProcess starts the command of spec for an invocation. Nobody else can reach its Runtime API: it listens on the loopback
// interface.
func startProcess(spec *spec, launcher *launcher, code uint64, requestID string) (*process, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	x := newExchange(true)
	p := &process{
		exchange:    x,
		output:      &output{function: spec.name, log: spec.options.Output, requestID: requestID},
		pipe:        reader,
		code:        code,
		exited:      make(chan struct{}),
		initTimeout: spec.options.InitTimeout,
	}
	p.cmd, err = launcher.start(func() *exec.Cmd { return spec.cmd(listener.Addr().String(), writer) })
	_ = writer.Close()
	if err != nil {
		return nil, errors.Join(err, listener.Close(), reader.Close())
	}
	p.name = fmt.Sprintf("process %d (%s)", p.cmd.Process.Pid, strings.Join(p.cmd.Args, " "))
	p.server = serve(listener, x, spec.name)
	go p.output.follow(reader)
	go p.watchInit()
	go p.reap(launcher.watchdog)
	return p, nil
}

// watchInit kills a process that has not asked for work in time.
func (p *process) watchInit() {
	timer := time.NewTimer(p.initTimeout)
	defer timer.Stop()
	select {
	case <-p.exchange.ready:
	case <-p.exited:
	case <-timer.C:
		p.initTimedOut.Store(true)
		p.signal(killGroup)
	}
}

// reap waits for the end of the process and of all that it left: its children, its requests, its output.
func (p *process) reap(watchdog *watchdog) {
	waitEnd(p.cmd, func() {
		p.signal(killGroup)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.reaped = true
		watchdog.forget(p.cmd.Process.Pid)
	})
	p.exchange.close()
	p.server.stop(time.Second) // an answer that it has sent may still have to be read
	p.output.drain(p.pipe)
	_ = p.pipe.Close()
	p.output.end()
	close(p.exited)
}

// printed is what the process has printed since the last time that it was asked.
func (p *process) printed() string {
	p.output.drain(p.pipe) // fails after the end, when nothing is left
	return p.output.take()
}

// invoke passes the invocation to the process and waits for what comes of it. The error is errStale or that of ctx.
func (p *process) invoke(ctx context.Context, inv *invocation) (answer, error) {
	p.output.begin(inv.id)
	p.exchange.submit(inv)
	for {
		select {
		case poll := <-p.exchange.polls:
			if p.exchange.hand(inv, poll) {
				return p.await(ctx, inv)
			}
		case e := <-p.exchange.initErrors:
			p.exchange.giveUp(inv, false)
			p.kill()
			return answer{err: e}, nil
		case <-p.exited:
			return p.neverTook(inv)
		case <-ctx.Done():
			p.exchange.giveUp(inv, false)
			if p.ready() { // it asked for work before, and now it hangs; one that still initializes may go on for the next call
				p.kill()
			}
			return answer{}, ctx.Err()
		}
	}
}

// await waits for the answer of a process that has taken the invocation.
func (p *process) await(ctx context.Context, inv *invocation) (answer, error) {
	limit, stop := after(inv.limit)
	defer stop()
	select {
	case a := <-inv.answered:
		return a, nil
	case <-p.exited:
		select {
		case a := <-inv.answered: // what it said before it went counts, as a Go panic does
			return a, nil
		default:
			return answer{err: exitError(inv.id, p.ending())}, nil
		}
	case <-limit:
		p.exchange.giveUp(inv, true)
		p.kill()
		return answer{err: lambdaclient.TimedOut(inv.id, inv.limit)}, nil
	case <-ctx.Done():
		p.exchange.giveUp(inv, true)
		p.kill()
		return answer{}, ctx.Err()
	}
}

// neverTook is the outcome for an invocation whose process ended before it took it.
func (p *process) neverTook(inv *invocation) (answer, error) {
	select {
	case e := <-p.exchange.initErrors:
		return answer{err: e}, nil
	default:
	}
	switch {
	case p.ready():
		return answer{}, errStale
	case p.initTimedOut.Load():
		return answer{err: lambdaclient.TimedOut(inv.id, p.initTimeout)}, nil
	}
	return answer{err: exitError(inv.id, p.ending())}, nil
}

// ending is how the process ended, in Lambda's words.
func (p *process) ending() string {
	state := p.cmd.ProcessState
	if state.Success() {
		return "Runtime exited without providing a reason"
	}
	return "Runtime exited with error: " + strings.TrimSuffix(state.String(), " (core dumped)")
}

// ready reports whether the process has asked for work at least once.
func (p *process) ready() bool { return isClosed(p.exchange.ready) }

func (p *process) gone() bool { return isClosed(p.exited) }

// kill ends the process with all that it started, and waits until it is gone.
func (p *process) kill() {
	p.signal(killGroup)
	<-p.exited
}

// stop asks the process to end, waits for it a little, and kills it: Lambda, too, gives half a second.
func (p *process) stop() {
	p.signal(terminateGroup)
	patience := time.NewTimer(500 * time.Millisecond)
	defer patience.Stop()
	select {
	case <-p.exited:
	case <-patience.C:
		p.kill()
	}
}

// signal does something to the process and its children, while its number is its own.
func (p *process) signal(send func(*os.Process)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.reaped {
		send(p.cmd.Process)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// after is a timer that never fires if there is no limit.
func after(limit time.Duration) (fired <-chan time.Time, stop func()) {
	if limit <= 0 {
		return nil, func() {}
	}
	timer := time.NewTimer(limit)
	return timer.C, func() { timer.Stop() }
}

// spec is how to start the processes of one function.
type spec struct {
	name     string
	function lambdaclient.Function // resolved, with a Command
	options  Options
}

func (s *spec) cmd(address string, output *os.File) *exec.Cmd {
	cmd := exec.Command(s.function.Command[0], s.function.Command[1:]...) //nolint:gosec // running it is the purpose
	cmd.Dir = s.function.Dir
	cmd.Env = environment(s.name, s.function, s.options, address, logStream(wallclock.Now()))
	cmd.Stdout, cmd.Stderr = output, output
	cmd.SysProcAttr = attributes()
	return cmd
}
