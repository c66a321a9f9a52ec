package client_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// The members are those that the real service answered on 2026-09-24.
func TestCreateUserPoolClientDefaults(t *testing.T) {
	e := start(t)
	created := e.create(t, `{}`)
	want := `{"AllowedOAuthFlowsUserPoolClient":false,"AuthSessionValidity":3,"ClientId":"` + created.ClientId +
		`","ClientName":"web","CreationDate":1.7672256E9,"EnablePropagateAdditionalUserContextData":false,"EnableTokenRevocation":true,` +
		`"LastModifiedDate":1.7672256E9,"RefreshTokenValidity":30,"TokenValidityUnits":{},"UserPoolId":"us-east-1_aaaaaaaaa"}`
	if got := asJSON(t, created); got != want {
		t.Errorf("created\n%s\nwant\n%s", got, want)
	}
	described, err := e.DescribeUserPoolClient(t.Context(), &api.DescribeUserPoolClientRequest{UserPoolId: thePool, ClientId: created.ClientId})
	if err != nil {
		t.Fatal(err)
	}
	if got := asJSON(t, described.UserPoolClient); got != want {
		t.Errorf("described\n%s\nwant\n%s", got, want)
	}
}

func TestCreateUserPoolClientIds(t *testing.T) {
	e := start(t)
	first, second := e.create(t, `{}`).ClientId, e.create(t, `{}`).ClientId
	elsewhere := e.create(t, `{"UserPoolId":"`+otherPool+`"}`).ClientId
	if !regexp.MustCompile(`^[0-9a-v]{26}$`).MatchString(first) {
		t.Errorf("id %s", first)
	}
	if first == second || first == elsewhere {
		t.Errorf("ids %s, %s and %s", first, second, elsewhere)
	}
	if again := start(t).create(t, `{}`).ClientId; again != first {
		t.Errorf("id %s, on a fresh start %s", first, again)
	}
	if err := e.DeleteUserPoolClient(t.Context(), &api.DeleteUserPoolClientRequest{UserPoolId: thePool, ClientId: first}); err != nil {
		t.Fatal(err)
	}
	if third := e.create(t, `{}`).ClientId; third == second || third == first {
		t.Errorf("id %s twice", third)
	}
	e.IDs.Random = true
	if id := e.create(t, `{"ClientName":"x"}`).ClientId; id == start(t).create(t, `{"ClientName":"x"}`).ClientId {
		t.Errorf("id %s although ids are random", id)
	}
}

func TestCreateUserPoolClientSecrets(t *testing.T) {
	e := start(t)
	if s := e.create(t, `{"GenerateSecret":false}`).ClientSecret; s != "" {
		t.Errorf("a public client has the secret %q", string(s))
	}
	one, two := e.create(t, `{"GenerateSecret":true}`), e.create(t, `{"GenerateSecret":true}`)
	if !regexp.MustCompile(`^[0-9a-v]{52}$`).MatchString(string(one.ClientSecret)) || one.ClientSecret == two.ClientSecret {
		t.Errorf("secrets %q and %q", string(one.ClientSecret), string(two.ClientSecret))
	}
	if got := e.describe(t, one.ClientId)["ClientSecret"]; got != string(one.ClientSecret) {
		t.Errorf("described with secret %q", got)
	}
	if own := e.create(t, `{"ClientSecret":"0123456789abcdefghijklmn"}`); own.ClientSecret != "0123456789abcdefghijklmn" {
		t.Errorf("secret %q", string(own.ClientSecret))
	}
	_, err := e.tryCreate(t, `{"GenerateSecret":true,"ClientSecret":"0123456789abcdefghijklmn"}`)
	refused(t, err, rule.SecretGivenAndGenerated, "GenerateSecret and ClientSecret cannot be used together.")
}

func TestCreateUserPoolClientUnknownPool(t *testing.T) {
	_, err := start(t).tryCreate(t, `{"UserPoolId":"us-east-1_none"}`)
	refused(t, err, rule.PoolNotFound, "User pool us-east-1_none does not exist.")
}

func TestCreateUserPoolClientLimit(t *testing.T) {
	e := start(t)
	err := e.DB.Update(t.Context(), func(_ context.Context, tx *store.Tx) error {
		for i := range 999 {
			c := directory.Client{UserPoolClientType: api.UserPoolClientType{UserPoolId: thePool, ClientId: fmt.Sprint(i)}}
			if err := directory.Clients.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e.create(t, `{}`)
	_, err = e.tryCreate(t, `{}`)
	refused(t, err, rule.ClientTooMany, "The number of app clients has reached its limit of 1000.")
	e.create(t, `{"UserPoolId":"`+otherPool+`"}`)
}
