package srp

import (
	"encoding/binary"
	"time"
)

// The layout of a block, before it is sealed: the time in eight bytes, then the
// numbers and the names, each preceded by its length in two bytes, then padding.

func (b *Block) numbers() []*[]byte { return []*[]byte{&b.State.a, &b.State.b, &b.State.u} }

func (b *Block) names() []*string {
	to := &b.Binding
	return []*string{&to.PoolID, &to.ClientID, &to.UserID, &to.DeviceKey, &to.SaltID}
}

func (b *Block) marshal() []byte {
	record := binary.BigEndian.AppendUint64(nil, uint64(b.IssuedAt.UnixMilli()))
	for _, number := range b.numbers() {
		record = appendField(record, *number)
	}
	for _, name := range b.names() {
		record = appendField(record, []byte(*name))
	}
	return record
}

func unmarshalBlock(record []byte) (Block, error) {
	if len(record) < 8 {
		return Block{}, ErrBlockTampered
	}
	block := Block{IssuedAt: time.UnixMilli(int64(binary.BigEndian.Uint64(record))).UTC()}
	rest, ok := record[8:], true
	for _, number := range block.numbers() {
		*number, rest, ok = cutField(rest, ok)
	}
	for _, name := range block.names() {
		var field []byte
		field, rest, ok = cutField(rest, ok)
		*name = string(field)
	}
	if !ok {
		return Block{}, ErrBlockTampered
	}
	return block, nil
}

func appendField(record, field []byte) []byte {
	record = binary.BigEndian.AppendUint16(record, uint16(len(field)))
	return append(record, field...)
}

func cutField(record []byte, ok bool) (field, rest []byte, _ bool) {
	if !ok || len(record) < 2 {
		return nil, nil, false
	}
	size := int(binary.BigEndian.Uint16(record))
	if rest = record[2:]; len(rest) < size {
		return nil, nil, false
	}
	return rest[:size], rest[size:], true
}
