import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../server/shared/current-user.js';
import { savedBuilding, savedSite } from '../features/supply/supply-fixture.js';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt } from '../support/browser.js';
import { aDemand } from '../support/builders.js';

/** Wider than a phone, without a space in it to break at. */
const LONG = 'Spillvarmegjenvinningsanleggskonsesjonssøknadsbehandlingskontoret';
const MANY = 10_000;
const PHONE = { width: 360, height: 800 };

const PAGES: Readonly<Record<Role, readonly string[]>> = {
  partner: ['/demands', '/demands/:demand', '/demands/:demand/edit', '/demands/:demand/withdraw', '/matches', '/matches/:match', '/matches/:match/what-if', '/organisation', '/account'],
  manager: [
    '/', '/surplus', '/sites', '/sites/:site', '/sites/:site/edit', '/buildings/:building', '/buildings/:building/unpublish', '/demands',
    '/matches', '/matches/:match', '/matches/:match/what-if', '/matches/:match/certainty', '/matches/stability', '/matches/decide?id=:match', '/desk', '/board', '/plan',
  ],
  verifier: ['/audit'],
  admin: ['/admin/users', '/admin/mails', '/admin/jobs'],
};

describe('edge states on a phone', function () {
  this.timeout(180_000);
  let app: TestApp;
  let browser: Browser;
  const ids = new Map<string, string>();

  before(async () => {
    app = await startTestApp();
    browser = await launchBrowser();
    const partner = await app.signIn('partner', LONG);
    const manager = await app.signIn('manager');
    const siteId = await savedSite(app, manager.user, { name: `Site${LONG}`, place: { latitude: 60.83, longitude: 11.17, address: LONG } });
    const buildingId = await savedBuilding(app, manager.user, { siteId }, { name: `Hall${LONG}` });
    const { demandId } = await aDemand().with({ name: `Demand${LONG}` }).submitted(app, partner.user);
    await app.settle();
    const { matches: [match] } = await app.services.matching.list({ limit: 1 });
    for (const [name, id] of Object.entries({ site: siteId, building: buildingId, demand: demandId, match: match?.id ?? 'missing' })) ids.set(`:${name}`, id);
    for (const role of Object.keys(PAGES) as Role[]) {
      await app.services.accounts.createVerifiedAccount({
        email: `${role}@edge.example`, name: `Name${LONG}`, password: TEST_PASSWORD, role,
        organisation: role === 'partner' ? { name: LONG, kind: 'industry' } : { name: `Operator${LONG}`, kind: 'operator' },
      });
    }
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  async function open(role: Role): Promise<Page> {
    const page = await (await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' })).newPage();
    await logInAt(page, app.url, `${role}@edge.example`);
    return page;
  }

  for (const role of Object.keys(PAGES) as Role[]) {
    it(`names of ${LONG.length} letters without a space make no page of a ${role} wider than the screen, nor cut off`, async () => {
      const page = await open(role);
      const wrong: string[] = [];
      // What is scrolled or moved within a frame of its own may be wider: tables, charts, a map's panes.
      for (const path of PAGES[role]) {
        const answer = await page.goto(app.url + path.replace(/:\w+/g, (name) => ids.get(name) ?? name));
        if (answer?.status() !== 200) wrong.push(`${path}: ${answer?.status()}`);
        const wider = await page.evaluate<string[]>(`[...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1
          && node.closest('.table-wrap, .chart, pre, .visually-hidden, .skip-link, .leaflet-pane, svg, option, select') === null).slice(0, 3).map((node) => node.tagName + '.' + node.className)`);
        if (wider.length > 0) wrong.push(`${path}: ${wider.join(', ')}`);
        if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) wrong.push(`${path}: scrolls sideways`);
      }
      await page.context().close();
      expect(wrong).to.deep.equal([]);
    });
  }

  it(`shows ${MANY} mails page by page`, async () => {
    const mails = app.services.connection.collection('mails');
    await mails.deleteMany({});
    await mails.insertMany(Array.from({ length: MANY }, (_, index) => ({
      idempotencyKey: `many-${index}`, to: `${LONG}@example.org`, subject: `Mail ${index}`, template: 'new-match', text: '', html: '', secrets: [],
      messageId: `<${index}@example.org>`, state: 'sent', attempts: 1, createdAt: new Date(Date.UTC(2026, 0, 1) + index * 1000), sentAt: new Date(Date.UTC(2026, 0, 2)),
      nextAttemptAt: null, lastError: null, pendingEvents: [],
    })));
    const page = await open('admin');
    await page.goto(`${app.url}/admin/mails`);
    const shown = await page.locator('main tbody tr').count();
    expect(shown).to.be.within(1, 100);
    expect(await page.locator('.pager').innerText()).to.include(`of ${MANY / shown}`);
    expect(await page.locator('main tbody th').first().innerText()).to.include(`Mail ${MANY - 1}`);
    await page.locator('.pager').getByRole('link', { name: 'Older' }).click();
    expect(await page.locator('main tbody th').first().innerText()).to.include(`Mail ${MANY - 1 - shown}`);
    await page.context().close();
  });
  it('shows the one row there is without pages', async () => {
    const page = await open('manager');
    await page.goto(`${app.url}/matches`);
    expect(await page.locator('main tbody tr').count()).to.equal(1);
    expect(await page.locator('.pager').count()).to.equal(0);
    await page.context().close();
  });

  it(`shows ${MANY} matches page by page, and the best of them on the board and the desk`, async () => {
    const matches = app.services.connection.collection('matches');
    const { _id: first, ...one } = await matches.findOne({}) ?? {};
    expect(first).not.to.equal(undefined);
    await matches.insertMany(Array.from({ length: MANY - 1 }, (_, index) => ({ ...one, demandId: `many-${index}`, demandName: `Demand ${index}` })));
    const page = await open('manager');
    await page.goto(`${app.url}/matches`);
    expect(await page.locator('main tbody tr').count()).to.equal(50);
    expect(await page.locator('.pager').innerText()).to.include('of 200');
    await page.locator('.pager').getByRole('link', { name: 'Next' }).click();
    expect(await page.locator('main tbody td').first().innerText()).to.include('51');
    await page.goto(`${app.url}/board`);
    expect(await page.locator('main').innerText()).to.include('10\u202f000');
    expect(await page.locator('main article, main .card, main li').count()).to.be.below(100);
    await page.goto(`${app.url}/desk`);
    expect(await page.locator('main').innerText()).to.include('10\u202f000');
    await page.context().close();
  });
});
