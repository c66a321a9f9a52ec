// Package token issues, verifies, refreshes, rotates and revokes the tokens of user pools.
//
// ID and access tokens are JWTs with the claims of auth flows by the API (claims.go, id_token.go, access_token.go);
// what a PreTokenGeneration function wants to be otherwise is applied to them last (claims.go);
// refresh tokens are sealed records that only the pool's key opens (refresh.go), so that a sign-in writes nothing.
// What ends tokens before their time is kept: revoked families (revoke.go), tracked sessions (session.go), rotated refresh tokens (rotate.go), and
// the count of global sign-outs with the user (directory.User.SignedOut), which each token carries in its jti.
//
// How keys sign and seal is package keys' part; which operation may be called with which token is decided in ops.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
package token
