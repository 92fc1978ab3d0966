import { expect } from 'chai';
import { LANGUAGE_NAMES } from '../../server/shared/language.js';
import { aBuildingDraft, aSiteDraft } from '../features/supply/supply-fixture.js';
import { aDemand } from '../support/builders.js';
import { startTestApp, type Agent, type SignedInAgent, type TestApp } from '../support/app.js';
import { pageTexts } from '../support/page-texts.js';
import { testTranslations } from '../support/translations.js';
import { textsOf } from './locale-texts.js';
import { TRANSLATED_PAGES } from './translated-pages.js';

const OPEN = '⟦';
const CLOSE = '⟧';

/** What people entered: names and addresses of this test; what programs call things. */
const ENTERED = /[\w.+-]+@example\.org|\b(?:partner|manager|verifier|admin) \d+|Site operator|Pike (?:Hatchery|Campus|Hall|Glasshouse|Kiln|Plan)|Lakeside|Vangsvegen 1, 2317 Hamar|\bk?m\b|heat stores|Skien 2018|https?:\/\/\S+|\S+ process \d+|out of luck|\bnameless\b|organisation-invitation|(?:^|\d )[sKt]$|\de-\d$|heatmatch (?:allocate|match export [0-9a-f]{24}|evaluate)/g;
/** What only the model says, in its English, and marked as such. */
const MARKED_ENGLISH = /<(\w+)\b[^>]*\slang="en"[^>]*>[^<]*<\/\1>/g;
/** Names that no language changes, units, months of dates. */
const DATA = [
  'Heatmatch', 'CSV', 'XLSX', ...Object.values(LANGUAGE_NAMES), ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  'Jan', 'Feb', 'Mar', 'Apr', 'Jun', 'Jul', 'Aug', 'Sep', 'Sept', 'Oct', 'Nov', 'Dec', 'MWh', 'GWh', 'kW', 'MW', 'MEUR', 'EUR', 'EUR/t', '°C', '°N', 'kg CO2',
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

/** A match that pays and one that cannot be connected. */
async function findMatches(app: TestApp, { user }: SignedInAgent): Promise<Readonly<Record<string, string>>> {
  await aDemand(1).with({ name: 'Pike Glasshouse', routeLengthM: 600 }).submitted(app, user);
  await aDemand(2).with({ name: 'Pike Kiln', routeLengthM: 600, flowTemperatureC: 130, returnTemperatureC: 90 }).submitted(app, user);
  await app.settle();
  const { matches } = await app.services.matching.list({ limit: 10 });
  const idOf = (name: string): string => matches.find(({ demandName }) => demandName === name)?.id ?? '';
  const demandId = matches.find(({ demandName }) => demandName === 'Pike Glasshouse')?.demandId ?? '';
  return { ':match': idOf('Pike Glasshouse'), ':hopeless': idOf('Pike Kiln'), ':demand': demandId };
}

/** Plans in the states that a page shows otherwise: made, impossible, stopped, waiting for its turn. */
async function makePlans(app: TestApp, { user }: SignedInAgent, ids: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const { plans } = app.services;
  const { ':site': siteId = '', ':building': buildingId = '', ':match': matchId = '', ':demand': demandId = '' } = ids;
  const weights = { npv: 1, co2EurPerTonne: 0, heatEurPerMwh: 0 };
  const free = { name: 'Pike Plan', objective: 'npv', weights, budgetEur: null, minimumResearchShare: 0, gap: 0.02, timeLimitSeconds: 30, pins: [] } as const;
  const pinned = { ...free, pins: [{ matchId, demandId, buildingId, pin: 'in' }] } as const;
  const plan = await plans.request(user, siteId, pinned);
  const refused = await plans.request(user, siteId, { ...pinned, budgetEur: 1000 });
  await app.settle();
  const stopped = await plans.request(user, siteId, free);
  await plans.stop(user, stopped.id);
  const waiting = await plans.request(user, siteId, { ...free, objective: 'mix' });
  return { ':plan': plan.id, ':refused': refused.id, ':stopped': stopped.id, ':waiting': waiting.id };
}

/** Background work and mails in every state that a page shows. */
async function fillQueues({ services: { connection } }: TestApp): Promise<Readonly<Record<string, string>>> {
  const [now, soon] = [new Date(), new Date(Date.now() + 3_600_000)];
  const cancelled = { cancelledAt: now, cancelledBy: 'admin 1' };
  const ended = { nextRunAt: null, lastFinishedAt: now };
  const job = (scope: string, fields: object) => ({
    name: 'rescore', data: { payload: { scope } }, repeatInterval: null, nextRunAt: soon, lockedAt: null, lastRunAt: now, failCount: 1, failReason: 'out of luck',
    progress: 0.5, lastModifiedBy: 'host process 1/1', ...fields,
  });
  const { insertedIds } = await connection.collection('jobs').insertMany([
    job('demand:1', {}), job('all', { repeatInterval: 30 }), job('site:1', { lockedAt: soon, name: 'nameless' }), job('plan:1', { lockedAt: soon, ...cancelled }),
    job('building:1', ended), job('all', { ...ended, disabled: true, ...cancelled }),
  ]);
  const mails = connection.collection('mails');
  const { _id: kept, ...mail } = await mails.findOne({ template: 'organisation-invitation' }) ?? {};
  const { insertedId: failed } = await mails.insertOne({ ...mail, idempotencyKey: 'again', state: 'failed', lastError: 'out of luck' });
  return { ':job': String(insertedIds[0]), ':mail': String(kept), ':failed': String(failed) };
}

/** Far enough for a first answer. */
async function answerGuide(agent: Agent): Promise<void> {
  const answers = { use: { use: 'greenhouse' }, amount: { annualDemandMwh: 900 }, temperature: {}, today: { heatCostEurPerMwh: 70 } };
  for (const [step, fields] of Object.entries(answers)) await agent.submit(`/guide/${step}`, fields, { action: `/guide/${step}` });
}

async function openPages(agent: Agent, language: string, ids: Readonly<Record<string, string>>, paths: readonly string[], check: (path: string, html: string) => void) {
  for (const path of paths) {
    const page = await agent.get(path.replace(/:\w+/g, (name) => ids[name] ?? name), { 'accept-language': language });
    check(path, page.text);
  }
}

async function openAll(app: TestApp, language: string, check: (path: string, html: string) => void): Promise<void> {
  const manager = await app.signIn('manager', 'Site operator');
  const site = { ...await describeSite(app, manager), ...await findMatches(app, await app.signIn('partner', 'Pike Hatchery')) };
  const ids = { ...site, ...await makePlans(app, manager, site) };
  for (const [role, paths] of TRANSLATED_PAGES) {
    const signedIn = role === null ? null : await app.signIn(role, role === 'partner' ? 'Pike Hatchery' : 'Site operator');
    const agent: Agent = signedIn ?? app.agent();
    if (role === 'partner') await invite(agent, '/organisation', { email: 'colleague@example.org' });
    if (role === 'partner') await answerGuide(agent);
    if (role === 'admin') await invite(agent, '/admin/users', { email: 'verifier@example.org', staffRole: 'verifier' });
    if (role === 'admin') await app.settle();
    const queued = role === 'admin' ? await fillQueues(app) : {};
    await openPages(agent, language, { ...ids, ...queued, ':user': signedIn?.user.id ?? '' }, paths, check);
  }
}

describe('pages that are translated', function () {
  this.timeout(60_000);

  context('with every text of the locale files in brackets', () => {
    it('show no word outside of them', async () => {
      const app = await startTestApp({ translations: testTranslations({ change: wrapped }) });
      const found: string[] = [];
      await openAll(app, 'en', (path, html) => {
        found.push(...pageTexts(html.replace(MARKED_ENGLISH, '')).filter((text) => /\p{L}/u.test(outside(text))).map((text) => `${path}: ${text}`));
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
      // A mail is in the language of its recipient, also where its subject stands in a list.
      const english = new Set([...textsOf('en')].filter(([key, text]) => !key.startsWith('mail:') && text !== norwegian.get(key) && !same.has(text)).map(([, text]) => text));
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
