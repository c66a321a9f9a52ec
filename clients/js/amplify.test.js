// aws-amplify: SRP as web apps of today do it. It keeps one signed-in user, so the tests run one after the other.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';
import {
  alice, code, confirmedUser, custom, customCode, dave, endpoint, hidden, invitedUser, newcomer, pool, poolOfCustomAuth, rotating, web,
} from './emulator.js';

const use = (userPoolClientId, userPoolId = pool) =>
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: endpoint } } });

afterEach(() => auth.signOut());

const signIn = (someone, authFlowType = 'USER_SRP_AUTH') =>
  auth.signIn({ username: someone.name, password: someone.password, options: { authFlowType } });

test('the seeded user signs in and refreshes', async () => {
  use(web);
  assert.deepEqual(await signIn(alice), { isSignedIn: true, nextStep: { signInStep: 'DONE' } });
  const { tokens } = await auth.fetchAuthSession();
  assert.equal(tokens.idToken.payload.email, alice.email);
  assert.equal((await auth.getCurrentUser()).username, alice.name);
  assert.equal((await auth.fetchUserAttributes()).email_verified, 'true');
  const fresh = (await auth.fetchAuthSession({ forceRefresh: true })).tokens;
  assert.equal(fresh.accessToken.payload.origin_jti, tokens.accessToken.payload.origin_jti);
  assert.notEqual(fresh.accessToken.payload.jti, tokens.accessToken.payload.jti);
});

test('a rotating client refreshes again and again', async () => {
  use(rotating);
  await signIn(await confirmedUser());
  const seen = new Set();
  for (let i = 0; i < 3; i++) {
    seen.add((await auth.fetchAuthSession({ forceRefresh: true })).tokens.accessToken.payload.jti);
  }
  assert.equal(seen.size, 3);
});

test('the password in the open', async () => {
  use(web);
  assert.equal((await signIn(await confirmedUser(), 'USER_PASSWORD_AUTH')).isSignedIn, true);
});

test('a wrong password', async () => {
  use(web);
  const someone = { ...(await confirmedUser()), password: 'not-the-passw0rd' };
  await assert.rejects(signIn(someone), { name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('a missing user, named or hidden', async () => {
  use(web);
  await assert.rejects(signIn(newcomer()), { name: 'UserNotFoundException' });
  use(hidden);
  await assert.rejects(signIn(newcomer()), { name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
});

test('a temporary password has to change', async () => {
  use(web);
  const someone = await invitedUser();
  const { isSignedIn, nextStep } = await signIn(someone);
  assert.equal(isSignedIn, false);
  assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  assert.deepEqual(nextStep.missingAttributes, []);
  await assert.rejects(auth.confirmSignIn({ challengeResponse: 'weak' }), { name: 'InvalidPasswordException' });
  assert.equal((await auth.confirmSignIn({ challengeResponse: 'An0ther&Secret' })).isSignedIn, true);
});

test('a custom challenge, without and with a password', async () => {
  use(custom, poolOfCustomAuth);
  for (const authFlowType of ['CUSTOM_WITHOUT_SRP', 'CUSTOM_WITH_SRP']) {
    const { name: username, password } = dave;
    const options = { authFlowType };
    const { nextStep } = await auth.signIn(authFlowType === 'CUSTOM_WITH_SRP' ? { username, password, options } : { username, options });
    assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    assert.equal(nextStep.additionalInfo.digits, '6');
    const again = await auth.confirmSignIn({ challengeResponse: '000000' });
    assert.equal(again.nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    assert.equal((await auth.confirmSignIn({ challengeResponse: customCode })).isSignedIn, true);
    await auth.signOut();
  }
});

test('sign-up, and an unconfirmed sign-in that leads to the code', async () => {
  use(web);
  const someone = newcomer();
  const { name: username, password, email } = someone;
  const signedUp = await auth.signUp({ username, password, options: { userAttributes: { email } } });
  assert.equal(signedUp.nextStep.signUpStep, 'CONFIRM_SIGN_UP');
  assert.equal(signedUp.nextStep.codeDeliveryDetails.deliveryMedium, 'EMAIL');
  assert.equal((await signIn(someone)).nextStep.signInStep, 'CONFIRM_SIGN_UP');
  await assert.rejects(auth.confirmSignUp({ username, confirmationCode: 'not-it' }), { name: 'CodeMismatchException' });
  const confirmed = await auth.confirmSignUp({ username, confirmationCode: await code(email, 'SignUp') });
  assert.equal(confirmed.nextStep.signUpStep, 'DONE');
  assert.equal((await signIn(someone)).isSignedIn, true);
});

test('a forgotten password is replaced, and changed again', async () => {
  use(web);
  const { name: username, email } = await confirmedUser();
  const { nextStep } = await auth.resetPassword({ username });
  assert.equal(nextStep.resetPasswordStep, 'CONFIRM_RESET_PASSWORD_WITH_CODE');
  const confirmationCode = await code(email, 'ForgotPassword');
  await auth.confirmResetPassword({ username, confirmationCode, newPassword: 'An0ther&Secret' });
  assert.equal((await signIn({ name: username, password: 'An0ther&Secret' })).isSignedIn, true);
  await auth.updatePassword({ oldPassword: 'An0ther&Secret', newPassword: 'Th1rd&Secret' });
  await auth.signOut({ global: true });
  assert.equal((await signIn({ name: username, password: 'Th1rd&Secret' })).isSignedIn, true);
});
