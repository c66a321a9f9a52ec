// AWS SDK for JavaScript v3: what users do with their accounts, without credentials of AWS.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  CodeMismatchException,
  CognitoIdentityProvider,
  ExpiredCodeException,
  InvalidParameterException,
  InvalidPasswordException,
  NotAuthorizedException,
  RefreshTokenReuseException,
  ResourceNotFoundException,
  UsernameExistsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  alice, another, claims, clientSecret, code, confirmedUser, hidden, invitedUser, mail, newcomer, rotating, secret, srpOnly, web,
} from './emulator.js';

const app = new CognitoIdentityProvider({ credentials: () => Promise.reject(new Error('this operation is signed')) });

function signUp(someone, ClientId = web) {
  const UserAttributes = [{ Name: 'email', Value: someone.email }];
  return app.signUp({ ClientId, Username: someone.name, Password: someone.password, UserAttributes });
}

function signIn(someone, ClientId = web, more = {}) {
  const AuthParameters = { USERNAME: someone.name, PASSWORD: someone.password, ...more };
  return app.initiateAuth({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
}

const refresh = (token, ClientId = web, more = {}) =>
  app.initiateAuth({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: token, ...more } });

// Requires a promise to be refused with an exception of this class and, if given, this message.
async function refused(promise, kind, message) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof kind, `${error} is no ${kind.name}`);
    if (message) assert.equal(error.message, message);
    return true;
  });
}

test('sign-up, code, confirmation, sign-in', async () => {
  const someone = newcomer();
  const answer = await signUp(someone);
  assert.equal(answer.UserConfirmed, false);
  assert.deepEqual(answer.CodeDeliveryDetails, { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'u***@e***' });
  await refused(signIn(someone), UserNotConfirmedException);

  const right = await code(someone.email, 'SignUp');
  const confirm = { ClientId: web, Username: someone.name };
  await refused(app.confirmSignUp({ ...confirm, ConfirmationCode: another(right) }), CodeMismatchException);
  await app.confirmSignUp({ ...confirm, ConfirmationCode: right });
  const signedIn = await signIn(someone);
  const access = claims(signedIn.AuthenticationResult.AccessToken);
  assert.equal(access.sub, answer.UserSub);
  assert.equal(access.event_id, signedIn.$metadata.requestId);
  assert.equal(claims(signedIn.AuthenticationResult.IdToken).email_verified, true);
});

test('sign-up is refused', async () => {
  await refused(signUp(alice), UsernameExistsException);
  const weak = { ...newcomer(), password: 'password' };
  await refused(signUp(weak), InvalidPasswordException, 'Password did not conform with policy: Password must have uppercase characters');
  await refused(signUp({ ...newcomer(), email: 'nowhere' }), InvalidParameterException, 'Invalid email address format.');
});

test('a pool of addresses names users by sub', async () => {
  const { email, password } = newcomer();
  const someone = { name: email, email, password };
  const { UserSub } = await signUp(someone, mail);
  await app.confirmSignUp({ ClientId: mail, Username: email, ConfirmationCode: await code(email, 'SignUp') });
  const { AuthenticationResult } = await signIn(someone, mail);
  assert.equal((await app.getUser({ AccessToken: AuthenticationResult.AccessToken })).Username, UserSub);
});

test('a forgotten password is replaced', async () => {
  const user = await confirmedUser();
  const { CodeDeliveryDetails } = await app.forgotPassword({ ClientId: web, Username: user.name });
  assert.equal(CodeDeliveryDetails.Destination, 'u***@e***');
  const right = await code(user.email, 'ForgotPassword');
  const reset = { ClientId: web, Username: user.name, ConfirmationCode: right, Password: 'An0ther&Secret' };
  await refused(app.confirmForgotPassword({ ...reset, ConfirmationCode: another(right) }), CodeMismatchException);
  await refused(app.confirmForgotPassword({ ...reset, Password: 'weak' }), InvalidPasswordException);
  await app.confirmForgotPassword(reset);
  await refused(app.confirmForgotPassword(reset), ExpiredCodeException);
  await refused(signIn(user), NotAuthorizedException);
  assert.ok((await signIn({ ...user, password: reset.Password })).AuthenticationResult);
});

