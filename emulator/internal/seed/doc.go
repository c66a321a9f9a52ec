// Package seed reads seed files and applies them.
//
// A seed is YAML or JSON in the API's own words: under a pool every key is a parameter of CreateUserPool, under a client
// one of CreateUserPoolClient, under a group one of CreateGroup, checked by the same code as requests. It is read in
// three steps, all of which know file, line and column of what they find wrong:
//
//   - load.go turns the text into values, with anchors resolved and variables expanded
//   - conform.go fits values to the types of package api and refuses keys that do not exist
//   - document.go, pool.go, user.go and lambda.go make a Seed of them, and merge.go makes one of several documents
//
// A Seeder brings a Seed into the emulator: pools, clients and groups are created or updated, users are created if they
// are missing. It sends no messages and runs no triggers. Opening the functions of a seed is left to package emulator.
package seed
