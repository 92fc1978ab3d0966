import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt } from '../support/browser.js';

const FOCUSED_ROW = "[...document.querySelectorAll('tbody tr')].findIndex((row) => row.querySelector('th a') === document.activeElement)";
const focusedRow = (page: Page): Promise<number> => page.evaluate(FOCUSED_ROW);

describe('the list of matches by its keys', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let page: Page;

  before(async () => {
    app = await startTestApp({ seedExample: true });
    browser = await launchBrowser();
    await app.settle();
    await app.services.accounts.createVerifiedAccount({
      email: 'mari@rows.example', name: 'Mari Moe', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Rows operator', kind: 'operator' },
    });
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });
  async function open(javaScriptEnabled: boolean): Promise<void> {
    page = await (await browser.newContext({ locale: 'en-GB', javaScriptEnabled })).newPage();
    await logInAt(page, app.url, 'mari@rows.example');
    await page.goto(`${app.url}/matches`);
  }
  afterEach(() => page.context().close());

  it('goes down with j and up with k, stops at the ends, and opens with Enter', async () => {
    await open(true);
    const rows = await page.locator('tbody tr').count();
    const steps: number[] = [];
    for (const key of ['j', 'j', 'j', 'k', 'k', 'k']) {
      await page.keyboard.press(key);
      steps.push(await focusedRow(page));
    }
    expect(steps).to.deep.equal([0, 1, 2, 1, 0, 0]);
    await page.locator('#filter-q').focus();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('k');
    expect(await focusedRow(page)).to.equal(rows - 1);
    await page.keyboard.press('j');
    expect(await focusedRow(page)).to.equal(rows - 1);
    await Promise.all([page.waitForURL(/\/matches\/[0-9a-f]{24}$/), page.keyboard.press('Enter')]);
  });

  it('goes on from wherever in a row the focus is', async () => {
    await open(true);
    await page.locator('tbody tr').nth(2).locator('input[type=checkbox]').focus();
    await page.keyboard.press('j');
    expect(await focusedRow(page)).to.equal(3);
  });

  it('leaves letters alone where they are typed, and with another key held', async () => {
    await open(true);
    await page.locator('#filter-q').focus();
    await page.keyboard.type('jk');
    expect(await page.locator('#filter-q').inputValue()).to.equal('jk');
    await page.locator('#filter-state').focus();
    await page.keyboard.press('j');
    expect(await focusedRow(page)).to.equal(-1);
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Alt+j');
    expect(await focusedRow(page)).to.equal(-1);
  });

  it('says so on the page, can be switched off, and stays off', async () => {
    await open(true);
    const choice = page.getByLabel('The keys j and k move between the rows, Enter opens the match.');
    await choice.uncheck();
    await page.keyboard.press('j');
    expect(await focusedRow(page)).to.equal(-1);
    await page.reload();
    expect(await choice.isChecked()).to.equal(false);
    await choice.check();
    await page.keyboard.press('j');
    expect(await focusedRow(page)).to.equal(0);
  });

  it('promises nothing without script', async () => {
    await open(false);
    expect(await page.getByText('The keys j and k').isVisible()).to.equal(false);
    expect(await page.locator('tbody tr').count()).to.be.above(3);
  });
});
