// aws-amplify where it belongs: a page in a browser, of another origin than the emulator.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { totpCode } from './authenticator.js';
import { skip, startBrowser, virtualAuthenticator } from './browser/browser.js';
import { another, code, custom, customCode, dave, idp, newcomer, poolOfCustomAuth } from './emulator.js';
import { customAuth, emailOTP, invitedTo, makePool, totp, userOf } from './pools.js';

let browser;
before(async () => { if (!skip) browser = await startBrowser(); });
after(() => browser?.stop());

const inBrowser = (name, run) => test(name, { skip }, run);

// What the page shows after a click.
async function next(page, form) {
  await page.click(`${form} button`);
  const shown = await page.waitForFunction(() => JSON.parse(document.querySelector('#step').textContent || 'null'));
  return shown.jsonValue();
}

async function signIn(page, { name, password = '' }, flow = 'USER_SRP_AUTH', preferred = '') {
  await page.fill('[name=username]', name);
  await page.fill('[name=password]', password);
  await page.selectOption('[name=flow]', flow);
  await page.selectOption('[name=preferred]', preferred);
  return next(page, '#sign-in');
}

// Signs in with the password in the open, for what comes after.
const openly = (page, someone) => signIn(page, someone, 'USER_PASSWORD_AUTH');

async function answer(page, text) {
  await page.fill('[name=answer]', text);
  return next(page, '#answer');
}

const done = { signInStep: 'DONE' };
const isDone = async (page, step, someone) => {
  assert.deepEqual(step, done);
  assert.equal((await page.evaluate(() => window.auth.getCurrentUser())).username, someone.name);
};

inBrowser('a password proven by SRP, in the open, and wrong; the session outlives the page', async () => {
  const own = await makePool();
  const someone = await userOf(own);
  const page = await browser.visit(own);
  assert.deepEqual(await signIn(page, { ...someone, password: 'wrong' }), {
    error: 'NotAuthorizedException', message: 'Incorrect username or password.',
  });
  await isDone(page, await signIn(page, someone), someone);
  await page.reload();
  await page.waitForFunction(() => window.auth);
  assert.equal((await page.evaluate(() => window.auth.getCurrentUser())).username, someone.name);
  assert.equal((await page.evaluate(() => window.auth.fetchUserAttributes())).email, someone.email);
  await page.evaluate(() => window.auth.signOut({ global: true }));
  await isDone(page, await signIn(page, someone, 'USER_PASSWORD_AUTH'), someone);
});

inBrowser('a software token is set up in the middle of a sign-in', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'ON', ...totp } });
  const someone = await invitedTo(own);
  const page = await browser.visit(own);
  assert.equal((await signIn(page, someone)).signInStep, 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  const { signInStep, totpSetupDetails } = await answer(page, 'An0ther&Secret');
  assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
  assert.equal((await answer(page, another(totpCode(totpSetupDetails.sharedSecret)))).error, 'EnableSoftwareTokenMFAException');
  await isDone(page, await answer(page, totpCode(totpSetupDetails.sharedSecret)), someone);
});

inBrowser('an address is set up in the middle of a sign-in', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'ON', ...totp, ...emailOTP } });
  const someone = await userOf(own, { email: undefined, email_verified: undefined });
  const page = await browser.visit(own);
  const { signInStep, allowedMFATypes } = await signIn(page, someone);
  assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION');
  assert.deepEqual(allowedMFATypes.sort(), ['EMAIL', 'TOTP']);
  assert.equal((await answer(page, 'EMAIL')).signInStep, 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP');
  assert.equal((await answer(page, someone.email)).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  await isDone(page, await answer(page, await code(someone.email, 'Authentication')), someone);
  assert.equal((await page.evaluate(() => window.auth.fetchUserAttributes())).email_verified, 'true');
});

inBrowser('a software token is set up later, and preferred', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'OPTIONAL', ...totp } });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await openly(page, someone);
  const { sharedSecret } = await page.evaluate(() => window.auth.setUpTOTP());
  await page.evaluate((code) => window.auth.verifyTOTPSetup({ code }), totpCode(sharedSecret));
  await page.evaluate(() => window.auth.updateMFAPreference({ totp: 'PREFERRED' }));
  assert.deepEqual(await page.evaluate(() => window.auth.fetchMFAPreference()), { enabled: ['TOTP'], preferred: 'TOTP' });
  await page.evaluate(() => window.auth.signOut());

  assert.equal((await signIn(page, someone)).signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  const right = totpCode(sharedSecret, 1);
  assert.equal((await answer(page, another(right))).error, 'CodeMismatchException');
  await isDone(page, await answer(page, right), someone);
});