test('a temporary password has to change', async () => {
  const user = await invitedUser();
  const asked = await signIn(user);
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  assert.deepEqual(JSON.parse(asked.ChallengeParameters.requiredAttributes), []);
  assert.equal(JSON.parse(asked.ChallengeParameters.userAttributes).email, user.email);
  const answer = {
    ClientId: web,
    ChallengeName: asked.ChallengeName,
    Session: asked.Session,
    ChallengeResponses: { USERNAME: user.name, NEW_PASSWORD: 'An0ther&Secret' },
  };
  assert.ok((await app.respondToAuthChallenge(answer)).AuthenticationResult.RefreshToken);
  await refused(app.respondToAuthChallenge(answer), NotAuthorizedException, 'Invalid session for the user, session can only be used once.');
});

test('refresh keeps the session', async () => {
  const first = (await signIn(await confirmedUser())).AuthenticationResult;
  for (const second of [
    (await refresh(first.RefreshToken)).AuthenticationResult,
    (await app.getTokensFromRefreshToken({ ClientId: web, RefreshToken: first.RefreshToken })).AuthenticationResult,
  ]) {
    assert.equal(second.RefreshToken, undefined);
    assert.equal(claims(second.AccessToken).origin_jti, claims(first.AccessToken).origin_jti);
    assert.notEqual(claims(second.AccessToken).jti, claims(first.AccessToken).jti);
  }
});

test('a rotating client has each token once', async () => {
  const rotate = async (RefreshToken) => (await app.getTokensFromRefreshToken({ ClientId: rotating, RefreshToken })).AuthenticationResult;
  const first = (await signIn(await confirmedUser(), rotating)).AuthenticationResult.RefreshToken;
  await assert.rejects(refresh(first, rotating), { name: 'UnsupportedOperationException' });
  const second = (await rotate(first)).RefreshToken;
  assert.notEqual(second, first);
  await refused(rotate(first), RefreshTokenReuseException);
  assert.ok((await rotate(second)).AccessToken);
});

test('revoke and sign out', async () => {
  const user = await confirmedUser();
  const first = (await signIn(user)).AuthenticationResult;
  await app.revokeToken({ ClientId: web, Token: first.RefreshToken });
  await refused(refresh(first.RefreshToken), NotAuthorizedException, 'Refresh Token has been revoked');
  const { AccessToken } = (await signIn(user)).AuthenticationResult;
  await app.globalSignOut({ AccessToken });
  await refused(app.getUser({ AccessToken }), NotAuthorizedException, 'Access Token has been revoked');
});

test('a client with a secret', async () => {
  const user = await confirmedUser();
  const missing = `Client ${secret} is configured with secret but SECRET_HASH was not received`;
  await refused(signIn(user, secret), NotAuthorizedException, missing);
  const SECRET_HASH = createHmac('sha256', clientSecret).update(user.name + secret).digest('base64');
  const { AuthenticationResult } = await signIn(user, secret, { SECRET_HASH });
  assert.ok((await refresh(AuthenticationResult.RefreshToken, secret, { SECRET_HASH })).AuthenticationResult.AccessToken);
});

test('the own account', async () => {
  const { AccessToken } = (await signIn(await confirmedUser())).AuthenticationResult;
  await app.updateUserAttributes({ AccessToken, UserAttributes: [{ Name: 'family_name', Value: 'Kim' }] });
  const { UserAttributes } = await app.getUser({ AccessToken });
  assert.equal(UserAttributes.find((one) => one.Name === 'family_name').Value, 'Kim');
  await app.deleteUser({ AccessToken });
  await refused(app.getUser({ AccessToken }), UserNotFoundException);
});

test('sign-in is refused', async () => {
  const user = await confirmedUser();
  await refused(signIn(user, srpOnly), InvalidParameterException, 'USER_PASSWORD_AUTH flow not enabled for this client');
  await refused(signIn(user, 'nobodysclient'), ResourceNotFoundException, 'User pool client nobodysclient does not exist.');
  await refused(signIn({ ...user, password: 'not-the-passw0rd' }), NotAuthorizedException, 'Incorrect username or password.');
  await refused(signIn(newcomer()), UserNotFoundException, 'User does not exist.');
});

test('a hidden missing user', async () => {
  const nobody = newcomer();
  await refused(signIn(nobody, hidden), NotAuthorizedException, 'Incorrect username or password.');
  const { CodeDeliveryDetails } = await app.forgotPassword({ ClientId: hidden, Username: nobody.name });
  assert.equal(CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  await refused(app.confirmSignUp({ ClientId: hidden, Username: nobody.name, ConfirmationCode: '123456' }), CodeMismatchException);
});
