import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../server/shared/current-user.js';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { launchBrowser, logInAt } from '../support/browser.js';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const VIEWS = (['en-GB', 'nb-NO'] as const).flatMap((locale) => ([360, 1280] as const)
  .flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ locale, width, theme }))));

const PAGES: readonly (readonly [role: Role | null, paths: readonly string[]])[] = [
  [null, ['/', '/surplus', '/guide/use', '/guide/amount', '/guide/place', '/map', '/login', '/sign-up', '/forgotten-password', '/nowhere', '/dev/mail', '/styleguide']],
  ['partner', ['/demands', '/demands/new', '/demands/new?use=greenhouse', '/demands/:demand', '/demands/:demand/edit', '/demands/:demand/versions/1', '/demands/:demand/withdraw', '/guide/today', '/matches', '/organisation', '/account']],
  ['manager', ['/desk', '/board', '/map', '/sites', '/sites/new', '/sites/:site', '/buildings/:building', '/buildings/:building/unpublish', '/sites/:site/edit', '/sites/:site/buildings/new', '/matches', '/matches/:match', '/matches/compare?id=:match&id=:second', '/matches/:match/what-if', '/matches/:match/certainty', '/matches/stability', '/matches/decide?id=:match&id=:second', '/buildings/:building/edit', '/admin/jobs', '/plan']],
  ['verifier', ['/audit', '/demands', '/desk', '/board', '/matches']],
  ['admin', ['/admin/mails', '/admin/users', '/admin/jobs']],
];

describe('every page, checked by axe against WCAG 2.2 AA', function () {
  this.timeout(180_000);
  let app: TestApp;
  let browser: Browser;
  const ids = new Map<string, string>();

  before(async () => {
    app = await startTestApp({ seedExample: true });
    browser = await launchBrowser();
    await app.settle();
    for (const [role] of PAGES) {
      if (role === null) continue;
      await app.services.accounts.createVerifiedAccount({
        email: `${role}@axe.example`, name: `Sam ${role}`, password: TEST_PASSWORD, role,
        organisation: role === 'partner' ? { name: 'Example greenhouse growers', kind: 'industry' } : { name: 'Example data centre operator', kind: 'operator' },
      });
    }
    const { matches: [best, second] } = await app.services.matching.list({ limit: 2 });
    const own = (await app.services.demand.submitted()).find(({ use }) => use === 'greenhouse');
    for (const [name, id] of Object.entries({ site: best?.siteId, building: best?.buildingId, match: best?.id, second: second?.id, demand: own?.demandId })) ids.set(`:${name}`, id ?? 'missing');
  });
  after(async () => {
    await browser.close();
    await app.stop();
  });

  const filled = (path: string): string => path.replace(/:\w+/g, (name) => ids.get(name) ?? name);

  async function open(role: Role | null, { locale, width, theme }: (typeof VIEWS)[number]): Promise<Page> {
    const context = await browser.newContext({ locale, colorScheme: theme, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    if (role === null) return page;
    await logInAt(page, app.url, `${role}@axe.example`);
    return page;
  }

  for (const [role, paths] of PAGES) {
    for (const view of VIEWS) {
      it(`finds nothing as ${role ?? 'a visitor'}, ${view.locale}, ${view.width} px wide, ${view.theme}; nothing is wider than the screen`, async () => {
        const page = await open(role, view);
        const found: string[] = [];
        for (const path of paths) {
          const answer = await page.goto(app.url + filled(path));
          if (answer?.status() !== (path === '/nowhere' ? 404 : 200)) found.push(`${path}: ${answer?.status()}`);
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
          found.push(...violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`));
          if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')) found.push(`${path}: wider than the screen`);
        }
        await page.context().close();
        expect(found).to.deep.equal([]);
      });
    }
  }
});
