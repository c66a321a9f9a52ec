package manage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitwo/cognitwo/emulator/internal/conceal"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/migration"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// rehearsalRequest is somebody who might sign in.
type rehearsalRequest struct {
	Username       string            `json:"username"`
	Password       string            `json:"password"`
	Client         string            `json:"client"` // id or name; default: one of the pool's that takes passwords
	ClientMetadata map[string]string `json:"clientMetadata"`
}

// rehearsal says what would come of a sign-in of a user whom the pool does not have.
func (a *API) rehearsal(w http.ResponseWriter, r *http.Request) {
	text, ok := body(w, r)
	if !ok {
		return
	}
	var in rehearsalRequest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		badBody(w, strings.TrimPrefix(err.Error(), "json: "), `send {"username": "…", "password": "…"}, and perhaps client and clientMetadata`)
		return
	}
	rehearsal := migration.Rehearsal{Username: in.Username, Password: in.Password, ClientMetadata: in.ClientMetadata}
	err := a.DB.View(r.Context(), func(tx *store.Tx) (err error) {
		rehearsal.Pool, rehearsal.Client, err = rehearsalPlace(tx, parameter(r, "pool"), in.Client)
		return err
	})
	if err != nil {
		write(w, http.StatusBadRequest, problem{"no rehearsal", err.Error(), "give a pool that has a UserMigration trigger in its LambdaConfig, and an app client of it"})
		return
	}
	rehearsal.Hides = conceal.Hides(rehearsal.Client)
	outcome, err := a.Migrator.Rehearse(r.Context(), rehearsal)
	if err != nil {
		failed(w, err)
		return
	}
	write(w, http.StatusOK, outcome)
}

func rehearsalPlace(tx *store.Tx, poolName, clientName string) (pool directory.Pool, client directory.Client, err error) {
	if pool, err = findPool(tx, poolName); err != nil {
		return pool, client, err
	}
	if pool.LambdaConfig == nil || pool.LambdaConfig.UserMigration == "" {
		return pool, client, fmt.Errorf("the pool %s (%s) has no UserMigration trigger", pool.Id, pool.Name)
	}
	client, err = findClient(tx, pool, clientName)
	return pool, client, err
}
