package journal

// ring is a list that forgets its oldest elements when there are too many, or they are too long. The latest one stays.
type ring[T any] struct {
	size  int
	weigh func(T) int
	items []T   // the oldest first
	bytes []int // of each
	total int
}

func (r *ring[T]) add(item T) {
	r.items, r.bytes = append(r.items, item), append(r.bytes, 0)
	r.grown(len(r.items)-1, r.weigh(item))
}

// grown notes that an element is longer now.
func (r *ring[T]) grown(i, bytes int) {
	r.bytes[i] += bytes
	r.total += bytes
	for len(r.items) > r.size || len(r.items) > 1 && r.total > mostBytes {
		var none T
		r.total -= r.bytes[0]
		r.items[0] = none // nobody else would let go of it
		r.items, r.bytes = r.items[1:], r.bytes[1:]
	}
}

// latest lists elements, newest first.
func (r *ring[T]) latest(limit int) []T {
	n := len(r.items)
	if limit <= 0 || limit > n {
		limit = n
	}
	latest := make([]T, 0, limit)
	for i := range limit {
		latest = append(latest, r.items[n-1-i])
	}
	return latest
}
