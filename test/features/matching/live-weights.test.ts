import { expect } from 'chai';
import { evaluateAsRanked, type ScoreWeights } from '../../../server/engineering/index.js';
import type { MatchSummary } from '../../../server/features/matching/index.js';
import { matchModel } from '../../../models/match.js';
import { aDemand, aSite, MANAGER, startMatchWorld, type MatchWorld } from './match-world.js';

const ONLY = (name: keyof ScoreWeights): ScoreWeights =>
  ({ cost: 0, climate: 0, coverage: 0, use: 0, efficiency: 0, readiness: 0, [name]: 1 });
const SIZES_MWH = [1000, 40_000, 5000, 150_000, 20_000];

/** What a page shows of a match; what a rescore moves on beside it is left out. */
const shown = ({ id, score, weights, result }: MatchSummary) => ({ id, score, weights, result });

describe('matching: new weights of a site, before any rescore has run', () => {
  let world: MatchWorld;
  beforeEach(async () => {
    world = await startMatchWorld();
    SIZES_MWH.forEach((annualDemandMwh, index) => {
      world.catalogue.demand(aDemand({ demandId: `farm-${index}`, name: `Farm ${index}` }, { annualDemandMwh, flowTemperatureC: 20 + 12 * index, returnTemperatureC: 12 }));
    });
    world.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
    await world.rescore();
  });
  afterEach(() => world.stop());
  const setWeights = (name: keyof ScoreWeights): void => { world.catalogue.site(aSite({ version: 2, scoreWeights: ONLY(name) })); };
  const marks = async (name: string): Promise<number[]> => (await world.all()).map(({ result }) =>
    (result.feasible ? result.score.criteria.find((criterion) => criterion.name === name)?.points ?? -1 : -1));

  for (const name of ['use', 'efficiency', 'coverage'] as const) {
    it(`ranks by ${name} alone at once, and exactly as after the rescore`, async () => {
      const before = (await world.all()).map(({ id }) => id);
      setWeights(name);
      const live = await world.all();
      expect(live.map(({ score }) => score)).to.deep.equal(await marks(name));
      expect(live.map(({ score }) => score)).to.deep.equal(live.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(live.map(({ id }) => id)).not.to.deep.equal(before);
      expect([live.at(-1)?.demandName, live.at(-1)?.score]).to.deep.equal(['Kiln', -1]);
      await world.rescore('site:hamar');
      expect((await world.all()).map(shown)).to.deep.equal(live.map(shown));
      expect(live.map(({ isReweighed }) => isReweighed)).to.deep.equal(live.map(() => true));
      expect((await world.all()).map(({ isReweighed }) => isReweighed)).to.deep.equal(live.map(() => false));
    });
  }

  it('pages, filters by score and sorts by other columns with the new scores', async () => {
    setWeights('use');
    const all = await world.all();
    const { matching } = world;
    const names = (matches: readonly MatchSummary[]) => matches.map(({ demandName }) => demandName);
    const second = await matching.list({ skip: 2, limit: 2 });
    expect([second.total, names(second.matches)]).to.deep.equal([all.length, names(all).slice(2, 4)]);
    expect(names((await matching.list({ descending: false })).matches)).to.deep.equal(names(all).toReversed());
    const minimumScore = all[2]?.score ?? 0;
    const least = await matching.list({ minimumScore, sort: 'npv', descending: false });
    expect(names(least.matches)).to.have.members(names(all).slice(0, 3));
    const npv = least.matches.map(({ result }) => (result.feasible ? result.economics.npvEur : Number.NaN));
    expect(npv).to.deep.equal(npv.toSorted((a, b) => a - b));
    expect((await matching.list({ sort: 'distance', limit: 1 })).matches[0]?.weights).to.deep.equal(ONLY('use'));
  });

  it('shows a match with them, and exports the case that evaluates to just that', async () => {
    setWeights('use');
    const [first] = await world.all();
    const match = await world.matching.match(first?.id ?? '');
    expect(shown(match)).to.deep.equal(first && shown(first));
    expect(match).to.include({ isReweighed: true, siteVersion: 1 });
    expect(evaluateAsRanked(await world.matching.exportCase(match.id))).to.deep.equal({ result: match.result, detail: match.detail });
  });

  it('leaves a withdrawn match the score it had', async () => {
    world.catalogue.takeAway('farm-0');
    await world.rescore('demand:farm-0');
    const withdrawn = async () => (await world.matching.list({ states: ['withdrawn'] })).matches.map(shown);
    const before = await withdrawn();
    setWeights('use');
    expect([before.length, await withdrawn()]).to.deep.equal([1, before]);
  });

  it('shows the same after the rescore although an agreed match of a demand that is gone stays behind', async () => {
    const id = (await world.all()).find(({ demandId }) => demandId === 'farm-0')?.id ?? '';
    await matchModel(world.connection).updateOne({ _id: id }, { $set: { state: 'agreed' } });
    world.catalogue.takeAway('farm-0');
    await world.rescore('demand:farm-0');
    setWeights('use');
    const live = await world.all();
    await world.rescore('site:hamar');
    expect((await world.all()).map(shown)).to.deep.equal(live.map(shown));
    expect((await world.matching.match(id)).isReweighed).to.equal(true);
  });

  it('keeps a decision that is made meanwhile', async () => {
    setWeights('use');
    const [first] = await world.all();
    await world.review.decide(MANAGER, first?.id ?? '', { action: 'shortlist' });
    await world.rescore('site:hamar');
    expect(await world.matching.match(first?.id ?? '')).to.include({ state: 'shortlisted', score: first?.score, siteVersion: 2 });
  });
});
