package emulator_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cognitwo/cognitwo/lambdaclient"
)

// scripted runs the triggers of a transcript: a file "lambda NAME" holds what the function answers.
//
//	event                     the event, unchanged
//	error: some text          the function reports an error
//	sleep                     no answer in time
//	{"response": {…}}         these bytes; ${event.…} is not replaced
//	+ {"response": {…}}       the event with these members in place of its own
//
// A line that begins with "then " begins the next call's answer. The last answer is for all calls that follow.
type scripted struct {
	mu      sync.Mutex
	answers map[string][]string // by function
	events  map[string][]byte   // the last one, by function
}

func functions(archive *txtar.Archive) *scripted {
	s := &scripted{answers: map[string][]string{}, events: map[string][]byte{}}
	for _, file := range archive.Files {
		if name, ok := strings.CutPrefix(file.Name, "lambda "); ok {
			s.answers[name] = strings.Split(strings.TrimSuffix(string(file.Data), "\n"), "\nthen ")
		}
	}
	return s
}

// next takes the answer of a call.
func (s *scripted) next(name string, event []byte) (answer string, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events[name] = event
	left := s.answers[name]
	if len(left) == 0 {
		return "", false
	}
	if len(left) > 1 {
		s.answers[name] = left[1:]
	}
	return left[0], true
}

func (s *scripted) lastEvent(name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if event, ok := s.events[name]; ok {
		delete(s.events, name)
		return event
	}
	return []byte("none")
}

// Invoke implements lambdaclient.Invoker.
func (s *scripted) Invoke(ctx context.Context, function string, payload []byte) (lambdaclient.Result, error) {
	answer, ok := s.next(function[strings.LastIndexByte(function, ':')+1:], payload)
	result := lambdaclient.Result{Payload: []byte(answer), Target: "transcript"}
	switch {
	case !ok:
		return result, &lambdaclient.UnknownFunctionError{Function: function}
	case answer == "event":
		result.Payload = payload
	case answer == "sleep":
		<-ctx.Done()
		return result, &lambdaclient.TimeoutError{Function: function}
	case strings.HasPrefix(answer, "error: "):
		result.Payload = nil
		result.FunctionError = lambdaclient.NewFunctionError("errorString", strings.TrimPrefix(answer, "error: "))
	case strings.HasPrefix(answer, "+ "):
		return merged(result, payload, answer[2:])
	}
	return result, nil
}

func merged(result lambdaclient.Result, event []byte, change string) (lambdaclient.Result, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(event, &members); err != nil {
		return result, err
	}
	if err := json.Unmarshal([]byte(change), &members); err != nil {
		return result, err
	}
	payload, err := json.Marshal(members)
	result.Payload = payload
	return result, err
}
