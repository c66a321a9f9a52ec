package runtimeapi

import (
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// connections tells the exchange when a runtime's connection ends, which may mean that the runtime has died.
type connections struct {
	exchange *exchange
	mu       sync.Mutex
	open     map[net.Conn]*connection
}

func newConnections(x *exchange) *connections {
	return &connections{exchange: x, open: map[net.Conn]*connection{}}
}

func (c *connections) of(conn net.Conn) *connection {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open[conn] == nil {
		c.open[conn] = &connection{conn: conn}
	}
	return c.open[conn]
}

func (c *connections) changed(conn net.Conn, state http.ConnState) {
	if state != http.StateClosed && state != http.StateHijacked {
		return
	}
	gone := c.of(conn)
	c.mu.Lock()
	delete(c.open, conn)
	c.mu.Unlock()
	c.exchange.lost(gone)
}

// lost settles what a process was working on when its connection ended: it has died. That is only certain of runtimes that
// answer on the connection on which they polled. Those of Ruby and those made of shell scripts open one for each request; with
// them, only the deadline tells. Of a process that we started ourselves we know better.
func (x *exchange) lost(by *connection) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.single || !x.keepsConnection(by.userAgent) {
		return
	}
	for id, c := range x.late {
		if c == by {
			delete(x.late, id)
		}
	}
	for id, inv := range x.pending {
		if inv.by == by {
			delete(x.pending, id)
			inv.answered <- answer{err: exitError(id, "Runtime exited without providing a reason")}
		}
	}
}

// keepsConnection says what is known of a kind of runtime: by its answers so far, or by its source.
func (x *exchange) keepsConnection(userAgent string) bool {
	return x.keeps[userAgent] || strings.HasPrefix(userAgent, "aws-lambda-go/")
}

func exitError(requestID, reason string) *lambdaclient.FunctionError {
	return lambdaclient.NewFunctionError(lambdaclient.TypeExit, "RequestId: "+requestID+" Error: "+reason)
}
