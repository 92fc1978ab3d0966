import { expect } from 'chai';
import { simulateMatch } from '../../../server/engineering/index.js';
import type { Agent } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aBuilding, aDemand, aSite, MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ');
const rows = (csv: string): string[][] => csv.trim().split('\r\n').slice(1).map((row) => row.split(','));

describe('GET /matches/:matchId/certainty', () => {
  let app: ReviewApp;
  let manager: Agent;
  let partner: Agent;
  let page: string;
  const rescored = async (): Promise<void> => {
    await app.rescore();
    page = `/matches/${(await app.only()).id}/certainty`;
  };
  const simulated = async (seed: number) => {
    const { id, result } = await app.only();
    if (!result.feasible) throw new Error('it works in this world');
    const { connection, capacityKw } = result.design;
    const simulation = simulateMatch(await app.matching.exportCase(id), { seed, design: { connection, capacityKw } });
    if (!simulation.feasible) throw new Error('its design stands');
    return simulation;
  };
  beforeEach(async () => {
    app = await startReviewApp();
    [manager, partner] = [await app.agent(MANAGER), await app.agent(PARTNER)];
    await rescored();
  });
  afterEach(() => app.stop());

  it('shows P10, P50 and P90 of value and cost beside the stored figures', async () => {
    const { npvEur, lcohEurPerMwh } = await simulated(7);
    const text = words((await manager.get(`${page}?seed=7`)).text);
    const meur = (value: number): string => `${(value / 1e6).toFixed(2)} MEUR`;
    expect(text).to.include(`Net present value ${meur(npvEur.p10)} ${meur(npvEur.p50)} ${meur(npvEur.p90)}`)
      .and.include(`Cost of heat ${lcohEurPerMwh.p10?.toFixed(1)} EUR/MWh ${lcohEurPerMwh.p50?.toFixed(1)} EUR/MWh`);
  });
  it('says the chance in words, the number of draws, the seed and that the design stands', async () => {
    const text = words((await manager.get(page)).text);
    const { id } = await app.only();
    expect(text).to.match(/In [\d ]+ of 1 000 draws the net present value is above 0: it /)
      .and.include('The design is held fixed (direct,').and.include(`The seed is ${Number.parseInt(id.slice(-7), 16)}, which follows from the match`);
  });
  it('names each range with its source', async () => {
    const text = words((await manager.get(page)).text);
    for (const part of ['Electricity price 36.0 EUR/MWh 60.0 EUR/MWh 96.0 EUR/MWh', 'Use of the data centre 52 % 75 % 79 %', 'AACE International 18R-97',
      'insulation and milder winters', 'fuel and its taxes']) expect(text).to.include(part);
  });
  it('gives the same for the same seed and something else for another', async () => {
    const csv = async (seed: string): Promise<string> => (await manager.get(`${page}/npv.csv${seed}`)).text;
    const first = await csv('?seed=1');
    expect(await csv('?seed=1')).to.equal(first);
    expect(await csv('?seed=2')).not.to.equal(first);
    expect(await csv('')).not.to.equal(first);
  });
  it('counts every draw once in the picture\'s figures', async () => {
    const answer = await manager.get(`${page}/npv.csv`);
    expect(answer.headers.get('content-type')).to.include('text/csv');
    expect(rows(answer.text).reduce((sum, row) => sum + Number(row[2]), 0)).to.equal(1000);
  });
  it('orders what moves the value by how far it does', async () => {
    const swings = rows((await manager.get(`${page}/tornado.csv`)).text).map((row) => Math.abs(Number(row[9]) - Number(row[8])));
    expect(swings).to.have.length(5);
    expect(swings).to.deep.equal([...swings].sort((a, b) => b - a));
  });
  it('draws both pictures, wide and narrow, as images that need no style from the page', async () => {
    for (const picture of ['npv', 'tornado']) {
      for (const size of ['', '?size=narrow', '?size=huge']) {
        const answer = await manager.get(`${page}/${picture}.svg${size}`);
        expect(answer.headers.get('content-type')).to.include('image/svg+xml');
        expect(answer.headers.get('content-security-policy')).to.equal("default-src 'none'; style-src 'unsafe-inline'");
        expect(answer.text).to.match(size === '?size=narrow' ? /^<svg width="420"/ : /^<svg width="860"/);
      }
    }
  });
  it('is named with its chance on the match page', async () => {
    const { chanceNpvPositive } = await simulated(Number.parseInt((await app.only()).id.slice(-7), 16));
    expect(chanceNpvPositive).to.equal(1);
    const { text } = await manager.get(page.replace('/certainty', ''));
    expect(words(text)).to.include('Chance that it pays: 100 %');
    expect(text).to.include(`href="${page}"`);
  });
  it('tells of new figures once the match is scored anew', async () => {
    await manager.get(page);
    app.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 4, emissionKgPerMwh: 224 } }));
    await app.rescore();
    expect(words((await manager.get(page)).text)).to.match(/it (probably does not pay|does not pay, almost whatever happens|may pay or not)/);
  });

  context('a seed that cannot be', () => {
    it('says so beside the field and shows the usual draws', async () => {
      for (const [seed, shown] of [['abc', 'abc'], ['-1', '-1'], ['1.5', '1.5'], ['99999999999', '99999999999']]) {
        const answer = await manager.get(`${page}?seed=${seed}`);
        expect(answer.status).to.equal(422);
        expect(words(answer.text)).to.include(`'${shown}' is not a whole number from 0 to 2147483647.`).and.include('P10');
        expect(answer.text).to.include(`name="seed" id="seed" value="${shown}"`);
      }
      expect((await manager.get(`${page}/npv.svg?seed=abc`)).status).to.equal(422);
    });
  });

  context('a match that cannot be connected', () => {
    it('says that there is nothing to be sure of, with the reasons, and draws no picture', async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await rescored();
      const text = words((await manager.get(page)).text);
      expect(text).to.include('There is nothing to be sure of yet').and.include('120 °C a heat pump can deliver').and.not.include('P10');
      expect((await manager.get(`${page}/npv.svg`)).status).to.equal(404);
      expect((await manager.get(page.replace('/certainty', ''))).text).not.to.include('Chance that it pays');
    });
  });

  context('a partner', () => {
    it('reads how far the site\'s own figures may move, but not those figures, on the page, in the picture and in the file', async () => {
      app.catalogue.site(aSite({ version: 2, electricity: { priceEurPerMwh: 43.21, emissionKgPerMwh: 17 }, pue: 1.37 }));
      app.catalogue.building(aBuilding({ version: 2, installedItKw: 31_313, utilisation: { kind: 'constant', value: 0.7654 } }));
      await rescored();
      // 43.21, 25.93 and 69.14 EUR/MWh; 0.7654, 0.5358 and 0.8037.
      const secret = /\b(43\.2|25\.9|69\.1)|0\.7654|\b(76\.5|77 %|54 %|80 %)|0\.5357|0\.8036|\b31\D?313\b|\b1\.37\b/;
      for (const part of ['', '/tornado.csv', '/tornado.svg', '/npv.csv', '/npv.svg']) {
        // Coordinates of a picture are no figures of the site: only its words count.
        const text = words((await partner.get(`${page}${part}?seed=1`)).text.replace(/<style[\s\S]*?<\/style>/g, ''));
        expect(text, part).not.to.match(secret);
      }
      expect(words((await partner.get(page)).text)).to.include('Electricity price -40 % as the site assumes +60 %');
      expect(words((await manager.get(page)).text)).to.include('Electricity price 25.9 EUR/MWh 43.2 EUR/MWh 69.1 EUR/MWh');
    });
    it('does not find another organisation\'s match', async () => {
      const stranger = await app.agent({ ...PARTNER, id: 'p3', organisationId: 'somebody-else' });
      for (const part of ['', '/npv.svg', '/npv.csv', '/tornado.svg', '/tornado.csv']) expect((await stranger.get(page + part)).status).to.equal(404);
    });
  });
});
