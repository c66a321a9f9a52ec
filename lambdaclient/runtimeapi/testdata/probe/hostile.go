package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// hostile is a runtime of its own, which plays the trick that the event names, and otherwise answers with the event.
func hostile() {
	for {
		id, event := next()
		if trick := tricks[event]; trick != nil {
			trick(id)
			continue
		}
		respond(id, `"`+event+`"`)
	}
}

// tricks are what a runtime should not do, by name. Those that give no answer themselves end in one of "never", or in an exit.
var tricks = map[string]func(id string){
	"too large": func(id string) { said("413", respond(id, strings.Repeat("x", 6291557))) },
	"endless answer": func(id string) {
		_, _ = http.Post(api("invocation/"+id+"/response"), "", endless{}) // ends somehow
	},
	"endless text": func(string) {
		_, _ = io.Copy(os.Stdout, endless{})
	},
	"endless lines": func(string) {
		for {
			_, _ = fmt.Println("again and again")
		}
	},
	"prints on and on": func(id string) {
		go func() { _, _ = io.Copy(os.Stdout, endless{}) }()
		respond(id, `"said"`)
	},
	"odd answer": func(id string) { respond(id, "\"\xff\xfe\"") },
	"odd error": func(id string) {
		report := strings.NewReader("{\"errorMessage\":\"a\xffb\",\"errorType\":\"T\"}")
		_, _ = http.Post(api("invocation/"+id+"/error"), "application/json", report)
	},
	"odd output": func(id string) {
		_, _ = fmt.Print("a\xffb\x00c\r\n")
		respond(id, `"said"`)
	},
	"half and gone": func(id string) {
		half(id, "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"", true)
		os.Exit(4)
	},
	"half, then whole": func(id string) {
		half(id, "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"", true)
		half(id, "Content-Length: 100\r\n\r\n{", true)
		half(id, "Transfer-Encoding: chunked\r\n\r\nzzzz\r\n", true)
		respond(id, `"said"`)
	},
	"half, and waits": func(id string) {
		half(id, "Content-Length: 100\r\n\r\n{", false)
		never(id)
	},
	"never": never,
	"frozen": func(id string) {
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		never(id) // the signal may reach another thread first
	},
	"twice": func(id string) {
		respond(id, `"said"`)
		said("400", respond(id, `"another"`))
	},
	"late": func(id string) {
		time.Sleep(2 * time.Second)
		respond(id, `"too late"`)
	},
	"huge header": func(id string) {
		said("431", post(id, `1`, http.Header{"X": {strings.Repeat("x", 3<<20)}}))
		respond(id, `"said"`)
	},
	"wrong id": func(id string) {
		said("404", respond(id+"/x", `1`))
		said("400", respond("x", `1`))
		said("400", respond(id+"0", `1`))
		respond(id, `"said"`)
	},
	"asks at once": func(id string) {
		var all sync.WaitGroup
		for range 200 {
			all.Go(func() {
				if r, err := http.Get(api("invocation/next")); err == nil {
					said("403", body(r))
				}
			})
		}
		all.Wait()
		respond(id, `"said"`)
	},
	"connections": func(id string) {
		for i := range 300 { // they stay open, some in the middle of a request
			conn := dial()
			_, _ = io.WriteString(conn, "POST /2018-06-01/runtime/invocation/x/response HTTP/1.1\r\nContent-Le"[:i%60])
			held = append(held, conn)
		}
		respond(id, `"said"`)
	},
	"too many connections": func(id string) {
		for range 1500 {
			held = append(held, dial())
		}
		last := held[len(held)-1]
		_ = last.SetReadDeadline(time.Now().Add(time.Minute))
		_, err := last.Read(make([]byte, 1))
		said("EOF", fmt.Sprint(err))
		for _, conn := range held {
			_ = conn.Close()
		}
		held = nil
		for strings.Contains(respond(id, `"said"`), "EOF") { // until the first of them are gone
			time.Sleep(10 * time.Millisecond)
		}
	},
	"children": func(id string) {
		pids := make([]int, 10)
		for i := range pids {
			child := exec.Command("sleep", "600")
			child.Stdout = os.Stdout
			if child.Start() == nil {
				pids[i] = child.Process.Pid
			}
		}
		raw, _ := json.Marshal(pids)
		respond(id, string(raw))
	},
	"no output": func(id string) {
		_, _ = os.Stdout.Close(), os.Stderr.Close()
		respond(id, `"said"`)
	},
	"no HTTP": func(id string) {
		conn := dial()
		_, _ = conn.Write(bytes.Repeat([]byte{0, 0xff, '\n'}, 1<<20))
		_ = conn.Close()
		respond(id, `"said"`)
	},
	"init error": func(id string) {
		r, err := http.Post(api("init/error"), "", strings.NewReader("x"))
		if err == nil {
			said("403", body(r))
		}
		respond(id, `"said"`)
	},
	"answer and exit": func(id string) {
		respond(id, `"said"`)
		os.Exit(5)
	},
}

var held []net.Conn

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// said ends the process if the Runtime API did not say what it should, which the caller sees.
func said(want, got string) {
	if !strings.HasPrefix(got, want) {
		_, _ = fmt.Fprintf(os.Stderr, "got %.200s, want %s\n", got, want)
		os.Exit(99)
	}
}

func next() (id, event string) {
	r, err := http.Get(api("invocation/next"))
	if err != nil || r.StatusCode != http.StatusOK {
		os.Exit(6)
	}
	defer func() { _ = r.Body.Close() }()
	if json.NewDecoder(r.Body).Decode(&event) != nil {
		os.Exit(7)
	}
	return r.Header.Get("Lambda-Runtime-Aws-Request-Id"), event
}

func respond(id, answer string) string { return post(id, answer, nil) }

func post(id, answer string, header http.Header) string {
	request, err := http.NewRequest(http.MethodPost, api("invocation/"+id+"/response"), strings.NewReader(answer))
	if err != nil {
		return err.Error()
	}
	for name, values := range header {
		request.Header[name] = values
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		return err.Error()
	}
	return body(r)
}

func never(string) { time.Sleep(time.Hour) }

func dial() net.Conn {
	conn, err := net.Dial("tcp", os.Getenv("AWS_LAMBDA_RUNTIME_API"))
	if err != nil {
		os.Exit(8)
	}
	return conn
}

// half sends the beginning of an answer.
func half(id, rest string, hangUp bool) {
	conn := dial()
	_, _ = io.WriteString(conn, "POST /2018-06-01/runtime/invocation/"+id+"/response HTTP/1.1\r\nHost: x\r\n"+rest)
	if hangUp {
		_ = conn.Close()
		return
	}
	held = append(held, conn)
}

// askAndGo asks for work and is gone when there is some.
func askAndGo() {
	conn := dial()
	_, _ = io.WriteString(conn, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n")
	time.Sleep(50 * time.Millisecond)
	os.Exit(9)
}

// mixed does what the event says, as functions do in daily life.
func mixed(event string) (string, error) {
	switch event {
	case "error":
		return "", errors.New("Bad password")
	case "exit":
		os.Exit(3)
	case "panic":
		panic("boom")
	case "print":
		_, _ = fmt.Println("line\nanother\nand a part")
	}
	return event, nil
}
