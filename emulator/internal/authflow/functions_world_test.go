package authflow_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/authflow"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/keys"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
	"github.com/cognitwo/cognitwo/emulator/internal/token"
	"github.com/cognitwo/cognitwo/emulator/internal/trigger"
	"github.com/cognitwo/cognitwo/lambdaclient"
)

// call is one that a function got.
type call struct {
	Source, User string
	Request      map[string]any
}

// functions answer each event with itself, or with the response that is set for its trigger source.
type functions struct {
	calls     []call
	responses map[string]map[string]any
	during    func(source string)
}

func (f *functions) Invoke(_ context.Context, _ string, payload []byte) (lambdaclient.Result, error) {
	var event map[string]any
	if err := json.Unmarshal(payload, &event); err != nil {
		return lambdaclient.Result{}, err
	}
	source, _ := event["triggerSource"].(string)
	user, _ := event["userName"].(string)
	request, _ := event["request"].(map[string]any)
	f.calls = append(f.calls, call{source, user, request})
	if f.during != nil {
		f.during(source)
	}
	if response, ok := f.responses[source]; ok {
		event["response"] = response
	}
	answer, err := json.Marshal(event)
	return lambdaclient.Result{Payload: answer}, err
}

// sources are those of the calls since the last question, with userNotFound where it is true.
func (f *functions) sources() string {
	var names []string
	for _, c := range f.calls {
		name := strings.TrimSuffix(c.Source, "_Authentication")
		if c.Request["userNotFound"] == true {
			name += "(unknown)"
		}
		names = append(names, name)
	}
	f.calls = nil
	return strings.Join(names, " ")
}

// newWorldWithFunctions is a world that issues tokens, and whose pool has every trigger of a sign-in. Alice has a permanent
// password; bob is her like.
func newWorldWithFunctions(t *testing.T, choices trigger.Choices) (*world, *functions) {
	t.Helper()
	w := newWorld(t)
	f := &functions{responses: map[string]map[string]any{
		"DefineAuthChallenge_Authentication":         {"challengeName": "CUSTOM_CHALLENGE"},
		"VerifyAuthChallengeResponse_Authentication": {"answerCorrect": true},
	}}
	w.Triggers.Functions, w.Triggers.Choices = f, choices
	w.Tokens = &token.Issuer{
		Keyrings: &token.Keyrings{DB: w.DB, Reserve: keys.StartReserve(t.Context(), 1, rand.Reader)}, Random: rand.Reader, URL: token.AWSIssuer(),
	}
	w.pool.LambdaConfig = &api.LambdaConfigType{
		PreAuthentication: "f", UserMigration: "f", DefineAuthChallenge: "f", CreateAuthChallenge: "f", VerifyAuthChallengeResponse: "f",
		PostAuthentication: "f", PreTokenGeneration: "f",
	}
	w.put(func(tx *store.Tx) error { return directory.Pools.Put(tx, w.pool) })
	w.allow(api.ExplicitAuthFlowsTypeAllowUserPasswordAuth, api.ExplicitAuthFlowsTypeAllowCustomAuth, api.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
	for _, name := range []string{"alice", "bob"} {
		w.addUser(name, api.UserStatusTypeConfirmed)
	}
	return w, f
}

// allow sets the flows of the client.
func (w *world) allow(flows ...api.ExplicitAuthFlowsType) {
	w.t.Helper()
	w.put(func(tx *store.Tx) error {
		client, err := directory.Clients.Get(tx, clientID)
		if err != nil {
			return err
		}
		client.ExplicitAuthFlows = flows
		return directory.Clients.Put(tx, client)
	})
}

// addUser makes, or makes anew, a user with the password Passw0rd!.
func (w *world) addUser(name string, status api.UserStatusType) {
	w.t.Helper()
	credential, err := w.Hasher.New(w.pool, name, "Passw0rd!")
	if err != nil {
		w.t.Fatal(err)
	}
	w.put(func(tx *store.Tx) error {
		user, err := directory.FindUser(tx, w.pool, name)
		if rule.Is(err, rule.UserNotFound) {
			user, err = directory.NewUser(w.pool, name, fmt.Sprintf("%-36s", name), map[string]string{}), nil
		}
		user.Status, user.Credential = status, credential
		if err != nil {
			return err
		}
		return directory.SaveUser(tx, w.pool, &user)
	})
}

func (w *world) initiate(flow api.AuthFlowType, user string, params authflow.Params) (authflow.Reply, error) {
	all := authflow.Params{"USERNAME": user}
	maps.Copy(all, params)
	return w.Initiate(w.t.Context(), authflow.Request{ClientID: clientID, Flow: flow, Params: all, Metadata: map[string]string{"from": "initiate"}})
}

func (w *world) respond(challenge api.ChallengeNameType, session, user string, responses authflow.Params) (authflow.Reply, error) {
	all := authflow.Params{"USERNAME": user}
	maps.Copy(all, responses)
	return w.Respond(w.t.Context(), authflow.Answer{
		ClientID: clientID, Challenge: challenge, Session: session, Responses: all, Metadata: map[string]string{"from": "respond"},
	})
}

func must(t *testing.T) func(authflow.Reply, error) authflow.Reply {
	return func(r authflow.Reply, err error) authflow.Reply {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}
