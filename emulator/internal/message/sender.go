package message

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Sender puts messages into the outbox.
type Sender struct {
	Random    io.Reader
	FixedCode string // every code is this one; "" draws them
	PublicURL string // where confirmation links lead

	count   atomic.Int64
	mu      sync.Mutex
	waiting chan struct{} // closed at the next message; nil if nobody waits
}

// Occasion says why and where to a message goes.
type Occasion struct {
	Trigger  Trigger
	ClientID string
	Purpose  directory.Purpose
	Delivery directory.Delivery
	Pending  string // see directory.Code
}

// SendCode draws a code of 6 digits, makes it the outstanding one for its purpose and sends it.
func (s *Sender) SendCode(tx *store.Tx, pool directory.Pool, user directory.User, o Occasion) error {
	text, err := s.code()
	if err != nil {
		return err
	}
	code := directory.Code{
		PoolID: pool.Id, Sub: user.Sub, Purpose: o.Purpose, Text: text, Attribute: o.Delivery.Attribute, Pending: o.Pending,
	}
	if err := directory.SaveCode(tx, code); err != nil {
		return err
	}
	return s.put(tx, pool, user, o, text)
}

// SendInvitation sends a new user the temporary password.
func (s *Sender) SendInvitation(tx *store.Tx, pool directory.Pool, user directory.User, delivery directory.Delivery, password string) error {
	return s.put(tx, pool, user, Occasion{Trigger: AdminCreateUser, Delivery: delivery}, password)
}

func (s *Sender) put(tx *store.Tx, pool directory.Pool, user directory.User, o Occasion, secret string) error {
	m := Message{
		At: tx.Now, PoolID: pool.Id, Client: o.ClientID, User: user.Username, Sub: user.Sub,
		Channel: strings.ToLower(string(o.Delivery.Medium())), To: o.Delivery.Address, Trigger: o.Trigger, Code: secret, Purpose: o.Purpose,
	}
	m.compose(pool, s.PublicURL)
	if err := s.insert(tx, m); err != nil {
		return err
	}
	tx.OnCommit(s.wake)
	return nil
}

// insert gives the message the next id. After a restart the count begins anew, while a clock that stands still may
// show the same time.
func (s *Sender) insert(tx *store.Tx, m Message) error {
	for {
		m.ID = id(tx.Now, s.count.Add(1))
		if err := Messages.Insert(tx, m); !errors.Is(err, store.ErrExists) {
			return err
		}
	}
}

func (s *Sender) code() (string, error) {
	if s.FixedCode != "" {
		return s.FixedCode, nil
	}
	raw := make([]byte, 16) // 128 bits, so that the remainder is as good as uniform
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return "", fmt.Errorf("drawing a code: %w", err)
	}
	n := new(big.Int).Mod(new(big.Int).SetBytes(raw), big.NewInt(1_000_000))
	return fmt.Sprintf("%06d", n), nil
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
