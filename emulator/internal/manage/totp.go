package manage

import (
	"fmt"
	"net/http"
	"time"

	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/factor"
	"github.com/cognitwo/cognitwo/emulator/internal/rule"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// shownTOTP is what a user's authenticator app shows, as JSON. Next is the code of the following time step, which is taken
// already: it is the one to give when the current one was used.
type shownTOTP struct {
	Code         string     `json:"code"`
	Next         string     `json:"next"`
	ExpiresIn    int        `json:"expiresIn"` // seconds until the app shows the next one
	Used         bool       `json:"used"`      // the code was taken before, and will not be again
	Secret       string     `json:"secret"`    // base32
	Verified     bool       `json:"verified"`
	FriendlyName string     `json:"friendlyName,omitempty"`
	Pending      *shownTOTP `json:"pending,omitempty"` // a secret that waits for VerifySoftwareToken beside the verified one
}

// totp shows the current code of a user's authenticator app, as the app would. The user is given by name, alias or sub. A
// secret that is not verified yet is shown, too: in place of a verified one, or beside it. One that is being set up with a
// session of MFA_SETUP is not the user's yet; who has the session got the secret.
func (a *API) totp(w http.ResponseWriter, r *http.Request) {
	var shown shownTOTP
	err := a.DB.View(r.Context(), func(tx *store.Tx) error {
		user, err := findUser(tx, parameter(r, "pool"), parameter(r, "user"))
		if err != nil {
			return err
		}
		shown, err = showTOTP(user, tx.Now)
		return err
	})
	if err != nil {
		write(w, http.StatusNotFound, problem{"no code", err.Error(), "name the pool by id or name, the user by name, alias or sub; for an app, call AssociateSoftwareToken as the user, or give the user a Totp in the seed"})
		return
	}
	write(w, http.StatusOK, shown)
}

func showTOTP(user directory.User, now time.Time) (shownTOTP, error) {
	pending, waits := user.PendingToken()
	switch {
	case !user.HasSoftwareToken() && !waits:
		return shownTOTP{}, fmt.Errorf("%s has no authenticator app", user.Username)
	case !user.HasSoftwareToken():
		return codesOf(pending, now), nil
	}
	shown := codesOf(*user.SoftwareToken, now)
	if waits {
		shown.Pending = new(codesOf(pending, now))
	}
	return shown, nil
}

func codesOf(token directory.SoftwareToken, now time.Time) shownTOTP {
	step := factor.TimeStep(now)
	ends := factor.StepEnds(step)
	shown := shownTOTP{
		Code: factor.CurrentTOTP(token, now), Next: factor.CurrentTOTP(token, ends), ExpiresIn: int(ends.Sub(now.Truncate(time.Second)) / time.Second),
		Secret: factor.SecretText(token.Secret), Verified: token.Verified, FriendlyName: token.FriendlyName,
	}
	_, ok, _ := factor.CheckTOTP(token, shown.Code, now)
	shown.Used = !ok
	return shown
}

// findUser finds a user of a pool by name, alias or sub. The pool is found by id or name.
func findUser(tx *store.Tx, poolName, name string) (directory.User, error) {
	pool, err := findPool(tx, poolName)
	if err != nil {
		return directory.User{}, err
	}
	user, err := directory.FindUser(tx, pool, name)
	if rule.Is(err, rule.UserNotFound) {
		user, err = directory.FindUserBySub(tx, pool.Id, name)
	}
	if rule.Is(err, rule.UserNotFound) {
		return user, fmt.Errorf("the pool %s (%s) has no user %q", pool.Id, pool.Name, name)
	}
	return user, err
}
