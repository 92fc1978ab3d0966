import { expect } from 'chai';
import type { FeasibleResult } from '../../../server/engineering/index.js';
import type { MatchSummary } from '../../../server/features/matching/index.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand } from '../../support/builders.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { decodeEntities } from '../../support/html-form.js';
import { aBuildingDraft, aSiteDraft } from '../supply/supply-fixture.js';

const words = (html: string): string => decodeEntities(html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ');
const figure = (html: string, label: string): string => new RegExp(`figure-value">([^<]+)</p><p class="figure-label">[^<]*${label}`).exec(html)?.[1]?.replace(/[\u00a0\u202f]/g, ' ') ?? '';
const grouped = (value: number): string => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(value).replaceAll(',', ' ');
const feasible = ({ result }: MatchSummary): FeasibleResult => result as FeasibleResult;

describe('GET /desk', function () {
  this.timeout(60_000);
  let app: TestApp;
  let clock: MovableClock;
  let manager: SignedInAgent;
  let partner: SignedInAgent;
  beforeEach(async () => {
    clock = movableClock();
    app = await startTestApp({ seedExample: true, clock });
    [manager, partner] = [await app.signIn('manager'), await app.signIn('partner', 'Growers')];
    await aDemand(1).with({ name: 'Cucumbers', latitude: 60.83, longitude: 11.18 }).submitted(app, partner.user);
    await app.settle();
  });
  afterEach(() => app.stop());

  const best = async (): Promise<MatchSummary> => {
    const { matches: [match] } = await app.services.matching.list({ organisationId: partner.user.organisationId ?? '', feasible: true, sort: 'score', descending: true });
    if (match === undefined) throw new Error('no match');
    return match;
  };
  const agree = async (match: MatchSummary): Promise<void> => {
    const { review } = app.services;
    await review.decide(manager.user, match.id, { action: 'invite' });
    await review.decide(partner.user, match.id, { action: 'interested', reason: 'From March on' });
    await review.decide(manager.user, match.id, { action: 'agree' });
  };

  it('is for the site\'s people and stands in their navigation', async () => {
    expect((await partner.get('/desk')).status).to.equal(403);
    expect((await app.agent().get('/desk')).location).to.equal('/login');
    for (const role of ['verifier', 'admin'] as const) expect((await (await app.signIn(role)).get('/desk')).status, role).to.equal(200);
    expect((await manager.get('/desk')).text).to.include('<a href="/desk" aria-current="page">Desk</a>');
    expect((await partner.get('/matches')).text).to.not.include('href="/desk"');
  });

  it('adds up what is free now, and lists it by building', async () => {
    const { sites } = await app.services.supply.surplus();
    const buildings = sites.flatMap((site) => site.buildings);
    const freeMw = buildings.reduce((sum, { nowKw }) => sum + nowKw.free, 0) / 1000;
    const { text } = await manager.get('/desk');
    expect(figure(text, 'heat free now')).to.equal(`${freeMw.toFixed(freeMw >= 10 ? 1 : 2)} MW`);
    for (const { building, nowKw } of buildings) expect(words(text)).to.match(new RegExp(`${building.name} .*${(nowKw.free / 1000).toFixed(1)}`));
  });

  it('counts heat, CO2 and energy reuse of what is agreed, and says what is in talks', async () => {
    const before = (await manager.get('/desk')).text;
    expect([figure(before, 'a year committed'), figure(before, 'ERF'), figure(before, 'CO2 avoided')]).to.deep.equal(['0 MWh', '0.0 %', '0 t']);
    const match = await best();
    await app.services.review.decide(manager.user, match.id, { action: 'invite' });
    await app.services.review.decide(partner.user, match.id, { action: 'interested' });
    expect(words((await manager.get('/desk')).text)).to.include(`${grouped(feasible(match).annual.deliveredMwh)} MWh more with 1 interested partner`);
    await app.services.review.decide(manager.user, match.id, { action: 'agree' });
    const { text } = await manager.get('/desk');
    expect(figure(text, 'a year committed')).to.equal(`${grouped(feasible(match).annual.deliveredMwh)} MWh`);
    expect(figure(text, 'CO2 avoided')).to.equal(`${grouped(feasible(match).emissions.avoidedTonnesPerYear)} t`);
    const [reached, potential] = [Number.parseFloat(figure(text, 'ERF')), Number(/of at most ([\d.]+) % with all matches, in \d{4}/.exec(words(text))?.[1])];
    // One of three buildings: the factor of all is less than that of the match by itself.
    expect(reached).to.be.above(0).and.below(feasible(match).energyReuse.erf * 100);
    expect(potential).to.be.above(reached).and.at.most(100);
  });

  it('says what waits, most urgent first, each with the way into the filtered list', async () => {
    const match = await best();
    const { text } = await manager.get('/desk');
    expect(words(text)).to.include('Waiting for me New matches Shortlist, invite or decline');
    const { total } = await app.services.matching.list({ states: ['proposed'], feasible: true, limit: 1 });
    const link = new RegExp(`<a href="([^"]+)">Open all ${total} in the list`).exec(text)?.[1] ?? '';
    expect(decodeEntities(link)).to.equal('/matches?state=proposed&feasible=yes');
    expect(words((await manager.get(decodeEntities(link))).text)).to.include(`${total} matches`);
    await app.services.review.decide(manager.user, match.id, { action: 'invite' });
    await app.services.review.decide(partner.user, match.id, { action: 'interested' });
    const asked = (await manager.get('/desk')).text;
    expect(words(asked)).to.include('Waiting for me Partners who are interested Record the agreement, or decline. Open the one in the list');
    expect(asked).to.include('href="/matches?state&#x3D;interested"').and.include(`<a href="/matches/${match.id}">Cucumbers</a>`);
    expect(words((await (await app.signIn('verifier')).get('/desk')).text)).to.include('Waiting for the facility managers').and.not.include('Record the agreement');
  });

  context('a second visit', () => {
    it('tells what others did since the one before, and keeps it while the page is loaded again', async () => {
      expect(words((await manager.get('/desk')).text)).to.include('This is your first visit.');
      clock.advance({ minutes: 5 });
      await agree(await best());
      clock.advance({ minutes: 5 });
      expect(words((await manager.get('/desk')).text)).to.include('This is your first visit.');
      clock.advance({ hours: 1 });
      expect(words((await manager.get('/desk')).text)).to.include('Nothing has changed.');

      clock.advance({ minutes: 10 });
      const match = (await app.services.matching.list({ states: ['proposed'], feasible: true, limit: 1 })).matches[0]!;
      const other = await app.signIn('manager');
      await app.services.review.decide(other.user, match.id, { action: 'decline', reason: 'The road is being dug up' });
      await app.services.review.decide(manager.user, (await app.services.matching.list({ states: ['proposed'], feasible: true, limit: 1 })).matches[0]!.id, { action: 'shortlist' });
      clock.advance({ hours: 2 });
      for (const visit of ['first', 'again']) {
        const { text } = await manager.get('/desk');
        const news = words(text.slice(text.indexOf('id="news-title"')));
        expect(news, visit).to.include(`${match.demandName} and ${match.buildingName}`).and.include(`${other.user.name} declined it`).and.include('The road is being dug up');
        expect(news, visit).to.not.include('shortlisted it');
        clock.advance({ minutes: 20 });
      }
      clock.advance({ hours: 3 });
      expect(words((await manager.get('/desk')).text)).to.include('Nothing has changed.');
    });
    it('counts what was calculated meanwhile, with a link to it', async () => {
      await manager.get('/desk');
      clock.advance({ hours: 1 });
      await aDemand(2).with({ name: 'Peppers' }).submitted(app, partner.user);
      await app.settle();
      const { text } = await manager.get('/desk');
      const { total } = await app.services.matching.list({ text: 'peppers', limit: 1 });
      expect(words(text)).to.include(`${total} matches are new or came out otherwise`);
      expect(text).to.include('href="/matches?state&#x3D;all&amp;sort&#x3D;updated&amp;dir&#x3D;desc"');
    });
    it('is everybody\'s own', async () => {
      await manager.get('/desk');
      clock.advance({ hours: 1 });
      expect(words((await (await app.signIn('manager')).get('/desk')).text)).to.include('This is your first visit.');
    });
  });

  it('does not add assumed heat to real heat', async () => {
    const before = (await manager.get('/desk')).text;
    expect(words(before)).to.include('Example site near Hamar');
    const { supply } = app.services;
    const { current: { siteId } } = await supply.saveSite(manager.user, supply.newReference(), aSiteDraft({ name: 'Real site' }));
    const { current, revision } = await supply.saveBuilding(manager.user, supply.newReference(), siteId, aBuildingDraft({ name: 'Real hall' }));
    await supply.setPublished(manager.user, { id: current.buildingId, revision }, true);
    await app.settle();
    const section = (html: string): string => words(html.slice(html.indexOf('id="free-title"')));
    const { text } = await manager.get('/desk');
    expect(section(text)).to.include('Real hall').and.not.match(/Building 1|Hall A /);
    expect(words(text)).to.not.include('Example site near Hamar');
  });

  it('is whole in Norwegian', async () => {
    await agree(await best());
    const text = words((await manager.get('/desk', { 'accept-language': 'nb' })).text);
    expect(text).to.include('Venter på meg Nye koblinger').and.include('i året er avtalt, i 1 kobling').and.not.match(/Waiting|shortlist|Free/i);
  });
});

describe('GET /desk on an empty installation', () => {
  it('says what to do first, to a manager and to a verifier', async () => {
    const app = await startTestApp();
    const manager = await (await app.signIn('manager')).get('/desk');
    expect(manager.text).to.include('No surplus heat is published').and.include('Describe a building and publish it').and.include('href="/sites"');
    expect(words(manager.text)).to.include('Nothing waits.');
    expect((await (await app.signIn('verifier')).get('/desk')).text).to.include('As soon as a facility manager publishes a building');
    await app.stop();
  });
});
