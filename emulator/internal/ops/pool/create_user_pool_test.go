package pool_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// The golden files have what the real service answered on 2026-09-24, member by member; there the tier was LITE.
func TestCreateUserPoolDefaults(t *testing.T) {
	e := start(t)
	created := e.create(t, `{}`)
	golden(t, "created_default.json", api.CreateUserPoolResponse{UserPool: created})
	described, err := e.DescribeUserPool(t.Context(), &api.DescribeUserPoolRequest{UserPoolId: created.Id})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "described_default.json", described)
}

func TestCreateUserPoolRefusesAliasesBesideUsernameAttributes(t *testing.T) {
	in := &api.CreateUserPoolRequest{
		PoolName: "app", AliasAttributes: []api.AliasAttributeType{"email"}, UsernameAttributes: []api.UsernameAttributeType{"email"},
	}
	_, err := start(t).CreateUserPool(t.Context(), in)
	refused(t, err, rule.AliasOrUsernameAttributes, "Only one of the aliasAttributes or usernameAttributes can be set in a User pool.")
}

func TestCreateUserPoolIdentity(t *testing.T) {
	e := start(t)
	e.Region, e.Account = "eu-west-1", "123456789012"
	first, second, other := e.create(t, `{}`), e.create(t, `{}`), e.create(t, `{"PoolName":"other"}`)
	if !regexp.MustCompile(`^eu-west-1_[0-9A-Za-z]{9}$`).MatchString(first.Id) {
		t.Errorf("id %s", first.Id)
	}
	if want := "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/" + first.Id; first.Arn != want {
		t.Errorf("arn %s, want %s", first.Arn, want)
	}
	if first.Id == second.Id || first.Id == other.Id {
		t.Errorf("ids %s, %s and %s", first.Id, second.Id, other.Id)
	}
	if again := start(t); again.create(t, `{}`).Id != start(t).create(t, `{}`).Id {
		t.Error("two fresh starts give different ids")
	}
}

// With one of two pools of a name deleted, the number of pools points at an id that is taken. The id of the deleted
// one is not used again.
func TestCreateUserPoolSkipsTakenIds(t *testing.T) {
	e := start(t)
	first, second := e.create(t, `{}`), e.create(t, `{}`)
	if err := e.DeleteUserPool(t.Context(), &api.DeleteUserPoolRequest{UserPoolId: first.Id}); err != nil {
		t.Fatal(err)
	}
	if third := e.create(t, `{}`); third.Id == second.Id || third.Id == first.Id {
		t.Errorf("id %s twice", third.Id)
	}
}

func TestCreateUserPoolWithRandomIds(t *testing.T) {
	e := start(t)
	stable := e.create(t, `{}`).Id
	e.IDs.Random = true
	random := start(t)
	random.IDs.Random = true
	if id := random.create(t, `{}`).Id; id == stable {
		t.Errorf("id %s although ids are random", id)
	}
}

func TestCreateUserPoolGivesEachPoolASecret(t *testing.T) {
	e := start(t)
	secrets := map[string]bool{}
	for range 2 {
		id := e.create(t, `{}`).Id
		err := e.DB.View(t.Context(), func(tx *store.Tx) error {
			p, err := directory.FindPool(tx, id)
			secrets[string(p.Secret)] = len(p.Secret) == 32
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(secrets) != 2 || secrets[""] {
		t.Errorf("secrets %v", secrets)
	}
}

func TestCreateUserPoolWithoutRandomness(t *testing.T) {
	e, broken := start(t), errors.New("no randomness")
	e.IDs.Source = iotest.ErrReader(broken)
	_, err := e.CreateUserPool(t.Context(), &api.CreateUserPoolRequest{PoolName: "app"})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestCreateUserPoolLimit(t *testing.T) {
	e := start(t)
	err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for i := range 999 {
			p := directory.Pool{UserPoolType: api.UserPoolType{Id: fmt.Sprintf("us-east-1_%d", i)}}
			if err := directory.Pools.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e.create(t, `{}`)
	_, err = e.CreateUserPool(t.Context(), &api.CreateUserPoolRequest{PoolName: "app"})
	refused(t, err, rule.PoolTooMany, "The number of user pools has reached its limit of 1000.")
	if refusal, _ := rule.As(err); refusal.Answer.Code != "LimitExceededException" {
		t.Errorf("exception %s", refusal.Answer.Code)
	}
}

func TestCreateUserPoolShowsTagsWhereThereAreSome(t *testing.T) {
	e := start(t)
	if text := asJSON(t, e.create(t, `{}`)); strings.Contains(text, "UserPoolTags") {
		t.Errorf("tags in %s", text)
	}
	if tags := e.create(t, `{"UserPoolTags":{"team":"a"}}`).UserPoolTags; tags["team"] != "a" {
		t.Errorf("tags %v", tags)
	}
}

// The real answers of 2026-09-24, to the same requests at the same times, had these numbers of bytes.
func TestAnswersAreAsLongAsTheRealOnes(t *testing.T) {
	const schema = `,"Schema":[{"Name":"team","AttributeDataType":"String","Mutable":true},` +
		`{"Name":"tenant","AttributeDataType":"String","Mutable":false},{"Name":"family_name","AttributeDataType":"String","Mutable":true,"Required":true}]`
	for name, c := range map[string]struct {
		members            string
		created, described int
	}{
		"defaults": {"", 4562, 4726},
		"schema":   {schema, 4858, 5022},
	} {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			e.clock.Set(time.UnixMilli(1790277272772))
			pool := e.create(t, `{"PoolName":"a-pool-name-of-length-25-","UserPoolTier":"LITE"`+c.members+`}`)
			described, err := e.DescribeUserPool(t.Context(), &api.DescribeUserPoolRequest{UserPoolId: pool.Id})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(asJSON(t, api.CreateUserPoolResponse{UserPool: pool})); n != c.created {
				t.Errorf("CreateUserPool answers %d bytes, want %d", n, c.created)
			}
			if n := len(asJSON(t, described)); n != c.described {
				t.Errorf("DescribeUserPool answers %d bytes, want %d", n, c.described)
			}
		})
	}
}
