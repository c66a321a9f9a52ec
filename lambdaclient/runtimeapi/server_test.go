package runtimeapi_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// wire is a connection on which a test says what it likes.
type wire struct {
	t      *testing.T
	conn   net.Conn
	reader *bufio.Reader
}

func connect(t *testing.T, address string) *wire {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &wire{t, conn, bufio.NewReader(conn)}
}

func (w *wire) say(text string) {
	w.t.Helper()
	if _, err := io.WriteString(w.conn, strings.ReplaceAll(text, "\n", "\r\n")); err != nil {
		w.t.Fatal(err)
	}
}

// hear reads an answer to a request of this method.
func (w *wire) hear(method string) (*http.Response, string) {
	w.t.Helper()
	response, err := http.ReadResponse(w.reader, &http.Request{Method: method})
	if err != nil {
		w.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, string(body)
}

func (w *wire) expect(method, want string) {
	w.t.Helper()
	response, body := w.hear(method)
	if got := fmt.Sprintf("%d %s", response.StatusCode, strings.TrimSpace(body)); got != want {
		w.t.Errorf("got %s, want %s", got, want)
	}
}

// expectEnd expects that the other side has ended the connection.
func (w *wire) expectEnd() {
	w.t.Helper()
	if rest, err := io.ReadAll(w.reader); err != nil || len(rest) > 0 {
		w.t.Errorf("got %q, %v instead of the end", rest, err)
	}
}

func TestConnections(t *testing.T) {
	t.Parallel()
	const ping = "GET /ping HTTP/1.1\nHost: x\n\n"
	address := listen(t, lambdaclient.Function{}).Address()
	for name, talk := range map[string]func(*wire){
		"is kept": func(w *wire) {
			for range 3 {
				w.say(ping)
				w.expect("GET", "200 pong")
			}
		},
		"is kept after a refusal": func(w *wire) {
			w.say("GET /nothing HTTP/1.1\nHost: x\n\n")
			w.expect("GET", "404 404 page not found")
			w.say("POST /2018-06-01/runtime/invocation/x/response HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc" + ping)
			w.expect("POST", `400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}`)
			w.expect("GET", "200 pong")
		},
		"requests at once": func(w *wire) {
			w.say(ping + ping)
			w.expect("GET", "200 pong")
			w.expect("GET", "200 pong")
		},
		"byte by byte": func(w *wire) {
			for _, b := range ping {
				w.say(string(b))
			}
			w.expect("GET", "200 pong")
		},
		"is closed on demand": func(w *wire) {
			w.say("GET /ping HTTP/1.1\nHost: x\nConnection: close\n\n")
			w.expect("GET", "200 pong")
			w.expectEnd()
		},
		"HTTP 1.0": func(w *wire) {
			w.say("GET /ping HTTP/1.0\n\n")
			w.expect("GET", "200 pong")
			w.expectEnd()
		},
		"HTTP 1.0 that stays": func(w *wire) {
			w.say("GET /ping HTTP/1.0\nConnection: keep-alive\n\n")
			w.expect("GET", "200 pong")
			w.say(ping)
			w.expect("GET", "200 pong")
		},
		"HEAD": func(w *wire) {
			w.say("HEAD /ping HTTP/1.1\nHost: x\n\n" + ping)
			w.expect("HEAD", "200 ")
			w.expect("GET", "200 pong")
		},
		"another method": func(w *wire) {
			w.say("DELETE /ping HTTP/1.1\nHost: x\n\n")
			w.expect("DELETE", "405 Method Not Allowed")
		},
		"no HTTP": func(w *wire) {
			w.say("hello\n\n")
			w.expect("GET", "400 ")
			w.expectEnd()
		},
		"long header": func(w *wire) {
			w.say("GET /ping HTTP/1.1\nHost: x\nX: " + strings.Repeat("x", 3<<20) + "\n\n")
			w.expect("GET", "431 ")
			w.expectEnd()
		},
		"long body that nobody wants": func(w *wire) {
			w.say("POST /nothing HTTP/1.1\nHost: x\nContent-Length: 1000000\n\n" + strings.Repeat("x", 1000000))
			w.expect("POST", "404 404 page not found")
			w.expectEnd()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := connect(t, address)
			w.t = t
			talk(w)
		})
	}
}

