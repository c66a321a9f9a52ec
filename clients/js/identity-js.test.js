// amazon-cognito-identity-js: SRP as web apps of the first generation do it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthenticationDetails, CognitoUserAttribute } from 'amazon-cognito-identity-js';
import {
  alice, bob, code, confirmedUser, custom, customCode, dave, hidden, invitedUser, mail, newcomer, poolByEmail, poolOfCustomAuth,
} from './emulator.js';
import { account, asked, call, signIn } from './identity.js';

test('the seeded user signs in and stays signed in', async () => {
  const { Pool, user } = account(alice.name);
  const [outcome, session] = await signIn(user, alice.password);
  assert.equal(outcome, 'onSuccess');
  assert.ok(session.isValid());
  assert.equal(session.getIdToken().payload.email, alice.email);

  const stored = Pool.getCurrentUser();
  assert.equal(stored.getUsername(), alice.name);
  const before = (await call(stored, 'getSession')).getAccessToken().getJwtToken();
  const fresh = await call(stored, 'refreshSession', session.getRefreshToken());
  assert.notEqual(fresh.getAccessToken().getJwtToken(), before);
  const attributes = await call(stored, 'getUserAttributes');
  assert.equal(attributes.find((one) => one.getName() === 'email_verified').getValue(), 'true');
});

test('an address signs in and the sub proves', async () => {
  const { user } = account(bob.email, mail, poolByEmail);
  const [, session] = await signIn(user, bob.password);
  const { username, sub } = session.getAccessToken().payload;
  assert.equal(username, sub);
});

// Salts and proofs are numbers of every length: many users, so that some begin with zeros or a high bit.
test('many users sign in', async () => {
  for (let i = 0; i < 8; i++) {
    const someone = await confirmedUser();
    const [outcome] = await signIn(account(someone.name).user, someone.password);
    assert.equal(outcome, 'onSuccess');
  }
});

test('a wrong password', async () => {
  const someone = await confirmedUser();
  const { user } = account(someone.name);
  await assert.rejects(signIn(user, 'not-the-passw0rd'), { code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('a missing user, named or hidden', async () => {
  const nobody = newcomer();
  await assert.rejects(signIn(account(nobody.name).user, nobody.password), { code: 'UserNotFoundException' });
  const missing = account(nobody.name, hidden).user;
  await assert.rejects(signIn(missing, nobody.password), { code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('a temporary password has to change', async () => {
  const someone = await invitedUser();
  const { user } = account(someone.name);
  const [outcome, attributes, required] = await signIn(user, someone.password);
  assert.equal(outcome, 'newPasswordRequired');
  assert.equal(attributes.email, someone.email);
  assert.deepEqual(required, []);
  const [done, session] = await asked(user, 'completeNewPasswordChallenge', 'An0ther&Secret', {});
  assert.equal(done, 'onSuccess');
  assert.equal(session.getIdToken().payload['cognito:username'], someone.name);
  assert.equal((await signIn(account(someone.name).user, 'An0ther&Secret'))[0], 'onSuccess');
});

test('the password in the open', async () => {
  const someone = await confirmedUser();
  const { user } = account(someone.name);
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  assert.equal((await signIn(user, someone.password))[0], 'onSuccess');
});

// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
const customUser = () => {
  const { user } = account(dave.name, custom, poolOfCustomAuth);
  user.setAuthenticationFlowType('CUSTOM_AUTH');
  return user;
};

test('a custom challenge without a password', async () => {
  const user = customUser();
  const [started, parameters] = await asked(user, 'initiateAuth', new AuthenticationDetails({ Username: dave.name }));
  assert.equal(started, 'customChallenge');
  assert.equal(parameters.digits, '6');
  assert.equal((await asked(user, 'sendCustomChallengeAnswer', '000000'))[0], 'customChallenge');
  const [outcome, session] = await asked(user, 'sendCustomChallengeAnswer', customCode);
  assert.equal(outcome, 'onSuccess');
  assert.equal(session.getIdToken().payload['cognito:username'], dave.name);
});

test('a custom challenge after a password', async () => {
  const user = customUser();
  assert.equal((await signIn(user, dave.password))[0], 'customChallenge');
  assert.equal((await asked(user, 'sendCustomChallengeAnswer', customCode))[0], 'onSuccess');
  await assert.rejects(signIn(customUser(), 'wrong'), { code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('three wrong answers to a custom challenge', async () => {
  const user = customUser();
  await asked(user, 'initiateAuth', new AuthenticationDetails({ Username: dave.name }));
  for (const wrong of ['1', '2']) {
    assert.equal((await asked(user, 'sendCustomChallengeAnswer', wrong))[0], 'customChallenge');
  }
  await assert.rejects(asked(user, 'sendCustomChallengeAnswer', '3'), { code: 'NotAuthorizedException' });
});

test('from sign-up to global sign-out', async () => {
  const someone = newcomer();
  const { Pool, user } = account(someone.name);
  const email = new CognitoUserAttribute({ Name: 'email', Value: someone.email });
  const signedUp = await call(Pool, 'signUp', someone.name, someone.password, [email], null);
  assert.equal(signedUp.userConfirmed, false);
  assert.equal(signedUp.codeDeliveryDetails.DeliveryMedium, 'EMAIL');
  await assert.rejects(call(Pool, 'signUp', someone.name, someone.password, [email], null), { code: 'UsernameExistsException' });
  await assert.rejects(call(user, 'confirmRegistration', 'not-it', false), { code: 'CodeMismatchException' });
  await call(user, 'confirmRegistration', await code(someone.email, 'SignUp'), false);

  assert.equal((await asked(user, 'forgotPassword'))[0], 'inputVerificationCode');
  await asked(user, 'confirmPassword', await code(someone.email, 'ForgotPassword'), 'An0ther&Secret');
  await signIn(user, 'An0ther&Secret');
  await call(user, 'changePassword', 'An0ther&Secret', 'Th1rd&Secret');
  await asked(user, 'globalSignOut');
  assert.equal(Pool.getCurrentUser(), null);
  assert.equal((await signIn(user, 'Th1rd&Secret'))[0], 'onSuccess');
});
