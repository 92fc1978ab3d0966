import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';

const PARTNER = { email: 'siri@growers.example', password: 'four words stand together' };
const MANAGER = 'mari@operator.example';

/** What a browser must not say on the way: a broken script, a refused style, a request to another host. */
function watch(page: Page, host: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(`console: ${message.text()}`); });
  page.on('request', (request) => { if (!request.url().startsWith(host) && !request.url().startsWith('data:')) complaints.push(`request to ${request.url()}`); });
}

const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [id, value] of Object.entries(fields)) await page.locator(`main #${id}`).fill(value);
};
/** A click that leads to another page, and that page when it is there. */
async function follow(page: Page, click: Promise<void>, arrival: Promise<unknown>): Promise<void> {
  await Promise.all([arrival, click]);
  await page.waitForLoadState('load');
}
const led = (page: Page, target: ReturnType<Page['locator']>): Promise<void> =>
  follow(page, target.click(), page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()));
const press = (page: Page, name: string): Promise<void> => led(page, page.locator('main').getByRole('button', { name, exact: true }).first());
const open = (page: Page, name: string | RegExp): Promise<void> => led(page, page.locator('main').getByRole('link', { name }).first());
const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
const mainText = (page: Page): Promise<string> => page.locator('main').innerText();

describe('the whole way in a browser', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let contexts: BrowserContext[];
  let manager: Page;
  let partner: Page;
  const complaints: string[] = [];

  before(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    // The manager's browser runs no script, the partner's is as narrow as a phone.
    contexts = await Promise.all([
      browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }),
      browser.newContext({ viewport: { width: 360, height: 740 } }),
    ]);
    [manager, partner] = await Promise.all(contexts.map((context) => context.newPage())) as [Page, Page];
    for (const page of [manager, partner]) watch(page, app.url, complaints);
    await app.services.accounts.createVerifiedAccount({
      email: MANAGER, name: 'Mari Moe', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Operator', kind: 'operator' },
    });
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  async function latestMail(page: Page, subject: RegExp): Promise<void> {
    await app.settle();
    await page.goto(`${app.url}/dev/mail`);
    await open(page, subject);
  }

  it('starts on an empty store with a page that says so', async () => {
    await partner.goto(app.url);
    expect(await mainText(partner)).to.match(/nothing is published|no surplus heat/i);
  });

  it('lets the manager describe a site and a building and publish its heat', async () => {
    await manager.goto(`${app.url}/login`);
    await fill(manager, { email: MANAGER, password: TEST_PASSWORD });
    await press(manager, 'Log in');
    await manager.goto(`${app.url}/sites`);
    await open(manager, 'Describe a site');
    await fill(manager, { name: 'Campus', address: 'Data road 1', latitude: '60.83', longitude: '11.17', pue: '1,2', priceEurPerMwh: '55' });
    await press(manager, 'Save');
    expect(await heading(manager)).to.include('Campus');
    await open(manager, 'New building');
    await fill(manager, {
      name: 'Hall A', installedItKw: '20 000', utilisationValue: '0.7', captureFraction: '0.9', supplyTemperatureC: '50', returnTemperatureC: '40',
      commissioningDate: '2026-01-01', committedKw: '0',
    });
    await press(manager, 'Save');
    expect(await heading(manager)).to.include('Hall A');
    await open(manager, 'Publish');
    await press(manager, 'Publish');
    expect(await mainText(manager)).to.include('Published');
  });

  it('lets a partner sign up on a phone and confirm by the mailed link', async () => {
    await partner.goto(app.url);
    expect(await mainText(partner)).to.include('Hall A');
    await led(partner, partner.getByRole('link', { name: /Sign up/ }).first());
    await fill(partner, { organisationName: 'Lakeside growers', name: 'Siri Lie', email: PARTNER.email, password: PARTNER.password });
    await partner.locator('main input[value="industry"]').check();
    await press(partner, 'Sign up');
    await latestMail(partner, /Confirm your e-mail/);
    await led(partner, partner.locator('pre a[href*="/verify-email/"]'));
    await press(partner, 'Yes, this is my address');
    await partner.goto(`${app.url}/login`);
    await fill(partner, PARTNER);
    await press(partner, 'Log in');
    expect(new URL(partner.url()).pathname).to.equal('/demands');
  });

  it('gives a rejected form back filled in, with the focus on what is wrong', async () => {
    await open(partner, 'Register a heat demand');
    await open(partner, 'Greenhouse');
    await fill(partner, {
      name: 'Lakeside glass', address: 'Lake road 3', latitude: '60.82', longitude: '11.19', annualDemandMwh: 'much', startDate: '2027-09-01', heatCostEurPerMwh: '85',
    });
    await press(partner, 'Submit');
    expect(await partner.locator('#error-summary').innerText()).to.include('much');
    expect(await partner.evaluate('document.activeElement.id')).to.equal('error-summary');
    expect(await partner.locator('#name').inputValue()).to.equal('Lakeside glass');
  });

  it('takes the mended demand and shows the match when it is worked out', async () => {
    await fill(partner, { annualDemandMwh: '6500' });
    await press(partner, 'Submit');
    expect(await mainText(partner)).to.include('The heat demand is submitted');
    await app.settle();
    await partner.goto(`${app.url}/matches`);
    await open(partner, 'Lakeside glass');
    const text = await mainText(partner);
    expect(text).to.include('Three ways to connect').and.include('Hall A').and.match(/EUR\/MWh/);
    expect(text).to.not.include('Shortlist');
  });

  it('lets the manager shortlist and invite', async () => {
    await manager.goto(`${app.url}/matches`);
    await open(manager, 'Lakeside glass');
    await press(manager, 'Shortlist');
    expect(await mainText(manager)).to.include('Shortlisted');
    await manager.locator('summary', { hasText: 'Invite the partner' }).click();
    const form = manager.locator('form', { has: manager.locator('input[value="invite"]') });
    await form.locator('textarea').first().fill('We would like to talk about glass and heat.');
    await led(manager, form.getByRole('button', { name: 'Invite the partner' }));
    expect(await mainText(manager)).to.include('Invited');
  });

  it('mails the invitation, whose link leads to the answer', async () => {
    await latestMail(partner, /Surplus heat for Lakeside glass/);
    expect(await mainText(partner)).to.include('We would like to talk about glass and heat.');
    await led(partner, partner.locator('pre a[href*="/matches/"]').first());
    await partner.locator('summary', { hasText: 'We are interested' }).click();
    await led(partner, partner.locator('form', { has: partner.locator('input[value="interested"]') }).getByRole('button'));
    expect(await mainText(partner)).to.match(/you are interested/i);
  });

  it('shows the answer to the manager, on the page and by mail', async () => {
    await manager.goto(`${app.url}/matches`);
    expect(await mainText(manager)).to.include('Interested');
    await latestMail(manager, /Lakeside growers is interested/);
    await led(manager, manager.locator('pre a[href*="/matches/"]').first());
    expect(await mainText(manager)).to.include('Record the agreement');
  });

  it('never complains: no script error, nothing refused by the security policy, no request to another host', () => {
    expect(complaints).to.deep.equal([]);
  });
});
