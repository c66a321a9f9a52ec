// Package rule is the registry of every rejection there is: its id, the exception and the wording that AWS
// answers with, a sentence that explains it, and where we know it from.
//
// Whoever refuses a request does it with a value of this package:
//
//	return rule.UserNotFound.Refuse().Because("pool %s has no user %q", pool, name)
//
// so no rejection can go unexplained. The same registry feeds the log, GET /_emulator/rules, the header
// x-emulator-rule and the tests, which fire each rule at least once.
//
// The package decides nothing: conditions live with the operations (ops, authflow, directory), hiding lives in
// conceal, and the bytes on the wire are made by api and rpc.
package rule
