// Package migration turns the answer of a pool's UserMigration trigger into a user: the whole response contract of
// the trigger, for sign-in and for forgotten passwords.
//
// Calling the function and reading its answer is package trigger's part; who must not learn that a user is missing
// is decided in conceal and authflow.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
package migration
