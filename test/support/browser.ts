import packagedChromium from '@sparticuz/chromium';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

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
