// Package session has the operations on the sessions of users that pools with session tracking keep, and their settings.
//
// What begins, renews and ends a session is in package token; the sessions between two challenges are another thing, and
// in authflow. There are token sessions only: the single sign-on sessions of managed login, to which they can be linked,
// come with its pages.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html
package session

import (
	"github.com/cognitwo/cognitwo/emulator/internal/api"
	"github.com/cognitwo/cognitwo/emulator/internal/directory"
	"github.com/cognitwo/cognitwo/emulator/internal/journal"
	"github.com/cognitwo/cognitwo/emulator/internal/store"
)

// Sessions has the operations.
type Sessions struct {
	DB     *store.DB
	Tokens Tokens
}

// Tokens tells who calls with an access token. It refuses tokens that are not valid any more, or whose user or app
// client is gone.
type Tokens interface {
	Caller(tx *store.Tx, accessToken api.Secret) (directory.Pool, directory.Client, directory.User, error)
}

// describe shows sessions, up to 100 on one page. Where a user was is not known here.
//
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SessionDescriptionType.html
func describe(sessions []directory.Session, current string) []api.SessionDescriptionType {
	shown := []api.SessionDescriptionType{}
	for _, s := range sessions {
		shown = append(shown, api.SessionDescriptionType{
			SessionId: s.ID, SessionType: api.SessionTypeTypeToken, ClientId: s.ClientID,
			CreateDate: api.NewTime(s.Created), LastActiveDate: api.NewTime(s.Active),
			DeviceType: s.Device, LastIPAddress: api.Secret(s.IP), IsCurrentSession: new(s.ID == current),
		})
	}
	return shown
}

// onePage refuses a token of a next page: there never is one.
func onePage(operation, token string) error {
	_, _, err := directory.PageOfSlice([]string{}, func(s string) string { return s }, directory.Paging{Limit: 1, Token: token, List: []string{operation}})
	return err
}

// noticeLinks says that nothing is linked yet.
func noticeLinks(trail *journal.Trail, links api.RevokeAssociatedSessionsType) {
	if links == api.RevokeAssociatedSessionsTypeLinked {
		trail.Notice("RevokeAssociatedSessions LINKED ends nothing else: sessions that began by the API are not linked to others")
	}
}
