import { expect } from 'chai';
import { evaluateMatch, type MatchCase } from '../../../server/engineering/index.js';
import { roughQuestion, stepErrors, stepsFor, withAnswers } from '../../../server/features/demand/guide.js';
import { startTestApp, logIn, type Agent, type TestApp } from '../../support/app.js';
import { movableClock } from '../../support/clock.js';
import { decodeEntities } from '../../support/html-form.js';
import { errorOf, savedBuilding, savedSite, valueOf } from '../supply/supply-fixture.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ');
const GREENHOUSE = { use: 'greenhouse', annualDemandMwh: 1200, heatCostEurPerMwh: 70 } as const;

describe('the answers of the guided way', () => {
  it('start with what is usual for the use, and take another use\'s when it changes', () => {
    const first = withAnswers({}, 'use', { use: 'greenhouse' });
    expect(first).to.deep.include({ use: 'greenhouse', flowTemperatureC: 45, returnTemperatureC: 30, archetype: 'greenhouse', heatSource: 'lpg' });
    const own = withAnswers(first, 'temperature', { flowTemperatureC: 50, returnTemperatureC: 30 });
    expect(withAnswers(own, 'use', { use: 'greenhouse' }).flowTemperatureC).to.equal(50);
    expect(withAnswers(own, 'use', { use: 'trout' })).to.deep.include({ flowTemperatureC: 22, archetype: 'fish-farm' });
  });
  it('of one page leave those of the others alone, and an emptied field is an answer taken back', () => {
    const before = { ...withAnswers({}, 'use', { use: 'greenhouse' }), annualDemandMwh: 5, peakKw: 3 };
    expect(withAnswers(before, 'amount', { peakKw: 4 })).to.deep.equal({ ...withAnswers({}, 'use', { use: 'greenhouse' }), peakKw: 4 });
  });
  it('are checked page by page', () => {
    expect(stepErrors('amount', {})).to.have.keys('annualDemandMwh');
    expect(Object.keys(stepErrors('temperature', { flowTemperatureC: 30, returnTemperatureC: 40 }))).to.deep.equal(['returnTemperatureC']);
    expect(stepErrors('amount', { annualDemandMwh: 4 })).to.deep.equal({});
  });
  it('ask for research only where it concerns somebody', () => {
    expect(stepsFor({ use: 'greenhouse' })).not.to.include('research');
    expect(stepsFor({ use: 'research-campaign' })).to.include('research');
  });
  it('make a question once use, amount, temperatures and today\'s heat are known, with an assumed route where nobody said where', () => {
    const usual = withAnswers({}, 'use', { use: 'greenhouse' });
    expect(roughQuestion(usual, '2027-01-01')).to.equal(null);
    expect(roughQuestion({ ...usual, ...GREENHOUSE }, '2027-01-01')).to.deep.include({ place: null, routeLengthM: 2000, startDate: '2027-01-01' });
    expect(roughQuestion({ ...usual, ...GREENHOUSE, latitude: 60, longitude: 11 }, '2027-01-01')).to.deep.include({ routeLengthM: null });
  });
});

