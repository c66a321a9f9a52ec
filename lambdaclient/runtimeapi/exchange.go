package runtimeapi

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

// exchange is where invocations wait to be taken by a function's process, and where the answers come back.
// It is the state behind one listener; the HTTP side is in routes.go.
type exchange struct {
	single bool // only one invocation at a time may be unanswered: there is one process behind it

	offers     chan *invocation                 // unbuffered: a send succeeds when a process takes the invocation
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

	answered chan answer   // has room for one
	returned chan struct{} // likewise: the process that took it had ended already, so it is to be offered again

	// Guarded by the exchange's mutex.
	taken bool
	by    *connection // that of the process which took it
}

// answer is what a function said: a payload or an error.
type answer struct {
	payload []byte
	err     *lambdaclient.FunctionError
}

// connection is one TCP connection of a runtime.
type connection struct {
	conn      net.Conn
	userAgent string
}

func newExchange(single bool) *exchange {
	return &exchange{
		single:     single,
		offers:     make(chan *invocation),
		initErrors: make(chan *lambdaclient.FunctionError, 1),
		ready:      make(chan struct{}),
		closed:     make(chan struct{}),
		pending:    map[string]*invocation{},
		late:       map[string]*connection{},
		keeps:      map[string]bool{},
	}
}

// submit announces an invocation. It must be offered afterwards, and given up if it is not answered.
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

// take waits for an invocation on behalf of a poll.
func (x *exchange) take(ctx context.Context, by *connection) (*invocation, error) {
	if err := x.startPoll(); err != nil {
		return nil, err
	}
	defer x.endPoll()
	select {
	case inv := <-x.offers:
		if hungUp(by.conn) { // the process has died; the server is about to notice
			inv.returned <- struct{}{}
			return nil, net.ErrClosed
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		inv.taken, inv.by = true, by
		return inv, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-x.closed:
		return nil, errClosed
	}
}

func (x *exchange) startPoll() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.single && x.polling > 0 {
		return errTransition("another request for the next invocation is waiting")
	}
	for _, inv := range x.pending {
		if x.single && inv.taken {
			return errTransition("invocation " + inv.id + " is not answered yet")
		}
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

func (x *exchange) endPoll() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.polling--
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
		returned: make(chan struct{}, 1),
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
