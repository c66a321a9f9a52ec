// A custom email sender that decrypts its codes with the AWS Encryption SDK: ../fixtures/lambdas/custom-sender/index.js,
// run by the emulator. What it prints is read from the emulator's invocations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  AdminCreateUserCommand, ConfirmForgotPasswordCommand, ConfirmSignUpCommand, ForgotPasswordCommand, InitiateAuthCommand,
  ResendConfirmationCodeCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { code, endpoint, idp, newcomer } from './emulator.js';

const pool = 'us-east-1_Senders01';
const ClientId = 'senders0000000000000000000';

// What the function printed for a user; nobody waits for a sender, so it may take a while.
async function mail(user, trigger) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const invocations = await (await fetch(`${endpoint}/_emulator/invocations?${new URLSearchParams({ function: 'send-mail', trigger, limit: 10 })}`)).json();
    const found = invocations.find(({ event }) => event.request.userAttributes.email === user.email);
    if (found) return { ...JSON.parse(/{.*}/.exec(found.output)?.[0] ?? assert.fail(JSON.stringify(found))), event: found.event };
    await setTimeout(100);
  }
  assert.fail(`no ${trigger} for ${user.email}`);
}

function signUp(user) {
  const UserAttributes = [{ Name: 'email', Value: user.email }];
  return idp.send(new SignUpCommand({ ClientId, Username: user.name, Password: user.password, UserAttributes }));
}

test('the decrypted code confirms the user', async () => {
  const user = newcomer();
  const { CodeDeliveryDetails } = await signUp(user);
  assert.equal(CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  const sent = await mail(user, 'CustomEmailSender_SignUp');
  assert.match(sent.code, /^\d{6}$/);
  assert.deepEqual([sent.to, sent.source], [user.email, 'CustomEmailSender_SignUp']);
  assert.match(sent.event.request.code, /^AYADe[A-P].{21}AgQACABVhd3MtY3J5cHRv/);
  assert.equal(await code(user.email, 'SignUp'), sent.code);
  await idp.send(new ConfirmSignUpCommand({ ClientId, Username: user.name, ConfirmationCode: sent.code }));
});

test('a code that was sent again', async () => {
  const user = newcomer();
  await signUp(user);
  await idp.send(new ResendConfirmationCodeCommand({ ClientId, Username: user.name }));
  const sent = await mail(user, 'CustomEmailSender_ResendCode');
  await idp.send(new ConfirmSignUpCommand({ ClientId, Username: user.name, ConfirmationCode: sent.code }));

  await idp.send(new ForgotPasswordCommand({ ClientId, Username: user.name }));
  const forgotten = await mail(user, 'CustomEmailSender_ForgotPassword');
  const reset = { ClientId, Username: user.name, ConfirmationCode: forgotten.code, Password: 'An0ther&Secret' };
  await idp.send(new ConfirmForgotPasswordCommand(reset));
});

test('a temporary password is escaped for HTML', async () => {
  const user = { ...newcomer(), password: 'Tmp<"0\'&>Secret' };
  await idp.send(new AdminCreateUserCommand({
    UserPoolId: pool,
    Username: user.name,
    TemporaryPassword: user.password,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [{ Name: 'email', Value: user.email }, { Name: 'email_verified', Value: 'true' }],
  }));
  const sent = await mail(user, 'CustomEmailSender_AdminCreateUser');
  assert.match(sent.code, /^Tmp&lt;&(quot|#34);0&#(39|x27);&amp;&gt;Secret$/);
  const AuthParameters = { USERNAME: user.name, PASSWORD: user.password };
  const asked = await idp.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
});
