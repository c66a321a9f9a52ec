// amazon-cognito-identity-js: devices that are remembered, and prove themselves by SRP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminForgetDeviceCommand, AdminGetDeviceCommand, AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { claims, code, customCode, idp } from './emulator.js';
import { account, answered, asked, call, signIn } from './identity.js';
import { customAuth, makePool, sms, userOf } from './pools.js';

const tracking = (ChallengeRequiredOnNewDevice, DeviceOnlyRememberedOnUserPrompt = false) => ({
  pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice, DeviceOnlyRememberedOnUserPrompt } },
  mfa: { MfaConfiguration: 'OPTIONAL', ...sms },
});

const always = await makePool(tracking(true));
const onPrompt = await makePool(tracking(true, true));
const besides = await makePool(tracking(false));

const visit = (own, someone, storage) => account(someone.name, own.client, own.pool, storage);
const devices = async (user) => (await asked(user, 'listDevices', 10, null))[1].Devices;
const deviceKey = (session) => claims(session.getAccessToken().getJwtToken()).device_key;

test('a device is remembered and proves itself', async () => {
  const someone = await userOf(always);
  const { user, storage } = visit(always, someone);
  const [outcome, session, prompt] = await signIn(user, someone.password);
  assert.deepEqual([outcome, prompt], ['onSuccess', undefined]);
  const [first] = await devices(user);
  assert.equal(first.DeviceKey, deviceKey(session));

  const again = visit(always, someone, storage).user;
  const [done, second] = await signIn(again, someone.password);
  assert.equal(done, 'onSuccess');
  assert.equal(deviceKey(second), first.DeviceKey);
  assert.equal((await devices(again)).length, 1);

  const elsewhere = visit(always, someone).user;
  await signIn(elsewhere, someone.password);
  assert.equal((await devices(elsewhere)).length, 2);
});

test('many devices prove themselves', async () => {
  for (let i = 0; i < 3; i++) {
    const someone = await userOf(always);
    const { user, storage } = visit(always, someone);
    await signIn(user, someone.password);
    assert.equal((await signIn(visit(always, someone, storage).user, someone.password))[0], 'onSuccess');
  }
});

test('a remembered device refreshes, and nobody without its key', async () => {
  const someone = await userOf(always);
  const { user, storage } = visit(always, someone);
  const [, session] = await signIn(user, someone.password);
  const fresh = await call(user, 'refreshSession', session.getRefreshToken());
  assert.equal(deviceKey(fresh), deviceKey(session));
  storage.removeItem(`CognitoIdentityServiceProvider.${always.client}.${someone.name}.deviceKey`);
  await assert.rejects(call(user, 'refreshSession', session.getRefreshToken()), { code: 'NotAuthorizedException', message: 'Invalid Refresh Token' });
});

// A device that a second factor was proven on spares it from then on; one that was remembered before has to be used beside
// it once.
test('a remembered device spares the second factor', async () => {
  const someone = await userOf(always);
  const early = visit(always, someone);
  await signIn(early.user, someone.password);
  await call(early.user, 'setUserMfaPreference', { Enabled: true, PreferredMfa: true }, null);
  const late = visit(always, someone);
  for (const { storage } of [early, late]) {
    await provesBoth(always, someone, storage);
    assert.equal((await signIn(visit(always, someone, storage).user, someone.password))[0], 'onSuccess');
  }
});

// Signs in with a code, and with the device if there is one.
async function provesBoth(own, someone, storage) {
  const { user } = visit(own, someone, storage);
  assert.equal((await signIn(user, someone.password))[0], 'mfaRequired');
  const [outcome, session] = await answered(user, 'sendMFACode', [await code(someone.phone, 'Authentication')], []);
  assert.equal(outcome, 'onSuccess');
  return session;
}

test('a device beside the second factor', async () => {
  const someone = await userOf(besides);
  const { user, storage } = visit(besides, someone);
  const [, session] = await signIn(user, someone.password);
  await call(user, 'setUserMfaPreference', { Enabled: true, PreferredMfa: true }, null);
  for (let i = 0; i < 2; i++) {
    assert.equal(deviceKey(await provesBoth(besides, someone, storage)), deviceKey(session));
  }
});

test('a device after a custom challenge', async () => {
  const own = await makePool({ ...customAuth, pool: { ...customAuth.pool, ...tracking(true).pool } });
  const someone = await userOf(own);
  const storage = visit(own, someone).storage;
  const keys = [];
  for (let i = 0; i < 2; i++) {
    const { user } = visit(own, someone, storage);
    user.setAuthenticationFlowType('CUSTOM_AUTH');
    assert.equal((await signIn(user, someone.password))[0], 'customChallenge');
    const [outcome, session] = await asked(user, 'sendCustomChallengeAnswer', customCode);
    assert.equal(outcome, 'onSuccess');
    keys.push(deviceKey(session));
  }
  assert.ok(keys[0] && keys[0] === keys[1], keys.join());
});

test('the user decides whether the device is remembered', async () => {
  const someone = await userOf(onPrompt);
  const { user, storage } = visit(onPrompt, someone);
  const [, session, prompt] = await signIn(user, someone.password);
  assert.equal(prompt, true);
  const remembered = async () => {
    const asking = { UserPoolId: onPrompt.pool, Username: someone.name, DeviceKey: deviceKey(session) };
    const { DeviceAttributes } = (await idp.send(new AdminGetDeviceCommand(asking))).Device;
    return DeviceAttributes.find((one) => one.Name === 'dev:device_remembered_status').Value;
  };
  assert.equal(await remembered(), 'not_remembered');
  await asked(user, 'setDeviceStatusRemembered');
  assert.equal(await remembered(), 'remembered');
  assert.equal((await signIn(visit(onPrompt, someone, storage).user, someone.password))[0], 'onSuccess');
  await asked(user, 'setDeviceStatusNotRemembered');
  assert.equal(await remembered(), 'not_remembered');
});

test('a device is forgotten, here and by an administrator', async () => {
  const someone = await userOf(always);
  const { user, storage } = visit(always, someone);
  const [, session] = await signIn(user, someone.password);
  const who = { UserPoolId: always.pool, Username: someone.name };
  await idp.send(new AdminForgetDeviceCommand({ ...who, DeviceKey: deviceKey(session) }));
  const again = visit(always, someone, storage).user;
  const [outcome, second] = await signIn(again, someone.password);
  assert.equal(outcome, 'onSuccess');
  assert.notEqual(deviceKey(second), deviceKey(session));
  assert.equal((await asked(again, 'getDevice'))[1].Device.DeviceKey, deviceKey(second));
  await asked(again, 'forgetDevice');
  assert.deepEqual((await idp.send(new AdminListDevicesCommand(who))).Devices, []);
});

test('a pool that tracks none', async () => {
  const own = await makePool();
  const someone = await userOf(own);
  const { user } = visit(own, someone);
  const [, session] = await signIn(user, someone.password);
  assert.equal(deviceKey(session), undefined);
});
