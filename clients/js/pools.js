// Pools of the tests' own, for the settings that ../seed.yaml has none of, and users in them.
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { idp, newcomer } from './emulator.js';

const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'sms' };
const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/mail@example.com' };

// The factors, as SetUserPoolMfaConfig takes them.
export const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };
export const sms = { SmsMfaConfiguration: { SmsConfiguration } };
export const emailOTP = { EmailMfaConfiguration: { Message: 'Your code is {####}', Subject: 'Code' } };

// A pool whose sign-ins ../seed.yaml's function decides about.
const custom = 'arn:aws:lambda:us-east-1:000000000000:function:custom-auth';
export const customAuth = {
  pool: { LambdaConfig: { DefineAuthChallenge: custom, CreateAuthChallenge: custom, VerifyAuthChallengeResponse: custom } },
  client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
};

const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

// A pool with a client. pool: what CreateUserPool takes; client: what CreateUserPoolClient takes; mfa: what SetUserPoolMfaConfig takes.
export async function makePool({ pool = {}, client = {}, mfa } = {}) {
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: 'own', SmsConfiguration, EmailConfiguration, ...pool }));
  const UserPoolId = UserPool.Id;
  if (mfa) await idp.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
  const made = await idp.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'own', ExplicitAuthFlows: flows, ...client }));
  return { pool: UserPoolId, client: made.UserPoolClient.ClientId };
}

// A confirmed user with verified addresses, and other attributes; one that is undefined is left out.
export async function userOf({ pool }, attributes = {}) {
  const someone = { ...newcomer(), phone: `+1${String(Math.random()).slice(2, 12)}` };
  await create(pool, someone, attributes, { MessageAction: 'SUPPRESS' });
  await idp.send(new AdminSetUserPasswordCommand({ UserPoolId: pool, Username: someone.name, Password: someone.password, Permanent: true }));
  return someone;
}

// A user who has a temporary password.
export async function invitedTo({ pool }) {
  const someone = { ...newcomer(), phone: `+1${String(Math.random()).slice(2, 12)}` };
  await create(pool, someone, {}, { TemporaryPassword: someone.password, MessageAction: 'SUPPRESS' });
  return someone;
}

function create(UserPoolId, { name, email, phone }, attributes, more) {
  const all = { email, email_verified: 'true', phone_number: phone, phone_number_verified: 'true', ...attributes };
  const UserAttributes = Object.entries(all).filter(([, Value]) => Value).map(([Name, Value]) => ({ Name, Value }));
  return idp.send(new AdminCreateUserCommand({ UserPoolId, Username: name, UserAttributes, ...more }));
}
