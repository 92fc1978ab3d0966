import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../server/shared/current-user.js';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';

const FOLDER = 'screenshots';
const WIDTHS = [360, 1280] as const;
const HEIGHT = 900;
const THEMES = ['light', 'dark'] as const;

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly role: Role | null;
}

const PUBLIC: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'], ['surplus', '/surplus'], ['map', '/map'], ['guide', '/guide/use'], ['guide-amount', '/guide/amount'], ['guide-place', '/guide/place'], ['login', '/login'], ['forgotten', '/forgotten-password'], ['sign-up', '/sign-up'], ['not-found', '/nowhere'], ['styleguide', '/styleguide'],
];
const BY_ROLE: Readonly<Record<Role, readonly (readonly [name: string, path: string])[]>> = {
  partner: [['demands', '/demands'], ['choose-use', '/demands/new'], ['demand-form', '/demands/new?use=greenhouse'], ['demand', '/demands/:demand'], ['demand-edit', '/demands/:demand/edit'], ['demand-version', '/demands/:demand/versions/1'], ['withdraw', '/demands/:demand/withdraw'], ['account', '/account'], ['matches', '/matches'], ['organisation', '/organisation'], ['forbidden', '/sites']],
  manager: [['desk', '/desk'], ['board', '/board'], ['sites', '/sites'], ['matches', '/matches'], ['demands', '/demands'], ['new-building', '/sites/:site/buildings/new'], ['site', '/sites/:site'], ['match', '/matches/:match'], ['what-if', '/matches/:match/what-if'], ['certainty', '/matches/:match/certainty'], ['stability', '/matches/stability'], ['compare', '/matches/compare?id=:match&id=:second'], ['decide', '/matches/decide?id=:match&id=:second'], ['map', '/map'], ['building', '/buildings/:building'], ['building-edit', '/buildings/:building/edit'], ['site-edit', '/sites/:site/edit'], ['unpublish', '/buildings/:building/unpublish'], ['new-site', '/sites/new'], ['plans', '/plan']],
  verifier: [['audit', '/audit']],
  admin: [['mails', '/admin/mails'], ['jobs', '/admin/jobs'], ['users', '/admin/users']],
};

async function shotsOf({ services }: TestApp): Promise<readonly Shot[]> {
  const [site] = await services.supply.sites();
  const { matches: [best, second] } = await services.matching.list({ limit: 2 });
  const own = (await services.demand.submitted()).find(({ use }) => use === 'greenhouse');
  const ids: Readonly<Record<string, string | undefined>> = {
    ':site': site?.siteId, ':match': best?.id, ':second': second?.id, ':building': best?.buildingId, ':demand': own?.demandId,
  };
  const filled = (path: string): string => path.replace(/:\w+/g, (name) => ids[name] ?? name);
  const ofRole = (Object.keys(BY_ROLE) as Role[]).flatMap((role) => BY_ROLE[role].map(([name, path]): Shot => ({ name: `${role}-${name}`, path: filled(path), role })));
  return [...PUBLIC.map(([name, path]): Shot => ({ name, path, role: null })), ...ofRole];
}

async function logIn(page: Page, app: TestApp, role: Role): Promise<void> {
  await page.goto(`${app.url}/login`);
  await page.getByLabel('E-mail').fill(`${role}@shots.example`);
  await page.getByLabel('Password').fill(TEST_PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

async function take(browser: Browser, app: TestApp, shots: readonly Shot[], role: Role | null, theme: (typeof THEMES)[number]): Promise<void> {
  const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (role !== null) await logIn(page, app, role);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const { name, path } of shots.filter((shot) => shot.role === role)) {
      await page.goto(app.url + path);
      // A picture of the whole page does not scroll to what would be loaded on the way.
      await page.evaluate("document.querySelectorAll('img[loading]').forEach((image) => { image.loading = 'eager'; })");
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${theme}.png`), fullPage: true });
    }
  }
  await context.close();
}

const app = await startTestApp({ seedExample: true });
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  await app.settle();
  const growers = { name: 'Example greenhouse growers', kind: 'industry' } as const;
  const operator = { name: 'Example data centre operator', kind: 'operator' } as const;
  for (const role of ['partner', 'manager', 'verifier', 'admin'] as const) {
    await app.services.accounts.createVerifiedAccount({
      email: `${role}@shots.example`, name: `Sam ${role}`, password: TEST_PASSWORD, role, organisation: role === 'partner' ? growers : operator,
    });
  }
  const shots = await shotsOf(app);
  for (const theme of THEMES) for (const role of [null, 'partner', 'manager', 'verifier', 'admin'] as const) await take(browser, app, shots, role, theme);
  console.log(`${shots.length * WIDTHS.length * THEMES.length} screenshots in ${FOLDER}/`);
} finally {
  await browser.close();
  await app.stop();
}
