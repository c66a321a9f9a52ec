// Package directory is what a user pool holds: pools, app clients, users, groups, codes and counters; the
// invariants between them; and the tables that keep them.
//
// Functions here work on records inside a transaction that the caller opened. They refuse with values of package
// rule and know neither HTTP (rpc), nor Lambda (trigger), nor tokens (token), nor who must not learn what
// (conceal). What several operations of package ops need of a user lives here, too.
package directory
