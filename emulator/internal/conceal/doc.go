// Package conceal is PreventUserExistenceErrors, whole: who must not learn that a user does not exist, and what they
// get instead.
//
// Operations are honest: they refuse with rule.UserNotFound and its like. Package rpc passes every answer through
// Outcome, which replaces it where the app client hides users (table.go). The sign-in flows have to go on as if the
// user existed; authflow gets a Phantom to go on with (phantom.go).
//
// No other package looks at the setting.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
package conceal
