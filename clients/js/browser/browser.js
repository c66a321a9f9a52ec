// Chromium without a screen, and a page of an origin of its own: what it asks of the emulator goes through CORS.
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { endpoint } from '../emulator.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

// The browser that is installed; BROWSER_PATH names another one.
function findBrowser() {
  const paths = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.BROWSER_PATH, ...paths].find((path) => {
    try {
      return path && (accessSync(path, constants.X_OK), true);
    } catch {
      return false;
    }
  });
}

const executablePath = findBrowser();
const missing = 'Chromium is not installed: apt-get install chromium';

// Why the tests cannot run here; in CI they must.
export const skip = executablePath || process.env.CI === 'true' ? false : missing;

async function servePage() {
  const [bundle] = (await build({
    entryPoints: [new URL('page.js', import.meta.url).pathname],
    bundle: true, format: 'esm', write: false, logLevel: 'error', define: { global: 'globalThis' },
  })).outputFiles;
  const html = readFileSync(new URL('index.html', import.meta.url));
  const server = createServer((request, answer) => {
    const script = request.url === '/page.js';
    answer.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    answer.end(script ? bundle.text : html);
  });
  await new Promise((ready) => { server.listen(0, 'localhost', ready); });
  return server;
}

// A browser with the page in it. visit opens the page for a pool, as a visitor who has never been there.
export async function startBrowser() {
  if (!executablePath) throw new Error(missing);
  const server = await servePage();
  const browser = await chromium.launch({ executablePath });
  const origin = `http://localhost:${server.address().port}`;
  const visit = async ({ pool, client }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    await page.goto(`${origin}/?${new URLSearchParams({ userPoolId: pool, userPoolClientId: client, userPoolEndpoint: endpoint })}`);
    await page.waitForFunction(() => window.auth);
    return page;
  };
  const stop = async () => {
    await browser.close();
    server.close();
  };
  return { visit, stop };
}

// Gives a page's visitor an authenticator that asks nobody: WebAuthn's virtual one.
// https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/
export async function virtualAuthenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const credentials = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  return { credentials };
}
