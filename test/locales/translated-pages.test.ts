import { expect } from 'chai';
import { LANGUAGE_NAMES } from '../../server/shared/language.js';
import { aBuildingDraft, aSiteDraft } from '../features/supply/supply-fixture.js';
import { startTestApp, type Agent, type SignedInAgent, type TestApp } from '../support/app.js';
import { pageTexts } from '../support/page-texts.js';
import { testTranslations } from '../support/translations.js';
import { textsOf } from './locale-texts.js';
import { TRANSLATED_PAGES } from './translated-pages.js';

const OPEN = '⟦';
const CLOSE = '⟧';

/** What people entered: names and addresses of this test. */
const ENTERED = /[\w.+-]+@example\.org|\b(?:partner|manager|verifier|admin) \d+|Site operator|Pike (?:Hatchery|Campus|Hall)|Lakeside|heat stores|Skien 2018/g;
/** Names that no language changes, units, months of dates. */
const DATA = [
  'Heatmatch', ...Object.values(LANGUAGE_NAMES), ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  'Jan', 'Feb', 'Mar', 'Apr', 'Jun', 'Jul', 'Aug', 'Sep', 'Sept', 'Oct', 'Nov', 'Dec', 'MWh', 'GWh', 'kW', 'MW', 'MEUR', 'EUR', '°C', 'kg CO2',
].sort((one, other) => other.length - one.length);

/** A link inside a text has brackets of its own. */
const wrapped = (text: string): string => `${OPEN}${text.replaceAll('[', `${CLOSE}[${OPEN}`).replaceAll(']', `${CLOSE}]${OPEN}`)}${CLOSE}`;

/** Takes what is wrapped out, from the inside: a text may be filled in with another. */
function outside(text: string): string {
  const left = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  return left === text ? DATA.reduce((rest, data) => rest.replaceAll(data, ' '), text.replace(ENTERED, ' ')) : outside(left);
}

const invite = async (agent: Agent, path: string, fields: Readonly<Record<string, string>>): Promise<void> => { await agent.submit(path, fields, { action: 'invitations' }); };

/** A site with a published building and one that is not, as a manager describes them. */
async function describeSite({ services: { supply } }: TestApp, { user }: SignedInAgent): Promise<Readonly<Record<string, string>>> {
  const place = { latitude: 60.83, longitude: 11.17, address: 'Lakeside 1' };
  const { current: { siteId } } = await supply.saveSite(user, supply.newReference(), aSiteDraft({ name: 'Pike Campus', place, researchTopics: ['heat stores'] }));
  const ids = await Promise.all([1, 2].map(async (hall) => {
    const { current: { buildingId }, revision } = await supply.saveBuilding(user, supply.newReference(), siteId, aBuildingDraft({ name: `Pike Hall ${hall}` }));
    if (hall === 1) await supply.setPublished(user, { id: buildingId, revision }, true);
    return buildingId;
  }));
  return { ':site': siteId, ':building': ids[0] ?? '', ':draft': ids[1] ?? '' };
}

async function openAll(app: TestApp, language: string, check: (path: string, html: string) => void): Promise<void> {
  const ids = await describeSite(app, await app.signIn('manager', 'Site operator'));
  for (const [role, paths] of TRANSLATED_PAGES) {
    const signedIn = role === null ? null : await app.signIn(role, role === 'partner' ? 'Pike Hatchery' : 'Site operator');
    const agent: Agent = signedIn ?? app.agent();
    if (role === 'partner') await invite(agent, '/organisation', { email: 'colleague@example.org' });
    if (role === 'admin') await invite(agent, '/admin/users', { email: 'verifier@example.org', staffRole: 'verifier' });
    for (const path of paths) {
      const page = await agent.get(path.replace(/:\w+/g, (name) => (name === ':user' ? signedIn?.user.id : ids[name]) ?? name), { 'accept-language': language });
      check(path, page.text);
    }
  }
}

describe('pages that are translated', function () {
  this.timeout(60_000);

  context('with every text of the locale files in brackets', () => {
    it('show no word outside of them', async () => {
      const app = await startTestApp({ translations: testTranslations({ change: wrapped }) });
      const found: string[] = [];
      await openAll(app, 'en', (path, html) => {
        found.push(...pageTexts(html).filter((text) => /\p{L}/u.test(outside(text))).map((text) => `${path}: ${text}`));
      });
      await app.stop();
      expect(found).to.deep.equal([]);
    });
  });

  context('in Norwegian', () => {
    it('say so and show no text that is English', async () => {
      const app = await startTestApp();
      const norwegian = textsOf('nb');
      const same = new Set(norwegian.values());
      const english = new Set([...textsOf('en')].filter(([key, text]) => text !== norwegian.get(key) && !same.has(text)).map(([, text]) => text));
      const found: string[] = [];
      await openAll(app, 'nb-NO,nb;q=0.9,en;q=0.5', (path, html) => {
        if (!html.includes('<html lang="nb">')) found.push(`${path}: not marked as Norwegian`);
        found.push(...pageTexts(html).filter((text) => english.has(text)).map((text) => `${path}: ${text}`));
      });
      await app.stop();
      expect(found).to.deep.equal([]);
    });
  });
});
