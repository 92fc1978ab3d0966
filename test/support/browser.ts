import packagedChromium from '@sparticuz/chromium';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TEST_PASSWORD } from './app.js';

/** Our own list: the package's own flags switch web security off, which would hide what a strict CSP breaks. */
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none',
];

async function onPath(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const path = join(folder, name);
      if (await access(path).then(() => true, () => false)) return path;
    }
  }
  return null;
}

/** A Chromium on the PATH if there is one, else the one that comes from npm. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = (await onPath()) ?? (await packagedChromium.executablePath());
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

/** Notes what a page must not say: a broken script, a refused style, a request to another host. */
export function watch(page: Page, host: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('request', (request) => { if (!request.url().startsWith(host) && !request.url().startsWith('data:')) complaints.push(request.url()); });
}

/** Through the login page, as a person would. */
export async function logInAt(page: Page, host: string, email: string): Promise<void> {
  await page.goto(`${host}/login`);
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(TEST_PASSWORD);
  await Promise.all([page.waitForURL((url) => url.pathname !== '/login'), page.locator('main button[type=submit]').click()]);
}
