// amazon-cognito-identity-js with promises in place of callbacks.
import { promisify } from 'node:util';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { endpoint, pool, web } from './emulator.js';

class Storage {
  items = new Map();
  getItem(key) { return this.items.get(key) ?? null; }
  setItem(key, value) { this.items.set(key, value); }
  removeItem(key) { this.items.delete(key); }
  clear() { this.items.clear(); }
}

// A browser of its own for every user, unless it is given one; a browser is what remembers a device.
export function account(Username, ClientId = web, UserPoolId = pool, storage = new Storage()) {
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage: storage });
  return { Pool, storage, user: new CognitoUser({ Username, Pool, Storage: storage }) };
}

const outcomes = [
  'onSuccess', 'newPasswordRequired', 'inputVerificationCode', 'customChallenge', 'mfaRequired', 'totpRequired', 'selectMFAType', 'mfaSetup',
  'associateSecretCode',
];

// Calls a method that takes an object of callbacks; resolves to the callback's name and what it got.
export const asked = (object, method, ...args) => answered(object, method, args, []);

// The same for methods that take more behind the callbacks, as sendMFACode takes the kind of code.
export const answered = (object, method, args, after) =>
  new Promise((resolve, reject) => {
    const callbacks = { onFailure: reject };
    for (const name of outcomes) callbacks[name] = (...got) => resolve([name, ...got]);
    object[method](...args, callbacks, ...after);
  });

export const signIn = (user, Password) =>
  asked(user, 'authenticateUser', new AuthenticationDetails({ Username: user.getUsername(), Password }));

export const call = (object, method, ...args) => promisify(object[method].bind(object))(...args);
