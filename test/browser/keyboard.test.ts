import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { savedBuilding, savedSite } from '../features/supply/supply-fixture.js';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';

const MOST_TABS = 150;
const PARTNER = 'siri@keys.example';
const MANAGER = 'mari@keys.example';

/** What has the focus, as somebody would name it: its label or its words. */
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  return { tag: element.tagName, name: (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).replace(/\\s+/g, ' ').trim() };
})()`;
interface Focused { readonly tag: string; readonly name: string }
const focused = (page: Page): Promise<Focused> => page.evaluate(FOCUSED);

/** Tabs on until the focus is on what is called so: no pointer, no script that sets the focus. */
async function reach(page: Page, name: RegExp, tags: readonly string[] = ['A', 'BUTTON', 'SUMMARY', 'INPUT', 'SELECT', 'TEXTAREA']): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (tags.includes(at.tag) && name.test(at.name)) return;
    passed.push(`${at.tag} ${at.name.slice(0, 30)}`);
  }
  throw new Error(`${name} cannot be reached on ${page.url()}; passed ${[...new Set(passed)].join(' | ')}`);
}
const type = async (page: Page, name: RegExp, text: string): Promise<void> => {
  await reach(page, name, ['INPUT', 'TEXTAREA']);
  await page.keyboard.type(text);
};
async function follow(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()), page.keyboard.press('Enter')]);
  await page.waitForLoadState('load');
}
const go = async (page: Page, name: RegExp, tags = ['A', 'BUTTON']): Promise<void> => {
  await reach(page, name, tags);
  await follow(page);
};
const mainText = (page: Page): Promise<string> => page.locator('main').innerText();

describe('the main way by keyboard alone', function () {
  this.timeout(120_000);
  let app: TestApp;
  let browser: Browser;
  let partner: Page;
  let manager: Page;

  before(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    const people = [[PARTNER, 'partner', { name: 'Lakeside growers', kind: 'industry' }], [MANAGER, 'manager', { name: 'Operator', kind: 'operator' }]] as const;
    const [, user] = await Promise.all(people.map(([email, role, organisation]) =>
      app.services.accounts.createVerifiedAccount({ email, name: `Sam ${role}`, password: TEST_PASSWORD, role, organisation })));
    if (user === undefined) throw new Error('no manager');
    await savedBuilding(app, user, { siteId: await savedSite(app, user) });
    [partner, manager] = await Promise.all([1, 2].map(async () =>
      (await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })).newPage())) as [Page, Page];
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  async function logIn(page: Page, email: string): Promise<void> {
    await page.goto(app.url);
    await go(page, /^Log in$/);
    await type(page, /^E-mail/, email);
    await type(page, /^Password/, TEST_PASSWORD);
    await follow(page);
  }

  it('begins with a link that leads past the navigation', async () => {
    await partner.goto(app.url);
    await partner.keyboard.press('Tab');
    expect((await focused(partner)).name).to.equal('Skip to content');
    await partner.keyboard.press('Enter');
    await partner.keyboard.press('Tab');
    expect(await partner.evaluate("document.querySelector('main').contains(document.activeElement)")).to.equal(true);
  });

  it('lets a partner log in and register a heat demand, led from the summary of errors to what is missing', async () => {
    await logIn(partner, PARTNER);
    await go(partner, /Register a heat demand/);
    await go(partner, /Greenhouse/);
    for (const [name, text] of [
      [/^Name of this demand/, 'Lakeside glass'], [/^Address/, 'Lake road 3'], [/^Latitude/, '60.82'], [/^Longitude/, '11.19'], [/^Needed from/, '01092027'],
      [/^Cost of the heat/, '85'],
    ] as const) await type(partner, name, text);
    await go(partner, /^Submit$/);
    expect((await focused(partner)).name).to.include('Please check these answers');
    await reach(partner, /heat of a year/i, ['A']);
    await partner.keyboard.press('Enter');
    expect(await focused(partner)).to.include({ tag: 'INPUT' });
    await partner.keyboard.type('6500');
    await go(partner, /^Submit$/);
    expect(await mainText(partner)).to.include('The heat demand is submitted');
    await app.settle();
  });

  it('lets the manager log in, shortlist the match and invite', async () => {
    await logIn(manager, MANAGER);
    if (!manager.url().endsWith('/matches')) await go(manager, /^Matches$/);
    await go(manager, /Lakeside glass/);
    await go(manager, /^Shortlist$/, ['BUTTON']);
    await reach(manager, /^Invite the partner/, ['SUMMARY']);
    await manager.keyboard.press('Enter');
    await type(manager, /./, 'We would like to talk about glass and heat.');
    await go(manager, /^Invite the partner/, ['BUTTON']);
    expect(await mainText(manager)).to.include('Invited');
  });

  it('lets the partner answer, and the manager record the agreement', async () => {
    await go(partner, /^Matches$/);
    await go(partner, /Lakeside glass/);
    await reach(partner, /^We are interested/, ['SUMMARY']);
    await partner.keyboard.press('Enter');
    await go(partner, /interested/i, ['BUTTON']);
    expect(await mainText(partner)).to.match(/you are interested/i);
    await manager.reload();
    await reach(manager, /^Record the agreement/, ['SUMMARY', 'BUTTON']);
    await manager.keyboard.press('Enter');
    await type(manager, /./, 'Signed on paper.');
    await go(manager, /^Record the agreement/, ['BUTTON']);
    expect(await mainText(manager)).to.include('Agreed');
  });
});
