// AWS SDK for JavaScript v3: first and second factors, tracked sessions, threat protection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CodeMismatchException,
  CognitoIdentityProvider,
  EnableSoftwareTokenMFAException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserPoolAddOnNotEnabledException,
  WebAuthnConfigurationMissingException,
} from '@aws-sdk/client-cognito-identity-provider';
import { totpCode } from './authenticator.js';
import { another, claims, code, newcomer } from './emulator.js';
import { makePool, sms, totp, userOf } from './pools.js';

const app = new CognitoIdentityProvider({ credentials: () => Promise.reject(new Error('this operation is signed')) });
const admin = new CognitoIdentityProvider();

const choosing = await makePool({
  pool: {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
  },
});

const initiate = (own, AuthFlow, AuthParameters, more = {}) => app.initiateAuth({ ClientId: own.client, AuthFlow, AuthParameters, ...more });
const choose = (own, someone, parameters = {}) => initiate(own, 'USER_AUTH', { USERNAME: someone.name, ...parameters });
const openly = (own, someone) => initiate(own, 'USER_PASSWORD_AUTH', { USERNAME: someone.name, PASSWORD: someone.password });
const tokensOf = async (own, someone) => (await openly(own, someone)).AuthenticationResult;
const respond = (own, someone, { ChallengeName, Session }, responses) =>
  app.respondToAuthChallenge({ ClientId: own.client, ChallengeName, Session, ChallengeResponses: { USERNAME: someone.name, ...responses } });

const isA = (kind) => (error) => error instanceof kind || assert.fail(`${error} is no ${kind.name}`);

test('every code in place of a password', async () => {
  for (const [PREFERRED_CHALLENGE, address, response] of [['EMAIL_OTP', 'email', 'EMAIL_OTP_CODE'], ['SMS_OTP', 'phone', 'SMS_OTP_CODE']]) {
    const someone = await userOf(choosing);
    const asked = await choose(choosing, someone, { PREFERRED_CHALLENGE });
    assert.equal(asked.ChallengeName, PREFERRED_CHALLENGE);
    const right = await code(someone[address], 'Authentication');
    assert.match(right, /^\d{8}$/);
    await assert.rejects(respond(choosing, someone, asked, { [response]: '00000000' }), isA(CodeMismatchException));
    assert.ok((await respond(choosing, someone, asked, { [response]: right })).AuthenticationResult.AccessToken);
  }
});

test('a choice, a password at once, and a sign-up without one', async () => {
  const someone = await userOf(choosing);
  const asked = await choose(choosing, someone);
  assert.deepEqual(asked.AvailableChallenges, ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
  assert.ok((await respond(choosing, someone, asked, { ANSWER: 'PASSWORD', PASSWORD: someone.password })).AuthenticationResult);
  assert.ok((await choose(choosing, someone, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: someone.password })).AuthenticationResult);

  const { name: Username, email } = newcomer();
  const ClientId = choosing.client;
  const signedUp = await app.signUp({ ClientId, Username, UserAttributes: [{ Name: 'email', Value: email }] });
  const ConfirmationCode = await code(email, 'SignUp');
  const { Session } = await app.confirmSignUp({ ClientId, Username, ConfirmationCode, Session: signedUp.Session });
  assert.ok((await initiate(choosing, 'USER_AUTH', { USERNAME: Username }, { Session })).AuthenticationResult);
});

test('a software token, and what a user has configured', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'OPTIONAL', ...sms, ...totp } });
  const someone = await userOf(own);
  const { AccessToken } = await tokensOf(own, someone);
  const { SecretCode } = await app.associateSoftwareToken({ AccessToken });
  const verify = (UserCode) => app.verifySoftwareToken({ AccessToken, UserCode, FriendlyDeviceName: 'telephone' });
  await assert.rejects(verify(another(totpCode(SecretCode))), isA(EnableSoftwareTokenMFAException));
  assert.equal((await verify(totpCode(SecretCode))).Status, 'SUCCESS');
  await app.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  const factors = await app.getUserAuthFactors({ AccessToken });
  assert.equal(factors.PreferredMfaSetting, 'SOFTWARE_TOKEN_MFA');
  assert.deepEqual(factors.UserMFASettingList, ['SOFTWARE_TOKEN_MFA']);
  const asked = await openly(own, someone);
  assert.equal(asked.ChallengeName, 'SOFTWARE_TOKEN_MFA');
  assert.ok((await respond(own, someone, asked, { SOFTWARE_TOKEN_MFA_CODE: totpCode(SecretCode, 1) })).AuthenticationResult);
});

test('passkeys need a relying party', async () => {
  const { AccessToken } = await tokensOf(choosing, await userOf(choosing));
  await assert.rejects(app.startWebAuthnRegistration({ AccessToken }), isA(WebAuthnConfigurationMissingException));
  await assert.rejects(app.deleteWebAuthnCredential({ AccessToken, CredentialId: 'bm90LWEta2V5' }), isA(ResourceNotFoundException));
});

test('tracked sessions are listed and revoked', async () => {
  const own = await makePool();
  const UserPoolId = own.pool;
  await admin.setUserPoolSessionConfiguration({ UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } });
  assert.equal((await admin.getUserPoolSessionConfiguration({ UserPoolId })).UserSessionTracking, 'ENABLED');
  const someone = await userOf(own);
  const [first, second] = [await tokensOf(own, someone), await tokensOf(own, someone)];
  const { Sessions } = await app.listUserSessions({ AccessToken: second.AccessToken });
  const other = Sessions.find((one) => !one.IsCurrentSession);
  assert.ok(Math.abs(Date.now() - other.CreateDate) < 600000);
  await app.revokeUserSession({ AccessToken: second.AccessToken, SessionId: other.SessionId });
  await assert.rejects(app.getUser({ AccessToken: first.AccessToken }), isA(NotAuthorizedException));
  assert.equal((await admin.adminListUserSessions({ UserPoolId, Username: someone.name })).Sessions.length, 1);
});

test('a token for a client', async () => {
  const own = await makePool();
  const made = await admin.createUserPoolClient({
    UserPoolId: own.pool, ClientName: 'machine', GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
  });
  const { ClientId, ClientSecret } = made.UserPoolClient;
  const { ClientAuthenticationResult } = await admin.getClientToken({ ClientId, Secret: ClientSecret });
  assert.equal(claims(ClientAuthenticationResult.AccessToken).client_id, ClientId);
  await assert.rejects(admin.getClientToken({ ClientId, Secret: 'notTheSecretOfTheClient000' }), isA(NotAuthorizedException));
});

test('threat protection keeps events', async () => {
  const own = await makePool({ pool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } } });
  const someone = await userOf(own);
  const { AccessToken } = await tokensOf(own, someone);
  const who = { UserPoolId: own.pool, Username: someone.name };
  const [event] = (await admin.adminListUserAuthEvents(who)).AuthEvents;
  assert.deepEqual([event.EventType, event.EventResponse, event.EventId], ['SignIn', 'Pass', claims(AccessToken).event_id]);
  await admin.adminUpdateAuthEventFeedback({ ...who, EventId: event.EventId, FeedbackValue: 'Valid' });
  const risk = { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } };
  await admin.setRiskConfiguration({ UserPoolId: own.pool, ...risk });
  await assert.rejects(admin.setRiskConfiguration({ UserPoolId: choosing.pool, ...risk }), isA(UserPoolAddOnNotEnabledException));
});
