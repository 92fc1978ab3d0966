import { expect } from 'chai';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt, watch } from '../support/browser.js';

const EMAIL = 'mari@operator.example';

/** What is painted, as text: two paintings of the same text look the same. */
const painted = (chart: Locator): Promise<string> =>
  chart.evaluate((element) => [...element.querySelectorAll('canvas')].map((one) => one.toDataURL()).join());
/** Where something is drawn in each picture of a match: score, months, duration, flow, price. */
type Point = (width: number, height: number) => { readonly x: number; readonly y: number };
const POINTS: readonly Point[] = [
  (width, height) => ({ x: width * 0.11, y: height * 0.75 }), (width, height) => ({ x: width * 0.4, y: height * 0.5 }),
  (width, height) => ({ x: width * 0.4, y: height * 0.5 }), (_width, height) => ({ x: 6, y: height * 0.5 }), (width, height) => ({ x: width * 0.4, y: height * 0.65 }),
];
const cornerOf = (canvas: Locator): Promise<number[]> =>
  canvas.evaluate((element) => [...((element as HTMLCanvasElement).getContext('2d')?.getImageData(1, 1, 1, 1).data ?? [])].slice(0, 3));

describe('charts in a browser', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  const complaints: string[] = [];
  before(async () => {
    app = await startTestApp({ seedExample: true });
    browser = await launchBrowser();
    await app.settle();
    await app.services.accounts.createVerifiedAccount({
      email: EMAIL, name: 'Mari Moe', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Operator', kind: 'operator' },
    });
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  async function open(options: Parameters<Browser['newContext']>[0], path: (page: Page) => Promise<string>): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    watch(page, app.url, complaints);
    await logInAt(page, app.url, EMAIL);
    await page.goto(`${app.url}${await path(page)}`);
    return { page, context };
  }
  const firstLink = (list: string, pattern: RegExp) => async (page: Page): Promise<string> => {
    await page.goto(`${app.url}${list}`);
    const links = await page.locator('main a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    return links.find((href) => pattern.test(href)) ?? '/nowhere';
  };
  const matchPage = firstLink('/matches', /^\/matches\/[\da-f]{24}$/);
  const buildingPage = firstLink('/sites', /^\/buildings\/[\da-f]{24}$/);

  async function pictures(page: Page): Promise<readonly (readonly [alt: string, width: number])[]> {
    const found = await page.locator('figure.chart img').all();
    return Promise.all(found.map(async (image) => {
      await image.evaluate(async (element: HTMLImageElement) => { element.loading = 'eager'; await element.decode(); });
      return [await image.getAttribute('alt') ?? '', await image.evaluate((element: HTMLImageElement) => element.naturalWidth)] as const;
    }));
  }

  it('are images without script, the wide ones on a desk and the narrow ones on a phone', async () => {
    for (const [viewport, size] of [[{ width: 1280, height: 900 }, 860], [{ width: 360, height: 800 }, 420]] as const) {
      const { page, context } = await open({ viewport, javaScriptEnabled: false }, matchPage);
      const drawn = await pictures(page);
      expect(drawn.map(([, width]) => width)).to.deep.equal(drawn.map(() => size));
      expect(drawn.length).to.equal(5);
      for (const [alt] of drawn) expect(alt).to.have.length.above(60);
      await context.close();
    }
    expect(complaints).to.deep.equal([]);
  });

  it('answer once they are explored: drawn on the page, with a word on the point under the mouse', async () => {
    const { page, context } = await open({}, matchPage);
    await pictures(page);
    const buttons = page.locator('button.chart-explore');
    for (let figure = 0; figure < 5; figure++) await buttons.nth(figure).click();
    await page.locator('.chart-canvas').nth(4).waitFor();
    for (let figure = 0; figure < 5; figure++) {
      const chart = page.locator('.chart-canvas').nth(figure);
      const before = await painted(chart);
      const { width, height } = await chart.boundingBox() ?? { width: 0, height: 0 };
      await chart.hover({ position: { x: width * 0.3, y: height * 0.45 } });
      await chart.hover({ position: POINTS[figure]?.(width, height) ?? { x: 0, y: 0 } });
      await page.waitForFunction(([element, was]) =>
        [...(element as HTMLElement).querySelectorAll('canvas')].map((one) => one.toDataURL()).join() !== was, [await chart.elementHandle(), before] as const);
    }
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('are explored on dark paper too, carpet plots as 8760 cells', async () => {
    const { page, context } = await open({ colorScheme: 'dark' }, buildingPage);
    await pictures(page);
    const carpet = page.locator('figure.chart', { has: page.locator('img[src*="year.svg"]') });
    await carpet.getByRole('button').click();
    const canvas = carpet.locator('canvas').first();
    await canvas.waitFor();
    expect(await cornerOf(canvas)).to.deep.equal([25, 26, 24]);
    expect(await carpet.locator('.chart-canvas').getAttribute('aria-label')).to.include('Heat free from');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