inBrowser('a code by mail as second factor', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'OPTIONAL', ...emailOTP } });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await openly(page, someone);
  await page.evaluate(() => window.auth.updateMFAPreference({ email: 'PREFERRED' }));
  await page.evaluate(() => window.auth.signOut());
  const { signInStep, codeDeliveryDetails } = await signIn(page, someone);
  assert.equal(signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  assert.equal(codeDeliveryDetails.destination, 'u***@e***');
  const right = await code(someone.email, 'Authentication');
  assert.match(right, /^\d{6}$/);
  assert.equal((await answer(page, another(right))).error, 'CodeMismatchException');
  await isDone(page, await answer(page, right), someone);
});

inBrowser('one of two second factors is chosen', async () => {
  const own = await makePool({ mfa: { MfaConfiguration: 'OPTIONAL', ...totp, ...emailOTP } });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await openly(page, someone);
  const { sharedSecret } = await page.evaluate(() => window.auth.setUpTOTP());
  await page.evaluate((code) => window.auth.verifyTOTPSetup({ code }), totpCode(sharedSecret));
  await page.evaluate(() => window.auth.updateMFAPreference({ totp: 'ENABLED', email: 'ENABLED' }));
  await page.evaluate(() => window.auth.signOut());
  const { signInStep, allowedMFATypes } = await signIn(page, someone);
  assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
  assert.deepEqual(allowedMFATypes.sort(), ['EMAIL', 'TOTP']);
  assert.equal((await answer(page, 'EMAIL')).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  await isDone(page, await answer(page, await code(someone.email, 'Authentication')), someone);
});

const WebAuthnConfiguration = { RelyingPartyId: 'localhost', UserVerification: 'preferred' };
const passwordless = {
  mfa: { WebAuthnConfiguration },
  pool: {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
  },
};

inBrowser('a code by mail in place of a password, preferred and selected', async () => {
  const own = await makePool(passwordless);
  const someone = await userOf(own);
  const page = await browser.visit(own);
  const nameOnly = { name: someone.name };
  assert.equal((await signIn(page, nameOnly, 'USER_AUTH', 'EMAIL_OTP')).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  const right = await code(someone.email, 'Authentication');
  assert.match(right, /^\d{8}$/);
  assert.equal((await answer(page, '00000000')).error, 'CodeMismatchException');
  await isDone(page, await answer(page, right), someone);
  await page.evaluate(() => window.auth.signOut());

  const { signInStep, availableChallenges } = await signIn(page, nameOnly, 'USER_AUTH');
  assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
  assert.deepEqual(availableChallenges, ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP']);
  assert.equal((await answer(page, 'EMAIL_OTP')).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  await isDone(page, await answer(page, await code(someone.email, 'Authentication')), someone);
});

inBrowser('a password is selected, openly and proven', async () => {
  const own = await makePool(passwordless);
  const someone = await userOf(own);
  const page = await browser.visit(own);
  for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
    assert.equal((await signIn(page, { name: someone.name }, 'USER_AUTH')).signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    assert.equal((await answer(page, factor)).signInStep, 'CONFIRM_SIGN_IN_WITH_PASSWORD');
    await isDone(page, await answer(page, someone.password), someone);
    await page.evaluate(() => window.auth.signOut());
    await isDone(page, await signIn(page, someone, 'USER_AUTH', factor), someone);
    await page.evaluate(() => window.auth.signOut());
  }
});

inBrowser('sign-up without a password signs in by itself', async () => {
  const own = await makePool(passwordless);
  const someone = newcomer();
  const page = await browser.visit(own);
  const signUp = { username: someone.name, options: { userAttributes: { email: someone.email }, autoSignIn: { authFlowType: 'USER_AUTH' } } };
  assert.equal((await page.evaluate((input) => window.auth.signUp(input), signUp)).nextStep.signUpStep, 'CONFIRM_SIGN_UP');
  const confirm = { username: someone.name, confirmationCode: await code(someone.email, 'SignUp') };
  const confirmed = await page.evaluate((input) => window.auth.confirmSignUp(input), confirm);
  assert.equal(confirmed.nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN');
  await isDone(page, (await page.evaluate(() => window.auth.autoSignIn())).nextStep, someone);
});

inBrowser('a custom challenge, without and with a password', async () => {
  const page = await browser.visit({ pool: poolOfCustomAuth, client: custom });
  for (const flow of ['CUSTOM_WITHOUT_SRP', 'CUSTOM_WITH_SRP']) {
    const someone = flow === 'CUSTOM_WITH_SRP' ? dave : { name: dave.name };
    assert.equal((await signIn(page, someone, flow)).signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    await isDone(page, await answer(page, customCode), dave);
    await page.evaluate(() => window.auth.signOut());
  }
});

inBrowser('a custom challenge after a password and a second factor', async () => {
  const own = await makePool({ ...customAuth, mfa: { MfaConfiguration: 'OPTIONAL', ...emailOTP } });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await openly(page, someone);
  await page.evaluate(() => window.auth.updateMFAPreference({ email: 'PREFERRED' }));
  await page.evaluate(() => window.auth.signOut());
  assert.equal((await signIn(page, someone, 'CUSTOM_WITH_SRP')).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  const right = await code(someone.email, 'Authentication');
  assert.equal((await answer(page, right)).signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
  await isDone(page, await answer(page, customCode), someone);
});

inBrowser('a passkey is registered, listed, signs in and is deleted', async () => {
  const own = await makePool(passwordless);
  const someone = await userOf(own);
  const page = await browser.visit(own);
  const authenticator = await virtualAuthenticator(page);
  await openly(page, someone);
  await page.evaluate(() => window.auth.associateWebAuthnCredential());
  const { credentials } = await page.evaluate(() => window.auth.listWebAuthnCredentials());
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].relyingPartyId, 'localhost');
  const [kept] = await authenticator.credentials();
  assert.equal(credentials[0].credentialId, Buffer.from(kept.credentialId, 'base64').toString('base64url'));
  await page.evaluate(() => window.auth.signOut());

  await isDone(page, await signIn(page, { name: someone.name }, 'USER_AUTH', 'WEB_AUTHN'), someone);
  await page.evaluate(() => window.auth.signOut());
  const { availableChallenges } = await signIn(page, { name: someone.name }, 'USER_AUTH');
  assert.ok(availableChallenges.includes('WEB_AUTHN'), availableChallenges.join());
  await isDone(page, await answer(page, 'WEB_AUTHN'), someone);

  await page.evaluate((credentialId) => window.auth.deleteWebAuthnCredential({ credentialId }), credentials[0].credentialId);
  assert.deepEqual((await page.evaluate(() => window.auth.listWebAuthnCredentials())).credentials, []);
  await page.evaluate(() => window.auth.signOut());
  const offered = (await signIn(page, { name: someone.name }, 'USER_AUTH')).availableChallenges;
  assert.ok(!offered.includes('WEB_AUTHN'), offered.join());
});

inBrowser('a passkey that verifies its user is both factors', async () => {
  const FactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  const mfa = { MfaConfiguration: 'OPTIONAL', ...emailOTP, WebAuthnConfiguration: { ...WebAuthnConfiguration, FactorConfiguration } };
  const own = await makePool({ ...passwordless, mfa });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await virtualAuthenticator(page);
  await openly(page, someone);
  await page.evaluate(() => window.auth.associateWebAuthnCredential());
  await idp.send(new AdminSetUserMFAPreferenceCommand({
    UserPoolId: own.pool, Username: someone.name,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true }, WebAuthnMfaSettings: { Enabled: true },
  }));
  await page.evaluate(() => window.auth.signOut());
  assert.equal((await signIn(page, someone)).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  await isDone(page, await signIn(page, { name: someone.name }, 'USER_AUTH', 'WEB_AUTHN'), someone);
});

inBrowser('a device is remembered, proves itself, and spares the second factor that was proven on it', async () => {
  const own = await makePool({
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
    mfa: { MfaConfiguration: 'OPTIONAL', ...emailOTP },
  });
  const someone = await userOf(own);
  const page = await browser.visit(own);
  await isDone(page, await signIn(page, someone), someone);
  await page.evaluate(() => window.auth.updateMFAPreference({ email: 'PREFERRED' }));
  const [device] = await page.evaluate(() => window.auth.fetchDevices());
  assert.ok(device.id);
  const { tokens } = await page.evaluate(() => window.auth.fetchAuthSession({ forceRefresh: true }));
  assert.equal(tokens.accessToken.payload.device_key, device.id);
  await page.evaluate(() => window.auth.signOut());

  assert.equal((await signIn(page, someone)).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
  await isDone(page, await answer(page, await code(someone.email, 'Authentication')), someone);
  await page.evaluate(() => window.auth.signOut());
  await isDone(page, await signIn(page, someone), someone);
  assert.equal((await page.evaluate(() => window.auth.fetchDevices())).length, 1);

  await page.evaluate(() => window.auth.forgetDevice());
  await page.evaluate(() => window.auth.signOut());
  assert.equal((await signIn(page, someone)).signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
});