// curl, which some runtimes are made of, asks before it sends a long answer.
func TestExpectContinue(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	call := begin(t, d, `1`, patience)
	w := connect(t, d.Address())
	w.say("GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\n")
	response, _ := w.hear("GET")
	id := response.Header.Get("Lambda-Runtime-Aws-Request-Id")
	w.say("POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\nHost: x\nContent-Length: 6\nExpect: 100-continue\n\n")
	w.expect("POST", "100 ")
	w.say(`"said"`)
	w.expect("POST", `202 {"status":"OK"}`)
	if got := string(call.result().Payload); got != `"said"` {
		t.Errorf("got %s", got)
	}
}

// A request behind one that waits for an invocation is answered after it.
func TestRequestBehindAPoll(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	w := connect(t, d.Address())
	w.say("GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\nGET /ping HTTP/1.1\nHost: x\n\n")
	time.Sleep(50 * time.Millisecond)
	call := begin(t, d, `"event"`, patience)
	response, body := w.hear("GET")
	if body != `"event"` {
		t.Errorf("got %s", body)
	}
	w.expect("GET", "200 pong")
	newRuntime(t, d.Address()).respond(response.Header.Get("Lambda-Runtime-Aws-Request-Id"), `1`)
	if got := string(call.result().Payload); got != `1` {
		t.Errorf("got %s", got)
	}
}

// Closing does not wait for those who wait for us.
func TestCloseWhileRequestsWait(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"poll":           "GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\n",
		"more behind it": "GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\nGET /ping HTTP/1.1\nHost: x\n\n",
		"extension":      "GET /2020-01-01/extension/event/next HTTP/1.1\nHost: x\n\n",
		"half a header":  "GET /pi",
		"half a body":    "POST /2018-06-01/runtime/init/error HTTP/1.1\nHost: x\nContent-Length: 10\n\n1",
		"nothing":        "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := listen(t, lambdaclient.Function{})
			w := connect(t, d.Address())
			w.say(request)
			time.Sleep(100 * time.Millisecond)
			started := time.Now()
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(started); took > 10*time.Second {
				t.Errorf("that took %s", took)
			}
		})
	}
}

// Runtimes that come and go while there is nothing to do leave no trace, and do not keep others out.
func TestManyPollsThatWereGivenUp(t *testing.T) {
	t.Parallel()
	d := listen(t, lambdaclient.Function{})
	for range 600 {
		w := connect(t, d.Address())
		w.say("GET /2018-06-01/runtime/invocation/next HTTP/1.1\nHost: x\n\n")
		_ = w.conn.Close()
	}
	call := begin(t, d, `1`, patience)
	f := newRuntime(t, d.Address())
	if got := f.respond(f.next(), `2`); got != accepted {
		t.Errorf("got %s", got)
	}
	if got := string(call.result().Payload); got != `2` {
		t.Errorf("got %s", got)
	}
}

// Whatever is sent to a Runtime API, it goes on serving others.
func FuzzConnection(f *testing.F) {
	for _, seed := range []string{
		"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n", "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\nGET /ping HTTP/1.1\r\n\r\n",
		"POST /2018-06-01/runtime/init/error HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n1\r\nx\r\n0\r\nX: y\r\n\r\n",
		"POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: -1\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\n\r\n",
		"GET //ping/../ping HTTP/0.9\r\n\r\n", "\x16\x03\x01", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		d := listen(t, lambdaclient.Function{})
		w := connect(t, d.Address())
		_, _ = w.conn.Write(sent)
		_ = w.conn.(*net.TCPConn).CloseWrite()
		_ = w.conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond)) // a request behind one that waits is not answered
		_, _ = io.Copy(io.Discard, w.conn)
		other := connect(t, d.Address())
		other.say("GET /ping HTTP/1.1\nHost: x\n\n")
		other.expect("GET", "200 pong")
	})
}
