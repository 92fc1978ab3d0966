import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { viewport: { width: 360, height: 800 }, reducedMotion: 'reduce' } as const;

describe('the guided way on a phone', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  before(async () => {
    app = await startTestApp({ seedExample: true });
    browser = await launchBrowser();
    await app.settle();
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  const next = (page: Page, step: string): Promise<unknown> => Promise.all([
    page.waitForURL((url) => url.pathname === `/guide/${step}`), page.locator('#guide-form button[value=next]').click(),
  ]);
  const widerThanItsWindow = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

  async function walk(page: Page, typed: (page: Page) => Promise<void>): Promise<void> {
    await page.goto(`${app.url}/guide`);
    await page.locator('input[value=greenhouse]').check();
    await next(page, 'amount');
    await page.locator('#annualDemandMwh').fill('1200');
    await typed(page);
    await next(page, 'temperature');
    await next(page, 'profile');
    await page.locator('#startDate').fill('2027-01-01');
    await next(page, 'today');
    await page.locator('#heatCostEurPerMwh').fill('70');
    await next(page, 'place');
    for (const [field, value] of Object.entries({ name: 'Glasshouse', address: 'Stange', latitude: '60.83', longitude: '11.17' })) await page.locator(`#${field}`).fill(value);
    await next(page, 'check');
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`leads a visitor to a first answer, with a sketch that follows the typing, ${theme}`, async () => {
      const context = await browser.newContext({ ...PHONE, colorScheme: theme });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
      await walk(page, async () => {
        await page.locator('#guide-sketch:visible').waitFor();
        expect(await page.locator('#guide-sketch-text').innerText()).to.match(/About 1.200.MWh a year/);
      });
      expect(await page.locator('.rough-text').innerText()).to.match(/of your heat could come from/);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
      expect(await widerThanItsWindow(page)).to.equal(false);
      expect(complaints).to.deep.equal([]);
      await context.close();
    });
  }

  it('leads there without script as well', async () => {
    const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
    const page = await context.newPage();
    await walk(page, () => Promise.resolve());
    expect(await page.locator('.rough-text').innerText()).to.match(/of your heat could come from/);
    await page.getByRole('link', { name: 'Change: Temperature' }).click();
    expect(await page.locator('#flowTemperatureC').inputValue()).to.equal('45');
    await context.close();
  });
});
