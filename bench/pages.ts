import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../test/support/app.js';
import { launchBrowser } from '../test/support/browser.js';
import type { Figure } from './measurement.js';

/** Lighthouse's "mobile, slow 4G" (lighthouse-core/config/constants.js): what it lays on the line and on the processor. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const SLOWER_PROCESSOR = 4;
const PHONE = { width: 360, height: 740 };
const VISITS = 5;
const MANAGER = 'manager@pages.example';

interface MainPage {
  readonly name: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly maximumKb: number;
}
interface Visit { readonly firstPaintMs: number; readonly bytes: number; readonly requests: number }

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Lays a phone's line and processor on a page, and counts what comes over the line. */
async function onAPhone(page: Page): Promise<{ cdp: CDPSession; count: () => { bytes: number; requests: number } }> {
  const cdp = await page.context().newCDPSession(page);
  let [bytes, requests] = [0, 0];
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_PROCESSOR });
  return { cdp, count: () => ({ bytes, requests }) };
}

/** One visit by somebody who has never been there: nothing is in the cache. */
async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const { count } = await onAPhone(page);
  const answer = await page.goto(url, { waitUntil: 'networkidle' });
  if (answer?.status() !== 200) throw new Error(`${url} answered ${answer?.status()}`);
  const firstPaintMs = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN");
  await page.close();
  if (typeof firstPaintMs !== 'number' || !(firstPaintMs > 0)) throw new Error(`${url} painted nothing`);
  return { firstPaintMs, ...count() };
}

async function measure(context: BrowserContext, app: TestApp, { name, path, maximumKb }: MainPage): Promise<Figure[]> {
  const visits: Visit[] = [];
  for (let at = 0; at < VISITS; at++) visits.push(await visit(context, app.url + path));
  return [
    { name: `${name}: first contentful paint, slow 4G, processor / ${SLOWER_PROCESSOR}`, value: median(visits.map(({ firstPaintMs }) => firstPaintMs)), unit: 'ms', target: '1,800' },
    { name: '  over the line, page and all it loads', value: median(visits.map(({ bytes }) => bytes)) / 1000, unit: 'kB', target: String(maximumKb) },
    { name: '  requests', value: median(visits.map(({ requests }) => requests)), unit: '' },
  ];
}

async function signedIn(browser: Browser, app: TestApp): Promise<BrowserContext> {
  await app.services.accounts.createVerifiedAccount({
    email: MANAGER, name: 'Kari Berg', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Site', kind: 'operator' },
  });
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await page.locator('#email').fill(MANAGER);
  await page.locator('#password').fill(TEST_PASSWORD);
  await Promise.all([page.waitForURL((url) => url.pathname !== '/login'), page.locator('main button[type=submit]').click()]);
  await page.close();
  return context;
}

async function mainPages({ services }: TestApp): Promise<readonly MainPage[]> {
  const { matches: [best] } = await services.matching.list({ limit: 1 });
  if (best === undefined) throw new Error('the example has no match');
  return [
    { name: 'first page', path: '/', isPublic: true, maximumKb: 100 },
    { name: 'surplus heat', path: '/surplus', isPublic: true, maximumKb: 150 },
    { name: 'map', path: '/map', isPublic: true, maximumKb: 400 },
    { name: 'matches, ranked', path: '/matches', isPublic: false, maximumKb: 150 },
    { name: 'one match', path: `/matches/${best.id}`, isPublic: false, maximumKb: 200 },
  ];
}

/** The budget of the five main pages, as Lighthouse would ask for it: the example site, a phone on a slow line, nothing cached. */
export async function benchPages(): Promise<Figure[]> {
  const app = await startTestApp({ seedExample: true });
  const browser = await launchBrowser();
  try {
    await app.settle();
    const [visitor, manager] = [await browser.newContext({ viewport: PHONE }), await signedIn(browser, app)];
    const figures: Figure[] = [];
    for (const page of await mainPages(app)) figures.push(...await measure(page.isPublic ? visitor : manager, app, page));
    return figures;
  } finally {
    await browser.close();
    await app.stop();
  }
}
