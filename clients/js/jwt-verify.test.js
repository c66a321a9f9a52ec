// aws-jwt-verify: what back ends check tokens with. CognitoJwtVerifier accepts AWS's own issuer only, JwtVerifier any.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  ParameterValidationError,
} from 'aws-jwt-verify/error';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { alice, bob, claims, endpoint, hidden, idp, jwks, mail, pool, poolByEmail, web } from './emulator.js';

async function tokens(USERNAME, PASSWORD, ClientId) {
  const asked = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });
  return (await idp.send(asked)).AuthenticationResult;
}

const own = process.env.ISSUER !== 'aws';
const issuer = `${own ? endpoint : 'https://cognito-idp.us-east-1.amazonaws.com'}/${pool}`;

let ofAlice, ofBob, keys, otherKeys;
before(async () => {
  ofAlice = await tokens(alice.name, alice.password, web);
  ofBob = await tokens(bob.email, bob.password, mail);
  [{ keys }, { keys: otherKeys }] = [await jwks(pool), await jwks(poolByEmail)];
});

// The verifier for a pool, of the kind that its issuer needs.
function verifierFor(tokenUse, clientId = web) {
  const verifier = own
    ? JwtVerifier.create({
        issuer,
        audience: null,
        jwksUri: `${issuer}/.well-known/jwks.json`,
        customJwtCheck: ({ payload }) => validateCognitoJwtFields(payload, { tokenUse, clientId }),
      })
    : CognitoJwtVerifier.create({ userPoolId: pool, tokenUse, clientId });
  verifier.cacheJwks({ keys: [...keys, ...otherKeys] });
  return verifier;
}

test('both tokens are accepted', async () => {
  assert.equal((await verifierFor('access').verify(ofAlice.AccessToken)).username, alice.name);
  assert.equal((await verifierFor('id').verify(ofAlice.IdToken)).email, alice.email);
});

test('one token is not the other', async () => {
  await assert.rejects(verifierFor('access').verify(ofAlice.IdToken), CognitoJwtInvalidTokenUseError);
  await assert.rejects(verifierFor('id').verify(ofAlice.AccessToken), CognitoJwtInvalidTokenUseError);
});

test("another client's token is refused", async () => {
  await assert.rejects(verifierFor('access', hidden).verify(ofAlice.AccessToken), CognitoJwtInvalidClientIdError);
});

test("another pool's token is refused", async () => {
  const expected = own ? JwtInvalidIssuerError : ParameterValidationError;
  await assert.rejects(verifierFor('access', mail).verify(ofBob.AccessToken), expected);
});

test('every pool has keys of its own', () => {
  assert.deepEqual(keys.map((one) => [one.kty, one.alg, one.use]), Array(2).fill(['RSA', 'RS256', 'sig']));
  assert.equal(new Set([...keys, ...otherKeys].map((one) => one.kid)).size, 4);
});

test('a changed token is refused', async () => {
  const [header, payload, signature] = ofAlice.AccessToken.split('.');
  const changed = Buffer.from(JSON.stringify({ ...claims(ofAlice.AccessToken), username: 'eve' })).toString('base64url');
  assert.notEqual(changed, payload);
  await assert.rejects(verifierFor('access').verify([header, changed, signature].join('.')), JwtInvalidSignatureError);
});