describe('GET /guide', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    const manager = await app.signIn('manager');
    await savedBuilding(app, manager.user, { siteId: await savedSite(app, manager.user) });
  });
  after(() => app.stop());

  async function answer(agent: Agent, step: string, fields: Readonly<Record<string, string | number>>) {
    return agent.submit(`/guide/${step}`, { intent: 'next', ...fields }, { action: `/guide/${step}` });
  }
  async function answerAll(agent: Agent): Promise<void> {
    await answer(agent, 'use', { use: 'greenhouse' });
    await answer(agent, 'amount', { annualDemandMwh: '1200' });
    await answer(agent, 'temperature', {});
    await answer(agent, 'profile', { startDate: '2027-01-01' });
    await answer(agent, 'today', { heatCostEurPerMwh: '70,5' });
    await answer(agent, 'place', { name: 'Glasshouse', address: 'Stange', latitude: '60.80, 11.2', longitude: '' });
  }

  it('asks a visitor one question after the other and remembers the answers', async () => {
    const visitor = app.agent();
    expect((await visitor.get('/guide')).location).to.equal('/guide/use');
    expect((await answer(visitor, 'use', { use: 'greenhouse' })).location).to.equal('/guide/amount');
    const page = await visitor.get('/guide/temperature');
    expect([valueOf(page, 'flowTemperatureC'), valueOf(page, 'returnTemperatureC')]).to.deep.equal(['45', '30']);
    expect(page.text).to.include('(flow temperature)');
    expect((await visitor.get('/guide')).location).to.equal('/guide/amount');
  });
  it('says beside the field what is missing or wrong, keeps what was typed, and lets skip', async () => {
    const visitor = app.agent();
    await answer(visitor, 'use', { use: 'greenhouse' });
    const empty = await answer(visitor, 'amount', {});
    expect(empty.status).to.equal(422);
    expect(errorOf(empty, 'annualDemandMwh')).to.include('one of the two is enough');
    const wrong = await answer(visitor, 'amount', { annualDemandMwh: 'a lot' });
    expect([errorOf(wrong, 'annualDemandMwh'), valueOf(wrong, 'annualDemandMwh')]).to.deep.equal(['\'a lot\' is not a number.', 'a lot']);
    expect(wrong.text).to.include('href="/guide/temperature"');
    expect((await visitor.get('/guide/temperature')).status).to.equal(200);
  });
  it('sketches the year from what stands in the fields, before it is sent', async () => {
    const visitor = app.agent();
    await answer(visitor, 'use', { use: 'greenhouse' });
    expect((await visitor.get('/guide/sketch.svg')).status).to.equal(404);
    const { text, known } = JSON.parse((await visitor.get('/guide/sketch.json?step=amount&annualDemandMwh=1200')).text) as { text: string; known: boolean };
    expect(known).to.equal(true);
    expect(text).to.include('1\u202f200\u00a0MWh');
    expect((await visitor.get('/guide/sketch.svg?step=amount&annualDemandMwh=1200')).text).to.include('Heat by month, MWh');
    expect((JSON.parse((await visitor.get('/guide/sketch.json')).text) as { known: boolean }).known).to.equal(false);
  });
  it('gives a first answer without an account: share, price, building, and how it came about', async () => {
    const visitor = app.agent();
    await answerAll(visitor);
    const text = words((await visitor.get('/guide/check')).text);
    expect(text).to.match(/About \d+.* % of your heat could come from Hall A/).and.include('EUR/MWh').and.include('Keep this and get the full answer');
    expect(text).not.to.include('some answers are missing');
  });
  it('names every gap on the last page, each with the way to its question', async () => {
    const visitor = app.agent();
    await answer(visitor, 'use', { use: 'greenhouse' });
    const { text } = await visitor.get('/guide/check');
    for (const step of ['amount', 'profile', 'today', 'place']) expect(text).to.include(`<li><a href="/guide/${step}">`);
    expect(words(text)).not.to.include('A first answer');
  });
  it('keeps the answers through a login, and makes a demand of them', async () => {
    const visitor = app.agent();
    await answerAll(visitor);
    await visitor.get('/guide/check');
    const { user } = await app.signIn('partner', 'Glass AS');
    await logIn(visitor, user.email);
    const checked = await visitor.get('/guide/check');
    expect(checked.text).to.include('value="submit"');
    const done = await visitor.submit('/guide/check', { intent: 'submit' }, { action: '/guide/keep' });
    const page = await visitor.follow(done);
    expect(page.text).to.include('The heat demand is submitted.').and.include('70.5');
    expect((await visitor.get('/guide/check')).location).to.equal('/guide/use');
  });
  it('keeps a partner\'s answers as a draft as they are given, and goes on with it later', async () => {
    const partner = await app.signIn('partner', 'Trout AS');
    await answer(partner, 'use', { use: 'trout' });
    await answer(partner, 'amount', { annualDemandMwh: '900' });
    const drafts = await app.services.demand.list(partner.user, {});
    expect(drafts.map(({ demand: { state, answers: { use, annualDemandMwh } } }) => [state, use, annualDemandMwh])).to.deep.equal([['draft', 'trout', 900]]);
    await partner.submit('/guide/check', {}, { action: '/guide/clear' });
    expect((await partner.get('/guide')).location).to.equal('/guide/use');
    const { text } = await partner.get(`/demands/${drafts[0]?.demand.id}`);
    expect(text).to.include(`/guide?demand&#x3D;${drafts[0]?.demand.id}`);
    expect((await partner.get(`/guide?demand=${drafts[0]?.demand.id}`)).location).to.equal('/guide/profile');
    expect((await app.services.demand.list(partner.user, {})).length).to.equal(1);
  });
  it('tells a partner when a colleague has changed the draft meanwhile, and overwrites nothing', async () => {
    const partner = await app.signIn('partner', 'Kiln AS');
    await answer(partner, 'use', { use: 'timber-kiln' });
    const [listed] = await app.services.demand.list(partner.user, {});
    const { id, revision, answers } = listed?.demand ?? { id: '', revision: 0, answers: {} };
    await app.services.demand.saveDraft(partner.user, { demandId: id, revision }, { ...answers, peakKw: 700 }, 'keep');
    expect((await answer(partner, 'amount', { annualDemandMwh: '10' })).status).to.equal(409);
    expect((await app.services.demand.read(partner.user, id)).answers.peakKw).to.equal(700);
  });
  it('shows a manager the answer, and takes none from one', async () => {
    const manager = await app.signIn('manager');
    await answerAll(manager);
    const page = await manager.get('/guide/check');
    expect(page.text).to.include('Partner organisations keep and submit').and.not.include('action="/guide/keep"');
  });
  it('knows no other question', async () => { expect((await app.agent().get('/guide/colour')).status).to.equal(404); });
  it('says that there is nothing to compare with where no building is published', async () => {
    const empty = await startTestApp();
    try {
      const visitor = empty.agent();
      await answerAll(visitor);
      expect((await visitor.get('/guide/check')).text).to.include('No building is published at the moment');
    } finally {
      await empty.stop();
    }
  });

  context('the first answer', () => {
    const question = (place: { latitude: number; longitude: number } | null) => {
      const asked = roughQuestion({ ...withAnswers({}, 'use', { use: 'greenhouse' }), ...GREENHOUSE, ...place }, '2027-01-01');
      if (asked === null) throw new Error('not a question');
      return asked;
    };
    it('is about the full calculation: its coverage and cost of heat lie within what is told', async () => {
      const { best } = await app.services.estimate(question({ latitude: 60.84, longitude: 11.18 }));
      const [site] = await app.services.supply.sites();
      const [building] = await app.services.supply.publishedBuildings(site?.siteId ?? '');
      if (best === null || site === undefined || building === undefined) throw new Error('nothing to compare');
      const { supply } = app.services;
      const matchCase: MatchCase = {
        site: supply.siteInput(site), source: supply.sourceInput(building, 2027), demand: { ...question(null).input, routeLengthM: best.routeLengthM },
      };
      const { result } = evaluateMatch(matchCase);
      if (!result.feasible) throw new Error('not feasible');
      expect(result.annual.coverage).to.be.within(best.coverage.low - 1e-9, best.coverage.high + 1e-9);
      expect(result.economics.lcohEurPerMwh).to.be.within(best.costEurPerMwh.low - 1e-9, best.costEurPerMwh.high + 1e-9);
      expect(best.costEurPerMwh.high).to.be.above(best.costEurPerMwh.low);
    });
    it('is dearer the longer the way', async () => {
      const near = await app.services.estimate(question({ latitude: 60.84, longitude: 11.18 }));
      const far = await app.services.estimate(question({ latitude: 60.95, longitude: 11.3 }));
      expect(far.best === null || far.best.costEurPerMwh.low > (near.best?.costEurPerMwh.low ?? 0)).to.equal(true);
    });
    it('says when nothing can be connected', async () => {
      const asked = question(null);
      const { best, buildings } = await app.services.estimate({ ...asked, input: { ...asked.input, flowTemperatureC: 200, returnTemperatureC: 180 } });
      expect([best, buildings]).to.deep.equal([null, 1]);
    });
  });
});
