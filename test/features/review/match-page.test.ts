import { expect } from 'chai';
import { matchModel } from '../../../models/match.js';
import { evaluateAsRanked, type MatchCase } from '../../../server/engineering/index.js';
import type { Agent } from '../../support/agent.js';
import { aDemand, aSite, MANAGER, OTHER_MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const TRANSITIONS = { action: '/transitions' };
const words = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/&nbsp;|\s+/g, ' ');

describe('GET /matches/:matchId', () => {
  let app: ReviewApp;
  let manager: Agent;
  let partner: Agent;
  let page: string;
  beforeEach(async () => {
    app = await startReviewApp();
    await app.rescore();
    [manager, partner] = [await app.agent(MANAGER), await app.agent(PARTNER)];
    page = `/matches/${(await app.only()).id}`;
  });
  afterEach(() => app.stop());

  it('says in a sentence what the match is worth', async () => {
    expect(words((await manager.get(page)).text))
      .to.match(/A direct connection over 0.8 km covers 100.% of the demand; the heat could cost 6 to 75.EUR\/MWh, suggested 40\./);
  });
  it('explains every criterion with value, weight and points that add up to the total', async () => {
    const { text } = await manager.get(page);
    const points = [...text.matchAll(/data-label="Points">([\d.]+) of/g)].map((found) => Number(found[1]));
    const { result } = await app.only();
    expect(points).to.have.length(6);
    expect(points.reduce((sum, each) => sum + each, 0)).to.be.closeTo(result.feasible ? result.score.total : NaN, 0.3);
    expect(text).to.include('The match covers 100 % of the demand');
  });
  it('shows the three ways side by side, the money, the inputs\' versions and the assumptions', async () => {
    const text = words((await manager.get(page)).text);
    for (const part of ['Heat pump at the source', 'Heat pump at the demand', 'Pipe with trench', 'Lowest price that pays', 'Internal rate of return',
      'Energy reuse factor', 'Hamar, version 1', 'Model version', 'Route length over straight line']) expect(text).to.include(part);
  });
  it('draws heat and score as images that need no style from the page', async () => {
    for (const picture of ['heat', 'score']) {
      const answer = await manager.get(`${page}/${picture}.svg`);
      expect(answer.headers.get('content-type')).to.include('image/svg+xml');
      expect(answer.headers.get('content-security-policy')).to.equal("default-src 'none'; style-src 'unsafe-inline'");
      expect(answer.text).to.match(/^<svg /);
    }
  });
  it('gives the figures of both pictures as CSV', async () => {
    expect((await manager.get(`${page}/heat.csv`)).text).to.include('month,offeredMwh,demandMwh,deliveredMwh\r\nJan,');
    expect((await manager.get(`${page}/score.csv`)).text).to.include('criterion,value,weight,points,explanation\r\ncost,');
  });
  it('draws the hours ranked by demand, the price part by part and where the heat goes, each with a table and a file', async () => {
    const { text } = await manager.get(page);
    for (const name of ['duration', 'price', 'flow']) {
      const answer = await manager.get(`${page}/${name}.svg?size=narrow`);
      expect(answer.text, name).to.match(/^<svg width="420"/);
      expect(text).to.include(`${page}/${name}.svg?size`).and.include(`${page}/${name}.csv`);
    }
    expect((await manager.get(`${page}/duration.csv`)).text.trim().split('\r\n')).to.have.length(147);
  });
  it('makes up the lowest price that pays of its parts, and loses no heat on its way', async () => {
    const { result } = await app.only();
    const cells = (text: string): string[][] => text.replace('\uFEFF', '').trim().split('\r\n').slice(1).map((line) => line.split(','));
    const prices = cells((await manager.get(`${page}/price.csv`)).text);
    const [floor] = prices.filter(([part]) => part === 'priceFloor');
    const parts = prices.filter(([part = '']) => !part.startsWith('price') && part !== 'suggestedPrice');
    expect(parts.reduce((sum, [, price]) => sum + Number(price), 0)).to.be.closeTo(Number(floor?.[1]), 1e-9);
    expect(Number(floor?.[1])).to.equal(result.feasible ? result.economics.priceFloorEurPerMwh : Number.NaN);
    const flows = cells((await manager.get(`${page}/flow.csv`)).text);
    const through = (side: 0 | 1, place: string): number => flows.filter((flow) => flow[side] === place).reduce((sum, flow) => sum + Number(flow[2]), 0);
    for (const place of ['taken', 'delivered']) expect(through(0, place), place).to.be.closeTo(through(1, place), 1e-6);
  });
  it('hands out the case that evaluates to what is on the page, to the site\'s people only', async () => {
    const matchCase = JSON.parse((await manager.get(`${page}/case.json`)).text) as MatchCase;
    expect(evaluateAsRanked(matchCase).result).to.deep.equal((await app.only()).result);
    expect((await partner.get(`${page}/case.json`)).status).to.equal(403);
  });

  context('a reader of Norwegian', () => {
    const NORWEGIAN = { 'accept-language': 'nb-NO' };
    it('reads why each criterion got its marks, and what was decided', async () => {
      await manager.submit(page, { action: 'decline', reason: 'For langt unna' }, TRANSITIONS);
      const text = words((await manager.get(page, NORWEGIAN)).text);
      expect(text).to.include('Koblingen dekker 100 % av varmebehovet; full uttelling ved 100 %.').and.include('avslo den').and.include('Angre: avslå');
      expect(words((await partner.get(page, NORWEGIAN)).text)).to.include('Datasenteret avslo den').and.include('Går ikke videre');
    });
    it('reads which limit stands in the way, and what would change that', async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await app.rescore();
      expect(words((await manager.get(page, NORWEGIAN)).text)).to.include('Turtemperaturen din på 130 °C er over de 120 °C som en varmepumpe kan levere.')
        .and.include('Det ville gå med en turtemperatur på 120 °C eller mindre i stedet for 130 °C');
    });
  });
  context('a match that cannot be connected', () => {
    it('says for each way why it fails and what would change that', async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await app.rescore();
      const text = words((await manager.get(page)).text);
      expect(text).to.include('Why it does not work').and.include('above the 120 °C a heat pump can deliver');
      expect(text).to.include('It would pass with a flow temperature of 120 °C or less instead of 130 °C');
      expect((await manager.get(`${page}/heat.svg`)).status).to.equal(200);
      expect((await manager.get(`${page}/score.svg`)).status).to.equal(200);
      expect((await manager.get(`${page}/duration.svg`)).status).to.equal(200);
      for (const picture of ['price', 'flow']) expect((await manager.get(`${page}/${picture}.svg`)).status, picture).to.equal(404);
    });
  });
  context('heat that costs more than the partner pays today', () => {
    it('says that there is no deal and by how much', async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 4, emissionKgPerMwh: 224 } }));
      await app.rescore();
      expect(words((await manager.get(page)).text)).to.match(/there is no deal at these terms: the heat must cost at least 7.EUR\/MWh, 3.EUR\/MWh more/);
    });
  });

  context('a partner', () => {
    it('reads the note and the reason, but no internal note, no names of managers and no inputs of the site', async () => {
      const { id } = await app.only();
      await app.review.decide(MANAGER, id, { action: 'shortlist' });
      await app.review.decide(MANAGER, id, { action: 'invite', reason: 'Let us talk', internalNote: 'Ask about the lake' });
      const { text } = await partner.get(page);
      expect(words(text)).to.include('Let us talk').and.include('Your answer is wanted');
      expect(text).not.to.match(/Ask about the lake|Kari Berg|CASE\.json|Shortlist/i);
    });
    it('answers an invitation', async () => {
      await app.review.decide(MANAGER, (await app.only()).id, { action: 'invite' });
      const answer = await partner.submit(page, { action: 'interested', reason: 'From May on' }, TRANSITIONS);
      expect((await partner.follow(answer)).text).to.include('You are interested');
      expect(words((await manager.get(page)).text)).to.include('Siri Moe is interested').and.include('From May on');
    });
    it('does not find another organisation\'s match, its pictures or its figures', async () => {
      const stranger = await app.agent({ ...PARTNER, id: 'p3', organisationId: 'somebody-else' });
      for (const part of ['', '/heat.svg', '/score.svg', '/heat.csv', '/score.csv', '/duration.svg', '/price.csv', '/flow.csv']) expect((await stranger.get(page + part)).status).to.equal(404);
    });
  });

  context('a verifier', () => {
    it('reads everything and is offered no decision', async () => {
      const { text } = await (await app.agent({ ...MANAGER, id: 'v1', role: 'verifier' })).get(page);
      expect(text).to.include('Download CASE.json').and.not.include('/transitions');
    });
  });

  context('a decision without the reason it needs', () => {
    it('comes back with the message beside the field, filled in and open', async () => {
      const answer = await manager.submit(page, { action: 'decline', reason: ' ', internalNote: 'Budget is gone' }, TRANSITIONS);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Give a reason.').and.include('Budget is gone').and.include('href="#decline-reason"').and.include('id="decline-reason"');
      expect((await app.only()).state).to.equal('proposed');
    });
    it('refuses a decision that does not exist', async () => {
      const answer = await manager.submit(page, { action: 'destroy' }, TRANSITIONS);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('This decision does not exist.');
    });
  });

  context('two managers with the same page open', () => {
    it('tells the second who did what and when, shows the state now and lets them decide on it', async () => {
      const second = await app.agent(OTHER_MANAGER);
      const open = await second.get(page);
      await manager.submit(page, { action: 'decline', reason: 'Too far from the hall' }, TRANSITIONS);
      const answer = await second.resubmit(open, { action: 'shortlist' }, TRANSITIONS);
      expect(answer.status).to.equal(409);
      expect(words(answer.text)).to.match(/Kari Berg declined it 15 Jan 2027, 11:00 Too far from the hall/);
      expect(answer.text).to.include('<span class="tag declined">Declined</span>').and.include('value="reopen"');
      const next = await second.resubmit(answer, { action: 'reopen' }, TRANSITIONS);
      expect(next.status).to.equal(303);
      expect((await app.only()).history.map(({ action }) => action)).to.deep.equal(['score', 'decline', 'reopen']);
    });
    it('does not stop a decision because of a recalculation that changed nothing', async () => {
      const open = await manager.get(page);
      app.catalogue.demand(aDemand({ version: 2, name: 'Trout farm north' }));
      await app.rescore();
      expect((await manager.resubmit(open, { action: 'shortlist' }, TRANSITIONS)).status).to.equal(303);
    });
  });

  context('the site has new weights, and no rescore has run yet', () => {
    it('shows the new score, the same as the list, and says that it is being stored', async () => {
      const total = async (): Promise<string | undefined> => /Why ([\d.]+) points/.exec((await manager.get(page)).text)?.[1];
      const before = await total();
      app.catalogue.site(aSite({ version: 2, scoreWeights: { cost: 0, climate: 0, coverage: 0, use: 1, efficiency: 0, readiness: 0 } }));
      const { text } = await manager.get(page);
      expect(await total()).not.to.equal(before);
      expect(words(text)).to.include('it is being stored in the background').and.include('Weights of now');
      expect((await manager.get('/matches.csv')).text).to.include(`,${(await app.only()).score},`);
      await app.rescore('site:hamar');
      expect(words((await manager.get(page)).text)).not.to.include('being stored');
    });
  });
  context('the model has moved on since the match was scored', () => {
    it('says which figures are of which version until it is scored anew', async () => {
      await matchModel(app.connection).updateOne({}, { $set: { modelVersion: '0.9.0', 'result.modelVersion': '0.9.0' } });
      expect(words((await manager.get(page)).text)).to.match(/The result is of model version 0\.9\.0; .* worked out with version [1-9]/);
      await app.rescore();
      expect(words((await manager.get(page)).text)).not.to.include('0.9.0');
    });
  });

  it('refuses a decision without the token of a form', async () => {
    expect((await manager.post(`${page}/transitions`, { action: 'shortlist' })).status).to.equal(403);
  });
  it('knows no match by another id', async () => {
    expect((await manager.get('/matches/0123456789abcdef01234567')).status).to.equal(404);
    expect((await manager.get('/matches/not-an-id')).status).to.equal(404);
  });
});
