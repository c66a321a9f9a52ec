// What the suites share: the ids of ../seed.yaml, users of their own, and how to read the mail that would have been sent.
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

export const endpoint = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
export const pool = 'us-east-1_Clients01';
export const poolByEmail = 'us-east-1_Clients02';
export const web = 'web0000000000000000000000a';
export const hidden = 'hidden00000000000000000000';
export const secret = 'secret00000000000000000000';
export const clientSecret = 'aClientSecretForTheTests';
export const rotating = 'rotating000000000000000000';
export const srpOnly = 'srponly0000000000000000000';
export const mail = 'mail0000000000000000000000';
export const poolOfCustomAuth = 'us-east-1_Custom001';
export const custom = 'custom00000000000000000000';
export const customCode = '314159';
export const dave = { name: 'dave', password: 'Passw0rd!dave' };
export const alice = { name: 'alice', password: 'Passw0rd!alice', email: 'alice@example.com' };
export const bob = { email: 'bob@example.com', password: 'Passw0rd!bob' };

export const idp = new CognitoIdentityProviderClient();

// Somebody whom the emulator has never heard of.
export function newcomer() {
  const name = `user-${crypto.randomUUID()}`;
  return { name, email: `${name}@example.com`, password: 'Str0ng&Secret' };
}

// A confirmed user with a verified address, who belongs to one test.
export async function confirmedUser() {
  const { name, password, email } = await invitedUser();
  await idp.send(new AdminSetUserPasswordCommand({ UserPoolId: pool, Username: name, Password: password, Permanent: true }));
  return { name, password, email };
}

// A user who has a temporary password.
export async function invitedUser() {
  const someone = newcomer();
  await idp.send(new AdminCreateUserCommand({
    UserPoolId: pool,
    Username: someone.name,
    TemporaryPassword: someone.password,
    UserAttributes: [{ Name: 'email', Value: someone.email }, { Name: 'email_verified', Value: 'true' }],
  }));
  return someone;
}

// The code of the newest message to an address; waits for it.
export async function code(to, trigger) {
  const answer = await fetch(`${endpoint}/_emulator/messages/latest?${new URLSearchParams({ to, trigger, wait: '5s' })}`);
  if (!answer.ok) throw new Error(`no message to ${to}: ${await answer.text()}`);
  return (await answer.json()).code;
}

// A code that looks right and is wrong.
export function another(right) {
  return String((Number(right) + 1) % 1000000).padStart(6, '0');
}

// What a JWT says, unverified.
export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

// The public keys of a pool, as verifiers fetch them.
export async function jwks(poolId) {
  return (await fetch(`${endpoint}/${poolId}/.well-known/jwks.json`)).json();
}
