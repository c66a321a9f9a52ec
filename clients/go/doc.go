// Package clients drives the built emulator with the AWS SDK for Go v2, and checks its tokens with go-oidc. It is a
// module of its own, so that what it needs stays out of the emulator's go.mod. All of it is tests; ../run starts the
// emulator they talk to.
package clients
