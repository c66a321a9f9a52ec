// Triggers that call Cognito back while the call that runs them waits: functions/calls-back.mjs, run by the emulator.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { AdminListGroupsForUserCommand, ListUserPoolsCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { idp, newcomer } from './emulator.js';

const UserPoolId = 'us-east-1_CallsJs01';

function signUp(user, ClientMetadata) {
  const UserAttributes = [{ Name: 'email', Value: user.email }];
  return idp.send(new SignUpCommand({ ClientId: 'callsjs0000000000000000000', Username: user.name, Password: user.password, UserAttributes, ClientMetadata }));
}

async function groups(Username) {
  return (await idp.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }))).Groups.map((group) => group.GroupName);
}

test('a function asks and changes what its trigger is about', async () => {
  const user = newcomer();
  assert.equal((await signUp(user)).UserConfirmed, true);
  assert.deepEqual(await groups(user.name), ['members']);
  await assert.rejects(signUp({ ...newcomer(), email: user.email }), {
    name: 'UserLambdaValidationException', message: 'PreSignUp failed with error This address has an account.',
  });
});

test('many at once', async () => {
  const users = Array.from({ length: 12 }, newcomer);
  await Promise.all(users.map((user) => signUp(user)));
  for (const user of users) assert.deepEqual(await groups(user.name), ['members']);
});

test('a sign-up signs up others, who do the same', async () => {
  const user = newcomer();
  await signUp(user, { friends: '3' });
  for (let name = user.name; name !== `${user.name}${'-friend'.repeat(4)}`; name += '-friend') {
    assert.deepEqual(await groups(name), ['members'], name);
  }
});

test('a recursion without end', async () => {
  const refused = assert.rejects(signUp(newcomer(), { friends: 'forever' }), {
    name: 'UnexpectedLambdaException', message: 'PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.',
  });
  await setTimeout(2000);
  await idp.send(new ListUserPoolsCommand({ MaxResults: 1 }), { requestTimeout: 2000 }); // others are answered meanwhile
  await refused;
  const user = newcomer();
  await signUp(user, { friends: '3' });
  assert.deepEqual(await groups(user.name), ['members']);
});
