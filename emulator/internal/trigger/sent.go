package trigger

import "encoding/json"

// sent is an event as the function got it.
type sent struct {
	Version       string
	UserName      string
	CallerContext callerContext
	TriggerSource string
	Request       map[string]json.RawMessage

	members map[string]json.RawMessage
}

// sentEvent reads an event back. What does not fit is left out: the event may come from outside, for a replay.
func sentEvent(event []byte) sent {
	var s sent
	_ = json.Unmarshal(event, &s.members)
	for name, into := range map[string]any{
		"version": &s.Version, "userName": &s.UserName, "callerContext": &s.CallerContext, "triggerSource": &s.TriggerSource, "request": &s.Request,
	} {
		_ = json.Unmarshal(s.members[name], into)
	}
	return s
}

// attribute is one of the user's, as the function was told.
func (s sent) attribute(name string) string {
	var attributes map[string]string
	_ = json.Unmarshal(s.Request["userAttributes"], &attributes)
	return attributes[name]
}

// client is the app client that the event names; "" if it names none.
func (s sent) client() string {
	if s.CallerContext.ClientID == nil {
		return ""
	}
	return *s.CallerContext.ClientID
}
