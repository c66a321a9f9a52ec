package runtimeapi

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient/internal/wallclock"
)

const (
	// maxHeader is what a request's header may take: runtimes put up to 1 MiB of an error's cause into one.
	maxHeader = 2 << 20

	// maxRest is how much of a request that nobody wanted to read is skipped, so that its connection can be kept.
	maxRest = 256 << 10

	// maxConnections is how many may be open at a time; further ones are closed at once. A runtime has one or two.
	maxConnections = 1000

	// farewell is how long a connection that we end is still read from, so that the other side sees why.
	farewell = 500 * time.Millisecond
)

// server speaks HTTP/1.1 with the runtimes that connect. It reads a connection in one goroutine, and the answer to a poll is written
// by whoever has an invocation for it. In net/http's server four goroutines would hand each other every invocation, which takes about
// as long as everything else; the parsing is net/http's all the same. There are no time limits: a runtime waits for the next
// invocation as long as it takes.
type server struct {
	exchange *exchange
	routes   http.Handler
	listener net.Listener
	serving  sync.WaitGroup

	mu     sync.Mutex
	closed bool
	open   map[*connection]bool
}

// connection is one TCP connection of a runtime.
type connection struct {
	conn      net.Conn
	limit     *io.LimitedReader
	reader    *bufio.Reader
	userAgent string
	waiting   *poll // the latest poll; the connection's goroutine alone knows
}

func serve(listener net.Listener, x *exchange, function string) *server {
	s := &server{exchange: x, routes: routes(x, function), listener: listener, open: map[*connection]bool{}}
	s.serving.Go(s.accept)
	return s
}

func (s *server) accept() {
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // such as too many open files
			time.Sleep(10 * time.Millisecond)
			continue
		}
		limit := &io.LimitedReader{R: conn}
		c := &connection{conn: conn, limit: limit, reader: bufio.NewReader(limit)}
		if !s.add(c) {
			_ = conn.Close()
			continue
		}
		s.serving.Go(func() { s.serve(c) })
	}
}

func (s *server) add(c *connection) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.open) >= maxConnections {
		return false
	}
	s.open[c] = true
	return true
}

// stop ends the listener, waits a while until everything is read that was sent by those who are gone, and closes what is left.
func (s *server) stop(patience time.Duration) {
	_ = s.listener.Close()
	done := make(chan struct{})
	go func() {
		s.serving.Wait()
		close(done)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
	s.mu.Lock()
	s.closed = true
	for c := range s.open {
		_ = c.conn.Close()
	}
	s.mu.Unlock()
	<-done
}

func (s *server) serve(c *connection) {
	for s.answerOne(c) {
	}
	if c.waiting != nil {
		s.exchange.withdraw(c.waiting)
	}
	s.mu.Lock()
	delete(s.open, c)
	s.mu.Unlock()
	_ = c.conn.Close()
	s.exchange.lost(c)
}

// answerOne reads a request and answers it, and reports whether the connection goes on.
func (s *server) answerOne(c *connection) bool {
	c.limit.N = maxHeader
	r, err := http.ReadRequest(c.reader)
	if !s.endPoll(c, err) {
		return false
	}
	if err != nil {
		c.refuse(err)
		return false
	}
	c.limit.N = math.MaxInt64
	c.userAgent = r.UserAgent()
	if strings.EqualFold(r.Header.Get("Expect"), "100-continue") {
		_, _ = io.WriteString(c.conn, "HTTP/1.1 100 Continue\r\n\r\n")
	}
	w := &response{connection: c, header: http.Header{}, status: http.StatusOK}
	s.routes.ServeHTTP(w, r)
	if c.waiting != nil {
		return true
	}
	if _, err := io.CopyN(io.Discard, r.Body, maxRest); !errors.Is(err, io.EOF) {
		r.Close = true // there is more, or it is broken
		defer c.leave()
	}
	return w.send(r) == nil && !r.Close
}

// endPoll waits until the poll that came before on this connection is answered, since answers come in the order of requests.
// A connection that ends first takes its poll along.
func (s *server) endPoll(c *connection, err error) bool {
	if c.waiting == nil {
		return true
	}
	if err != nil && s.exchange.withdraw(c.waiting) {
		return false
	}
	select {
	case <-c.waiting.done:
		c.waiting = nil
		return true
	case <-s.exchange.closed:
		return false
	}
}

// refuse answers what is no request.
func (c *connection) refuse(err error) {
	status := http.StatusBadRequest
	switch {
	case c.limit.N <= 0:
		status = http.StatusRequestHeaderFieldsTooLarge
	case errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed):
		return
	}
	w := &response{connection: c, header: http.Header{}, status: status}
	_ = w.send(&http.Request{Close: true})
	c.leave()
}

// leave lets the other side read what we said last. Whoever closes a connection on which something unread arrives resets it.
func (c *connection) leave() {
	if half, ok := c.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = c.conn.SetReadDeadline(wallclock.Now().Add(farewell))
	_, _ = io.CopyN(io.Discard, c.conn, maxWaste)
}

// response collects an answer and sends it in one piece.
type response struct {
	connection *connection
	header     http.Header
	status     int
	body       bytes.Buffer
}

func (w *response) Header() http.Header { return w.header }

func (w *response) WriteHeader(status int) { w.status = status }

func (w *response) Write(p []byte) (int, error) { return w.body.Write(p) }

func (w *response) send(r *http.Request) error {
	w.header.Set("Content-Length", strconv.Itoa(w.body.Len()))
	if r.Close {
		w.header.Set("Connection", "close")
	}
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 " + strconv.Itoa(w.status) + " " + http.StatusText(w.status) + "\r\n")
	_ = w.header.Write(&b)
	b.WriteString("\r\n")
	if r.Method != http.MethodHead {
		b.Write(w.body.Bytes())
	}
	_, err := w.connection.conn.Write(b.Bytes())
	return err
}
