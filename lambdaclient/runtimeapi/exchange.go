package runtimeapi

import (
	"context"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// exchange is where invocations wait to be taken by a function's process, and where the answers come back.
// It is the state behind one listener; the HTTP side is in routes.go.
type exchange struct {
	single bool // only one invocation at a time may be unanswered: there is one process behind it

	polls      chan *poll                       // those that wait, and maybe some that are withdrawn
	initErrors chan *lambdaclient.FunctionError // the latest one that nobody has seen yet
	ready      chan struct{}                    // closed by the first poll
	closed     chan struct{}                    // closed by close

	mu       sync.Mutex
	pending  map[string]*invocation // by id: submitted, not yet answered or given up
	late     map[string]*connection // by id: given up while its process worked on it, and who that is
	polling  int                    // polls that wait
	polled   bool
	isClosed bool
	keeps    map[string]bool // by User-Agent: such a runtime has answered on the connection on which it polled
}

// invocation is one event on its way to an answer.
type invocation struct {
	id      string
	arn     string
	traceID string
	payload []byte
	expires time.Time     // the caller's deadline
	limit   time.Duration // the function's own limit, from when it is taken; 0 is none

	answered chan answer // has room for one

	// Guarded by the exchange's mutex.
	taken bool
	by    *connection // that of the process which took it
}

// maxPolls is how many requests for an invocation may wait in one exchange.
const maxPolls = 256

// poll is a request for an invocation that waits.
type poll struct {
	by      *connection
	done    chan struct{} // closed when it is answered
	settled bool          // it is answered, or withdrawn; guarded by the exchange's mutex
	parked  bool          // it is for something that never comes
}

func newPoll(by *connection) *poll { return &poll{by: by, done: make(chan struct{})} }

// answer is what a function said: a payload or an error.
type answer struct {
	payload []byte
	err     *lambdaclient.FunctionError
}

func newExchange(single bool) *exchange {
	return &exchange{
		single:     single,
		polls:      make(chan *poll, maxPolls),
		initErrors: make(chan *lambdaclient.FunctionError, 1),
		ready:      make(chan struct{}),
		closed:     make(chan struct{}),
		pending:    map[string]*invocation{},
		late:       map[string]*connection{},
		keeps:      map[string]bool{},
	}
}

// submit announces an invocation. It must be handed to a process afterwards, and given up if it is not answered.
func (x *exchange) submit(inv *invocation) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.pending[inv.id] = inv
}

// giveUp forgets an invocation. If a process took it, that may still answer, but nobody will listen.
func (x *exchange) giveUp(inv *invocation, taken bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.pending[inv.id] == nil {
		return
	}
	delete(x.pending, inv.id)
	if taken {
		if len(x.late) >= 1000 { // of processes that never came back
			clear(x.late)
		}
		x.late[inv.id] = inv.by
	}
}

// hand gives an invocation to a process that asked for one. It reports whether that is still there.
func (x *exchange) hand(inv *invocation, to *poll) bool {
	gone := hungUp(to.by.conn) // which our reader is about to notice
	x.mu.Lock()
	if to.settled || gone {
		x.mu.Unlock()
		return false
	}
	to.settled = true
	x.polling--
	inv.taken, inv.by = true, to.by
	x.mu.Unlock()
	to.send(inv)
	close(to.done)
	return true
}

// withdraw forgets a poll, as its connection ends, and reports whether it was still waiting.
func (x *exchange) withdraw(p *poll) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if p.settled {
		return false
	}
	p.settled = true
	if !p.parked {
		x.polling--
	}
	return true
}

// startPoll lets a process wait for an invocation.
func (x *exchange) startPoll(p *poll) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.isClosed {
		return errClosed
	}
	if x.single && x.polling > 0 {
		return errTransition("another request for the next invocation is waiting")
	}
	for _, inv := range x.pending {
		if x.single && inv.taken {
			return errTransition("invocation " + inv.id + " is not answered yet")
		}
	}
	if !x.queue(p) {
		return errTransition("too many requests for the next invocation are waiting")
	}
	select {
	case <-x.initErrors: // out of date
	default:
	}
	if !x.polled {
		x.polled = true
		close(x.ready)
	}
	x.polling++
	return nil
}

// queue puts a poll behind the others, for which those that are withdrawn make room.
func (x *exchange) queue(p *poll) bool {
	if len(x.polls) == cap(x.polls) {
		for range len(x.polls) {
			select {
			case old := <-x.polls:
				if !old.settled {
					x.polls <- old // there is room: nobody else sends
				}
			default:
			}
		}
	}
	select {
	case x.polls <- p:
		return true
	default:
		return false
	}
}

// answer settles an invocation. An answer that nobody waits for any more is accepted and dropped.
func (x *exchange) answer(id string, by *connection, a answer) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, ok := x.late[id]; ok {
		delete(x.late, id)
		return nil
	}
	inv := x.pending[id]
	if inv == nil || !inv.taken {
		return errRequestID
	}
	if inv.by == by {
		x.keeps[by.userAgent] = true
	}
	delete(x.pending, id)
	inv.answered <- a
	return nil
}

// expects reports whether an answer to the invocation would be accepted.
func (x *exchange) expects(id string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	inv := x.pending[id]
	_, late := x.late[id]
	return late || inv != nil && inv.taken
}

// failInit reports that a process could not begin its work.
func (x *exchange) failInit(e *lambdaclient.FunctionError) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.single && x.polled {
		return errTransition("the function has asked for an invocation already")
	}
	select {
	case <-x.initErrors:
	default:
	}
	x.initErrors <- e
	return nil
}

// runtimes is how many processes are known to be there: those that wait and those that work.
func (x *exchange) runtimes() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := x.polling + len(x.late)
	for _, inv := range x.pending {
		if inv.taken {
			n++
		}
	}
	return n
}

// newInvocation is an event for a function, to be answered by the deadline of ctx.
func newInvocation(ctx context.Context, id, arn string, payload []byte, limit time.Duration) *invocation {
	expires, _ := ctx.Deadline()
	return &invocation{
		id:       id,
		arn:      arn,
		traceID:  traceID(wallclock.Now()),
		payload:  payload,
		expires:  expires,
		limit:    limit,
		answered: make(chan answer, 1),
	}
}

// close ends all polls.
func (x *exchange) close() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.isClosed {
		x.isClosed = true
		close(x.closed)
	}
}

// deadline is what the function is told about the time it has from now on.
func (inv *invocation) deadline() time.Time {
	if inv.limit > 0 {
		if own := wallclock.Now().Add(inv.limit); own.Before(inv.expires) {
			return own
		}
	}
	return inv.expires
}
