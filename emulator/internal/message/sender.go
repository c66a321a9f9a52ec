package message

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
)

// Sender drafts and delivers messages, and keeps them.
type Sender struct {
	DB             *store.DB
	Triggers       *trigger.Triggers
	Codes          Encrypter
	PlaintextCodes bool // custom senders get codes as they are, for functions that do not decrypt them
	Random         io.Reader
	FixedCode      string // every code is this one; "" draws them
	PublicURL      string // where confirmation links lead

	count   atomic.Int64
	mu      sync.Mutex
	waiting chan struct{} // closed at the next message; nil if nobody waits
}

// insert gives the message the next id. After a restart the count begins anew, while a clock that stands still may
// show the same time.
func (s *Sender) insert(tx *store.Tx, m *Message) error {
	for {
		m.ID = id(tx.Now, s.count.Add(1))
		if err := Messages.Insert(tx, *m); !errors.Is(err, store.ErrExists) {
			return err
		}
	}
}

// Next gives a channel that is closed when the next message has been sent.
func (s *Sender) Next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting == nil {
		s.waiting = make(chan struct{})
	}
	return s.waiting
}

func (s *Sender) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting != nil {
		close(s.waiting)
		s.waiting = nil
	}
}

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }
