// amazon-cognito-identity-js: the second factors, after SRP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totpCode } from './authenticator.js';
import { another, code } from './emulator.js';
import { account, answered, asked, call, signIn } from './identity.js';
import { invitedTo, makePool, sms, totp, userOf } from './pools.js';

const enabled = { Enabled: true, PreferredMfa: false };
const preferred = { Enabled: true, PreferredMfa: true };

const optional = await makePool({ mfa: { MfaConfiguration: 'OPTIONAL', ...sms, ...totp } });

const userIn = (own, someone) => account(someone.name, own.client, own.pool).user;
// Signs in with the password in the open: SRP is slow in JavaScript, and for what follows it is all the same.
const signedIn = async (own, someone) => {
  const user = userIn(own, someone);
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  await signIn(user, someone.password);
  return user;
};

const answer = (user, text, kind) => answered(user, 'sendMFACode', [text], [kind]);

// A user who has enrolled a software token and set a preference; the token's secret.
async function enrolled(someone, smsSettings, totpSettings) {
  const user = await signedIn(optional, someone);
  const [, secret] = await asked(user, 'associateSoftwareToken');
  const [, verified] = await answered(user, 'verifySoftwareToken', [totpCode(secret), 'telephone'], []);
  assert.equal(verified.Status, 'SUCCESS');
  await call(user, 'setUserMfaPreference', smsSettings, totpSettings);
  return secret;
}

test('a code by SMS', async () => {
  const someone = await userOf(optional);
  const user = await signedIn(optional, someone);
  assert.equal(await call(user, 'setUserMfaPreference', preferred, null), 'SUCCESS');

  const again = userIn(optional, someone);
  const [outcome, , parameters] = await signIn(again, someone.password);
  assert.equal(outcome, 'mfaRequired');
  assert.equal(parameters.CODE_DELIVERY_DESTINATION, `+*******${someone.phone.slice(-4)}`);
  const right = await code(someone.phone, 'Authentication');
  await assert.rejects(answer(again, another(right)), { code: 'CodeMismatchException' });
  const [done, session] = await answer(again, right);
  assert.equal(done, 'onSuccess');
  assert.equal(session.getIdToken().payload.phone_number, someone.phone);
  await assert.rejects(answer(again, right), { code: 'NotAuthorizedException' });
});

test('a software token, each code of which is good for one sign-in', async () => {
  const someone = await userOf(optional);
  const secret = await enrolled(someone, null, preferred);
  const user = userIn(optional, someone);
  const [outcome, , parameters] = await signIn(user, someone.password);
  assert.equal(outcome, 'totpRequired');
  assert.equal(parameters.FRIENDLY_DEVICE_NAME, 'telephone');
  const right = totpCode(secret, 1);
  await assert.rejects(answer(user, another(right), 'SOFTWARE_TOKEN_MFA'), { code: 'CodeMismatchException' });
  assert.equal((await answer(user, right, 'SOFTWARE_TOKEN_MFA'))[0], 'onSuccess');

  const again = userIn(optional, someone);
  await signIn(again, someone.password);
  await assert.rejects(answer(again, right, 'SOFTWARE_TOKEN_MFA'), {
    code: 'ExpiredCodeException', message: 'Your software token has already been used once.',
  });
});

test('one of two is chosen', async () => {
  const someone = await userOf(optional);
  const secret = await enrolled(someone, enabled, enabled);
  const user = userIn(optional, someone);
  const [outcome, , parameters] = await signIn(user, someone.password);
  assert.equal(outcome, 'selectMFAType');
  assert.deepEqual(JSON.parse(parameters.MFAS_CAN_CHOOSE), ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
  assert.equal((await asked(user, 'sendMFASelectionAnswer', 'SOFTWARE_TOKEN_MFA'))[0], 'totpRequired');
  assert.equal((await answer(user, totpCode(secret, 1), 'SOFTWARE_TOKEN_MFA'))[0], 'onSuccess');

  const again = userIn(optional, someone);
  await signIn(again, someone.password);
  assert.equal((await asked(again, 'sendMFASelectionAnswer', 'SMS_MFA'))[0], 'mfaRequired');
  assert.equal((await answer(again, await code(someone.phone, 'Authentication'), 'SMS_MFA'))[0], 'onSuccess');
});

test('the one that is preferred is asked for, and none when both are off', async () => {
  const someone = await userOf(optional);
  await enrolled(someone, preferred, enabled);
  const user = userIn(optional, someone);
  assert.equal((await signIn(user, someone.password))[0], 'mfaRequired');
  assert.equal((await answer(user, await code(someone.phone, 'Authentication')))[0], 'onSuccess');
  await call(user, 'setUserMfaPreference', { Enabled: false, PreferredMfa: false }, { Enabled: false, PreferredMfa: false });
  assert.equal((await signIn(userIn(optional, someone), someone.password))[0], 'onSuccess');
});

test('a token has to be set up', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'ON', ...totp } });
  const someone = await userOf(own);
  const user = userIn(own, someone);
  const [outcome, , parameters] = await signIn(user, someone.password);
  assert.equal(outcome, 'mfaSetup');
  assert.deepEqual(JSON.parse(parameters.MFAS_CAN_SETUP), ['SOFTWARE_TOKEN_MFA']);
  const [associated, secret] = await asked(user, 'associateSoftwareToken');
  assert.equal(associated, 'associateSecretCode');
  await assert.rejects(answered(user, 'verifySoftwareToken', [another(totpCode(secret)), 'telephone'], []), {
    code: 'EnableSoftwareTokenMFAException',
  });
  const [done, session] = await answered(user, 'verifySoftwareToken', [totpCode(secret), 'telephone'], []);
  assert.equal(done, 'onSuccess');
  assert.equal(session.getAccessToken().payload.username, someone.name);
  assert.equal((await signIn(userIn(own, someone), someone.password))[0], 'totpRequired');
});

test('a new password, then a code', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'ON', ...sms } });
  const someone = await invitedTo(own);
  const user = userIn(own, someone);
  assert.equal((await signIn(user, someone.password))[0], 'newPasswordRequired');
  assert.equal((await asked(user, 'completeNewPasswordChallenge', 'An0ther&Secret', {}))[0], 'mfaRequired');
  assert.equal((await answer(user, await code(someone.phone, 'Authentication')))[0], 'onSuccess');
  const again = userIn(own, someone);
  assert.equal((await signIn(again, 'An0ther&Secret'))[0], 'mfaRequired');
});

test('a new password, then a token to set up', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'ON', ...totp } });
  const someone = await invitedTo(own);
  const user = userIn(own, someone);
  assert.equal((await signIn(user, someone.password))[0], 'newPasswordRequired');
  assert.equal((await asked(user, 'completeNewPasswordChallenge', 'An0ther&Secret', {}))[0], 'mfaSetup');
  const [, secret] = await asked(user, 'associateSoftwareToken');
  assert.equal((await answered(user, 'verifySoftwareToken', [totpCode(secret), 'telephone'], []))[0], 'onSuccess');
});

test('the password in the open, then a code', async () => {
  const someone = await userOf(optional);
  const user = await signedIn(optional, someone);
  await call(user, 'setUserMfaPreference', preferred, null);
  const again = userIn(optional, someone);
  again.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  assert.equal((await signIn(again, someone.password))[0], 'mfaRequired');
  assert.equal((await answer(again, await code(someone.phone, 'Authentication')))[0], 'onSuccess');
});
