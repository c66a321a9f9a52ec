// AWS SDK for JavaScript v3: pools, clients and users, as an administrator makes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AdminGetUserCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InvalidParameterException,
  ListUserPoolClientsCommand,
  ListUsersCommand,
  paginateListUserPools,
  ResourceNotFoundException,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { confirmedUser, idp, pool } from './emulator.js';

async function ownPool(t) {
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: 'js', AutoVerifiedAttributes: ['email'] }));
  t.after(() => idp.send(new DeleteUserPoolCommand({ UserPoolId: UserPool.Id })));
  return UserPool.Id;
}

function assertRecent(moment) {
  assert.ok(moment instanceof Date, `${moment} is no Date`);
  assert.ok(Math.abs(Date.now() - moment) < 10 * 60 * 1000, `${moment} is not now`);
}

test('a pool is made, described and updated', async (t) => {
  const UserPoolId = await ownPool(t);
  const before = (await idp.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
  assert.equal(before.Name, 'js');
  assert.equal(before.MfaConfiguration, 'OFF');
  assert.deepEqual(before.AutoVerifiedAttributes, ['email']);
  assert.equal(before.SchemaAttributes.find((one) => one.Name === 'sub').Required, true);
  assertRecent(before.CreationDate);
  assert.deepEqual(before.CreationDate, before.LastModifiedDate);

  await idp.send(new UpdateUserPoolCommand({ UserPoolId, Policies: { PasswordPolicy: { MinimumLength: 12 } } }));
  const after = (await idp.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
  assert.equal(after.Policies.PasswordPolicy.MinimumLength, 12);
  assert.ok(after.LastModifiedDate >= before.LastModifiedDate);
});

test('pools are listed page by page', async (t) => {
  const own = await ownPool(t);
  const ids = [];
  for await (const page of paginateListUserPools({ client: idp, pageSize: 1 }, {})) {
    assert.ok(page.UserPools.length <= 1);
    ids.push(...page.UserPools.map((one) => one.Id));
  }
  assert.ok(ids.includes(pool) && ids.includes(own), `${ids}`);
  assert.equal(new Set(ids).size, ids.length);
});

test('a deleted pool is gone', async () => {
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: 'short-lived' }));
  await idp.send(new DeleteUserPoolCommand({ UserPoolId: UserPool.Id }));
  await assert.rejects(idp.send(new DescribeUserPoolCommand({ UserPoolId: UserPool.Id })), (refused) => {
    assert.ok(refused instanceof ResourceNotFoundException, `${refused}`);
    assert.equal(refused.message, `User pool ${UserPool.Id} does not exist.`);
    assert.equal(refused.$metadata.httpStatusCode, 400);
    assert.match(refused.$metadata.requestId, /^[0-9a-f-]{36}$/);
    assert.ok(refused.$response.headers['x-emulator-rule']);
    return true;
  });
});

test('a client is made, updated, listed and deleted', async (t) => {
  const UserPoolId = await ownPool(t);
  const made = (await idp.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', GenerateSecret: true }))).UserPoolClient;
  const { ClientId } = made;
  assert.ok(made.ClientSecret);
  assertRecent(made.CreationDate);

  await idp.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'site', RefreshTokenValidity: 7 }));
  const got = (await idp.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;
  assert.deepEqual([got.ClientName, got.RefreshTokenValidity, got.ClientSecret], ['site', 7, made.ClientSecret]);
  const listed = (await idp.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }))).UserPoolClients;
  assert.deepEqual(listed.map((one) => one.ClientId), [ClientId]);

  await idp.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  await assert.rejects(idp.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })), ResourceNotFoundException);
});

test('users are found and read', async () => {
  const user = await confirmedUser();
  const got = await idp.send(new AdminGetUserCommand({ UserPoolId: pool, Username: user.name }));
  assert.deepEqual([got.UserStatus, got.Enabled], ['CONFIRMED', true]);
  assertRecent(got.UserCreateDate);
  const { Users } = await idp.send(new ListUsersCommand({ UserPoolId: pool, Filter: `email = "${user.email}"` }));
  assert.deepEqual(Users.map((one) => one.Username), [user.name]);
});

test('a name of the wrong form is refused', async () => {
  await assert.rejects(idp.send(new CreateUserPoolCommand({ PoolName: 'who?' })), (refused) => {
    assert.ok(refused instanceof InvalidParameterException, `${refused}`);
    assert.match(refused.message, /^1 validation error detected: Value 'who\?' at 'poolName' failed to satisfy constraint:/);
    return true;
  });
});
