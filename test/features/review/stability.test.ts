import { expect } from 'chai';
import { rankStability } from '../../../server/engineering/index.js';
import type { Agent } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aBuilding, aDemand, aSite, MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ');
const rows = (csv: string): string[][] => csv.trim().split('\r\n').slice(1).map((row) => row.split(','));
const PAGE = '/matches/stability';
const MINUTE_MS = 60_000;

describe('GET /matches/stability', () => {
  let app: ReviewApp;
  let manager: Agent;
  beforeEach(async () => {
    app = await startReviewApp();
    manager = await app.agent(MANAGER);
  });
  afterEach(() => app.stop());
  const demands = (count: number): void => {
    for (let index = 0; index < count; index++) {
      app.catalogue.demand(aDemand({ demandId: `demand-${index}`, name: `Demand ${index}`, routeLengthM: 500 + 150 * index },
        { annualDemandMwh: 3000 + 997 * ((index * 7) % 13), flowTemperatureC: 22 + ((index * 5) % 30) }));
    }
  };

  it('ranks the open matches as the queue does, with the range of ranks and the share among the first ten', async () => {
    demands(12);
    app.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
    await app.rescore();
    const listed = rows((await manager.get('/matches/stability.csv')).text);
    const queue = (await app.matching.list({ feasible: true, limit: 100 })).matches;
    expect(listed.map((row) => row[1])).to.deep.equal(queue.map(({ id }) => id));
    const expected = new Map(rankStability(
      queue.map(({ id, result }) => ({ id, criteria: result.feasible ? result.score.criteria : [] })), queue[0]!.weights, { seed: 1 },
    ).map((one) => [one.id, one]));
    for (const [rank, id = '', , , , , p10, p50, p90, share] of listed) {
      const one = expected.get(id)!;
      expect([rank, p10, p50, p90, share].map(Number), id).to.deep.equal([one.rank, one.p10, one.p50, one.p90, one.shareInTop]);
    }
    const text = words((await manager.get(PAGE)).text);
    expect(text).to.include('13 matches that are open and can be connected').and.include('cost 30 %').and.include('up to 30 % of itself').and.not.include('Kiln');
    expect(text).to.match(/\d+ of the first 10 stay among the first 10|All of the first 10 stay/);
  });
  it('leaves out what is decided', async () => {
    demands(2);
    await app.rescore();
    const [best] = await app.all();
    await app.review.decide(MANAGER, best!.id, { action: 'decline', reason: 'Too far' });
    const listed = rows((await manager.get('/matches/stability.csv')).text).map((row) => row[1]);
    expect(listed).to.have.length(2).and.not.include(best!.id);
  });
  it('shows the first fifty and says how many there are', async () => {
    demands(55);
    await app.rescore();
    const { text } = await manager.get(PAGE);
    expect(words(text)).to.include('the first 50 of 56 matches');
    expect(text.match(/data-label="Rank now"/g)).to.have.length(50);
  });
  it('counts again a minute later, and says as of when it is', async () => {
    await app.rescore();
    const first = words((await manager.get(PAGE)).text);
    demands(1);
    await app.rescore();
    expect(words((await manager.get(PAGE)).text)).to.equal(first);
    app.clock.set(new Date(app.clock.now().getTime() + MINUTE_MS));
    expect(words((await manager.get(PAGE)).text)).to.include('2 matches that are open');
  });
  it('ranks each site by itself, under its own weights', async () => {
    app.catalogue.site(aSite({ siteId: 'gjovik', name: 'Gjøvik', scoreWeights: { cost: 1, climate: 0, coverage: 0, use: 0, efficiency: 0, readiness: 0 } }));
    app.catalogue.building(aBuilding({ buildingId: 'hall-g', siteId: 'gjovik', name: 'Hall G' }));
    demands(2);
    await app.rescore();
    const other = await manager.get(`${PAGE}?site=gjovik`);
    expect(words(other.text)).to.include('Gjøvik: 3 matches').and.include('cost 100 %').and.not.include('Hall A');
    expect(other.text).to.include('href="/matches/stability?site&#x3D;hamar"');
    expect((await manager.get(`${PAGE}?site=nowhere`)).status).to.equal(200);
  });
  it('says that there is no ranking yet', async () => {
    expect(words((await manager.get(PAGE)).text)).to.include('There is no ranking yet');
    expect(rows((await manager.get('/matches/stability.csv')).text)).to.deep.equal([]);
  });

  it('is linked from the list for the site\'s people and refused to partners', async () => {
    await app.rescore();
    const partner = await app.agent(PARTNER);
    expect((await manager.get('/matches')).text).to.include(`href="${PAGE}"`);
    expect((await partner.get('/matches')).text).not.to.include(PAGE);
    for (const path of [PAGE, '/matches/stability.csv']) expect((await partner.get(path)).status).to.equal(403);
    const refused = await app.review.stability(PARTNER).catch((error: unknown) => error);
    expect(refused).to.have.property('status', 403);
    expect((await (await app.agent({ ...MANAGER, id: 'v1', role: 'verifier' })).get(PAGE)).status).to.equal(200);
  });
});
