// Package kms is as much of the AWS Key Management Service as custom senders need: the emulator encrypts the code that
// it hands to a CustomEmailSender or CustomSMSSender function, and answers the function's call of Decrypt.
//
// [Keys.Encrypt] makes a message of the AWS Encryption SDK, format version 1, that the SDKs read unmodified. Its data
// key is wrapped under a master key of the emulator's own, and bound to the ARN of the key that the pool names and to
// the encryption context. So there are no keys to create, list or grant: every ARN is a key, and what one wrapped
// only that one unwraps. The ARN of an alias is one like others, which the SDK for Node.js takes; that for Python wants a
// key's. [Handler] serves Decrypt; every other operation of KMS answers NotImplementedByEmulator.
//
// The master key is kept in the store. Who may decrypt is not checked: a request has to be signed, by anybody.
// Which function gets which code is up to packages message and trigger.
//
//   - https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
//   - https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
//   - https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
package kms
