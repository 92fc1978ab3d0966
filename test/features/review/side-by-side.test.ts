import { expect } from 'chai';
import type { FeasibleResult } from '../../../server/engineering/index.js';
import type { MatchSummary } from '../../../server/features/matching/index.js';
import type { Agent } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aDemand, MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
/** Each line of the table by its label: what its cells read. */
const linesOf = (html: string): ReadonlyMap<string, readonly string[]> => new Map([...html.matchAll(/<tr><th scope="row">([^<]+)<\/th>(.*?)<\/tr>/gs)]
  .map(([, label = '', cells = '']) => [decodeEntities(label), [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => words(cell))]));
const compare = (matches: readonly Pick<MatchSummary, 'id'>[], rest = ''): string => `/matches/compare?${matches.map(({ id }) => `id=${id}`).join('&')}${rest}`;

describe('GET /matches/compare', () => {
  let app: ReviewApp;
  let manager: Agent;
  let trout: MatchSummary;
  let pool: MatchSummary;
  let kiln: MatchSummary;
  beforeEach(async () => {
    app = await startReviewApp();
    manager = await app.agent(MANAGER);
    app.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool', organisationId: 'town', use: 'swimming-pool', routeLengthM: 3000 }, { annualDemandMwh: 2000 }));
    app.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln', organisationId: 'kiln-company', use: 'timber-kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
    for (let index = 0; index < 3; index++) app.catalogue.demand(aDemand({ demandId: `more-${index}`, name: `More ${index}` }));
    await app.rescore();
    const named = async (name: string): Promise<MatchSummary> => (await app.all()).find(({ demandName }) => demandName === name)!;
    [trout, pool, kiln] = [await named('Trout farm'), await named('Pool'), await named('Kiln')];
  });
  afterEach(() => app.stop());

  it('sets the figures of two matches side by side, in the order that was asked for', async () => {
    const lines = linesOf((await manager.get(compare([pool, trout]))).text);
    const [first, second] = [pool.result as FeasibleResult, trout.result as FeasibleResult];
    const figure = (text: string | undefined): number => Number(text?.replace(/[^\d.−-]/g, '').replace('−', '-'));
    for (const [label, value] of [
      ['Score, of 100 points', ({ score }: FeasibleResult) => score.total], ['Cost of heat, EUR/MWh', ({ economics }: FeasibleResult) => economics.lcohEurPerMwh],
      ['Covered of the demand', ({ annual }: FeasibleResult) => annual.coverage * 100], ['Readiness: months between heat and demand', ({ score }: FeasibleResult) => score.criteria.find(({ name }) => name === 'readiness')!.value],
      ['Points for climate', ({ score }: FeasibleResult) => score.criteria.find(({ name }) => name === 'climate')!.points],
    ] as const) {
      const cells = lines.get(label);
      expect(figure(cells?.[0]), label).to.be.closeTo(value(first), 0.051);
      expect(figure(cells?.[1]), label).to.be.closeTo(value(second), 0.051);
    }
    expect(lines.get('Partner')).to.deep.equal(['town ltd', 'trout-company ltd']);
    expect(lines.get('State')).to.deep.equal(['Proposed', 'Proposed']);
    for (const label of ['Net present value', 'Investment', 'CO2 avoided, t/year', 'Delivered, MWh/year', 'Capacity', 'Connection']) expect(lines.get(label), label).to.have.length(2);
  });

  it('marks the best of a line in words, whichever end is good, and nothing where all are alike', async () => {
    const lines = linesOf((await manager.get(compare([pool, trout]))).text);
    expect(lines.get('Route, km')).to.deep.equal(['3.0', '0.8 best']);
    expect(lines.get('Delivered, MWh/year')?.map((cell) => cell.includes('best'))).to.deep.equal([false, true]);
    expect(lines.get('Readiness: months between heat and demand')?.join()).to.not.include('best');
    expect(lines.get('Capacity')?.join()).to.not.include('best');
    const score = lines.get('Score, of 100 points')?.map((cell) => cell.includes('best'));
    expect(score).to.deep.equal(pool.score > trout.score ? [true, false] : [false, true]);
  });

  it('shows what cannot be connected without figures, and gives it no mark', async () => {
    const lines = linesOf((await manager.get(compare([kiln, trout, pool]))).text);
    expect(lines.get('Score, of 100 points')?.[0]).to.equal('–');
    expect(lines.get('Connection')?.[0]).to.equal('None works');
    for (const [label, [cell = '']] of lines) expect(cell, label).to.not.include('best');
  });

  it('refuses one match or more than four, says why, and leads back', async () => {
    const all = await app.all();
    for (const [path, said] of [
      ['/matches/compare', 'No match is ticked. Tick two to four.'], [compare([trout]), 'One match alone cannot be compared.'],
      [compare([trout, trout]), 'One match alone cannot be compared.'], [compare(all.slice(0, 5)), '5 matches are ticked, and no more than 4 fit side by side.'],
    ] as const) {
      const answer = await manager.get(path);
      expect(answer.status, path).to.equal(422);
      expect(words(answer.text), path).to.include(said);
      expect(answer.text, path).to.include('href="/matches"');
    }
    expect((await manager.get(compare(all.slice(0, 4)))).status).to.equal(200);
  });

  it('knows no match that does not exist, and passes over what is no id', async () => {
    expect((await manager.get(`/matches/compare?id=${trout.id}&id=64b000000000000000000001`)).status).to.equal(404);
    expect((await manager.get(`/matches/compare?id[$ne]=1&id=${trout.id}`)).status).to.equal(422);
  });

  it('is for the site\'s people', async () => {
    expect((await (await app.agent(PARTNER)).get(compare([trout, pool]))).status).to.equal(403);
    expect((await (await app.agent({ ...MANAGER, id: 'verifier-1', role: 'verifier' })).get(compare([trout, pool]))).status).to.equal(200);
  });

  it('leaves one out by a link as long as two remain', async () => {
    const { text } = await manager.get(compare([trout, pool, kiln]));
    const without = decodeEntities(/<a href="([^"]+)" aria-label="Leave out Kiln, Hall A"/.exec(text)?.[1] ?? '');
    expect(without).to.equal(compare([trout, pool]));
    expect((await manager.get(without)).text).to.not.include('Leave out');
  });

  context('from the list', () => {
    it('is a plain form: every row has its box, and what is filtered is where one comes back to', async () => {
      const list = await manager.get('/matches?use=trout');
      const boxes = [...list.text.matchAll(/<input type="checkbox" form="compare" name="id" value="([0-9a-f]{24})" aria-label="Compare ([^"]+) at Hall A">/g)];
      expect(boxes.map(([, , name]) => name)).to.include.members(['Trout farm', 'More 0']);
      const back = /name="back" value="([^"]+)"/.exec(/<form class="compare".*?<\/form>/s.exec(list.text)?.[0] ?? '')?.[1] ?? '';
      const query = new URLSearchParams([...boxes.slice(0, 2).map(([, id = '']) => ['id', id]), ['back', decodeEntities(back)]]);
      const answer = await manager.get(`/matches/compare?${query.toString()}`);
      expect(answer.status).to.equal(200);
      expect(decodeEntities(answer.text)).to.include('href="/matches?use=trout"');
    });
    it('leads nowhere else, whatever the address says', async () => {
      expect((await manager.get(compare([trout, pool], '&back=//evil.example/matches'))).text).to.include('href="/matches">Back to the list');
    });
    it('offers a partner no boxes', async () => {
      expect((await (await app.agent(PARTNER)).get('/matches')).text).to.not.include('form="compare"');
    });
  });

  it('is whole in Norwegian', async () => {
    const text = words((await manager.get(compare([trout, pool, kiln]), { 'accept-language': 'nb' })).text);
    expect(text).to.include('3 koblinger side om side').and.include('Poeng for klima').and.include('Direkte').and.not.match(/Score|best value|Leave|Capacity/);
  });
});
