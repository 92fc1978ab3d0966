import { expect } from 'chai';
import { applyWhatIf, evaluateCase, type MatchResult } from '../../../server/engineering/index.js';
import type { Agent, TestResponse } from '../../support/agent.js';
import { decodeEntities } from '../../support/html-form.js';
import { aBuilding, aDemand, aSite, MANAGER, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const FORM = { action: '/what-if' };
const words = (html: string): string => decodeEntities(html.replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ');
const section = (html: string, id: string): string => html.slice(html.indexOf(`id="${id}"`), html.indexOf('</section>', html.indexOf(`id="${id}"`)));
const result = (answer: TestResponse): string => words(section(answer.text, 'what-if-result'));
/** Cells of the line: stored, what if, difference. */
function line({ text }: TestResponse, label: string): string[] {
  const row = new RegExp(`<tr><th scope="row">${label}</th>(.*?)</tr>`).exec(text)?.[1] ?? '';
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((cell) => words(cell[1] ?? '').trim());
}
const npvMeur = (of: MatchResult): string => `${(of.feasible ? of.economics.npvEur / 1e6 : NaN).toFixed(2)} MEUR`;

describe('GET /matches/:matchId/what-if', () => {
  let app: ReviewApp;
  let manager: Agent;
  let partner: Agent;
  let page: string;
  const rescored = async (): Promise<void> => {
    await app.rescore();
    page = `/matches/${(await app.only()).id}/what-if`;
  };
  beforeEach(async () => {
    app = await startReviewApp();
    [manager, partner] = [await app.agent(MANAGER), await app.agent(PARTNER)];
    await rescored();
  });
  afterEach(() => app.stop());

  it('is filled in with the stored case and shows the stored figures', async () => {
    const answer = await manager.get(page);
    for (const [field, value] of [['demand.flowTemperatureC', '22'], ['demand.routeLengthM', '800'], ['source.supplyTemperatureC', '30'],
      ['site.electricity.priceEurPerMwh', '60'], ['demand.startDate', '2028-03-01'], ['design.capacityKw', '']]) {
      expect(answer.text, field).to.match(new RegExp(`name="${field}"[^>]* value="${value}"`));
    }
    expect(line(answer, 'Net present value')).to.deep.equal([npvMeur((await app.only()).result)]);
    expect(answer.text).not.to.include('id="what-if-link"').and.not.include('What would it take?');
  });
  it('is reached from the match page', async () => {
    expect((await manager.get(page.replace('/what-if', ''))).text).to.include(`href="${page}"`);
  });
  it('shows stored, what if and difference, and names what was changed', async () => {
    const answer = await manager.get(`${page}?demand.routeLengthM=2400`);
    const other = evaluateCase(applyWhatIf(await app.matching.exportCase((await app.only()).id), { 'demand.routeLengthM': 2400 }));
    const stored = (await app.only()).result;
    if (!other.feasible || !stored.feasible) throw new Error('both work in this world');
    expect(line(answer, 'Net present value')).to.deep.equal([
      npvMeur(stored), npvMeur(other), `-${((stored.economics.npvEur - other.economics.npvEur) / 1e6).toFixed(2)} MEUR`,
    ]);
    expect(line(answer, 'Connection')).to.deep.equal(['Direct', 'Direct', 'same']);
    expect(result(answer)).to.include('Length of the route: 2 400 m instead of 800 m').and.include('A direct connection over 2.4 km');
  });
  it('says a short route in metres', async () => {
    expect(result(await manager.get(`${page}?demand.routeLengthM=10`))).to.include('A direct connection over 10 m covers');
  });
  it('saves nothing', async () => {
    const before = await app.only();
    await manager.get(`${page}?demand.routeLengthM=2400&design.capacityKw=500`);
    expect(await app.only()).to.deep.equal(before);
  });

  context('without script', () => {
    it('sends the whole form and ends at an address that holds the changes alone', async () => {
      const answer = await manager.submit(page, { 'demand.flowTemperatureC': '24,5', 'design.capacityKw': '1500' }, FORM);
      expect(answer.status).to.equal(303);
      expect(answer.location).to.equal(`${page}?demand.flowTemperatureC=24.5&design.capacityKw=1500`);
      const after = await manager.follow(answer);
      expect(line(after, 'Capacity')[1]).to.equal('1 500 kW');
      expect(result(after)).to.include('Capacity that is built: 1 500 kW instead of what pays best');
    });
    it('goes back to the stored values', async () => {
      const answer = await manager.get(`${page}?demand.routeLengthM=2400`);
      expect(answer.text).to.include(`href="${page}">Back to stored values`);
    });
    it('does not take a mean of hourly prices for a change because the form rounds it', async () => {
      const priceEurPerMwh = Array.from({ length: 8760 }, (_, hour) => 40 + (hour % 7) + 1 / 3);
      app.catalogue.site(aSite({ version: 2, electricity: { priceEurPerMwh, emissionKgPerMwh: 17 } }));
      await rescored();
      expect((await manager.submit(page, { 'demand.routeLengthM': '900' }, FORM)).location).to.equal(`${page}?demand.routeLengthM=900`);
    });
  });

  context('a link', () => {
    it('gives whoever may see the match the same result', async () => {
      const sent = await manager.get(`${page}?demand.routeLengthM=2400&demand.alternative.costEurPerMwh=90`);
      const link = decodeEntities(/id="what-if-link" value="([^"]+)"/.exec(sent.text)?.[1] ?? '');
      expect(link).to.equal(`${app.url}${page}?demand.routeLengthM=2400&demand.alternative.costEurPerMwh=90`);
      const opened = await partner.get(link.replace(app.url, ''));
      expect(section(opened.text, 'what-if-result')).to.equal(section(sent.text, 'what-if-result'));
    });
  });

  context('values that cannot be', () => {
    it('says so beside the field, with the value, and keeps what was typed', async () => {
      const answer = await manager.get(`${page}?demand.flowTemperatureC=900&demand.routeLengthM=near&source.availableFrom=soon&demand.annualDemandMwh=5000`);
      expect(answer.status).to.equal(422);
      const text = words(answer.text);
      expect(text).to.include('900 °C is above 500 °C.').and.include('\'near\' is not a number.').and.include('\'soon\' is not a date like 2027-01-31.');
      expect(answer.text).to.include('href="#demand-flowTemperatureC"').and.match(/name="demand\.annualDemandMwh"[^>]* value="5000"/)
        .and.match(/name="demand\.routeLengthM"[^>]* value="near"/);
      expect(result(answer)).to.include('Not calculated');
    });
    it('says in words which two figures do not go together', async () => {
      const answer = await manager.get(`${page}?demand.returnTemperatureC=60`);
      expect(answer.status).to.equal(422);
      expect(words(answer.text)).to.include('Must be below "flow temperature the partner needs" (22), not 60.');
      expect(answer.text).to.include('id="demand-returnTemperatureC-error"');
    });
    it('passes over what is no field', async () => {
      expect((await manager.get(`${page}?demand.use=pool&x[$ne]=1`)).location).to.equal(page);
    });
  });

  context('a partner', () => {
    const SECRET = { electricity: { priceEurPerMwh: 43.21, emissionKgPerMwh: 17 }, pue: 1.37 };
    beforeEach(async () => {
      app.catalogue.site(aSite({ version: 2, ...SECRET }));
      app.catalogue.building(aBuilding({ version: 2, installedItKw: 31_313, utilisation: { kind: 'constant', value: 0.7654 } }));
      app.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 4, emissionKgPerMwh: 224 } }));
      await rescored();
    });

    it('changes the own figures', async () => {
      const answer = await partner.get(`${page}?demand.alternative.costEurPerMwh=80`);
      expect(result(answer)).to.include('What the partner pays for heat today: 80 EUR/MWh instead of 4 EUR/MWh');
    });
    it('reads no figure that the site does not publish, neither in the form nor in what it would take', async () => {
      for (const query of ['', '?demand.routeLengthM=300', '?demand.flowTemperatureC=abc', '?design.capacityKw=100']) {
        const { text } = await partner.get(page + query);
        expect(text).to.include('What would it take?');
        expect(text).not.to.match(/43\.21|1\.37|31\D?313|0\.7654|76\.5|name="(site|source|economics)\./);
        expect(words(section(text, 'what-would-it-take'))).not.to.match(/electricity|use of the data centre|discount|water sent back/);
      }
      expect((await manager.get(page)).text).to.include('43.21').and.include('0.7654');
    });
    it('cannot change a figure of the site, and is told that a link does', async () => {
      const answer = await partner.get(`${page}?site.electricity.priceEurPerMwh=1&demand.routeLengthM=300`);
      expect(answer.status).to.equal(200);
      expect(words(answer.text)).to.include('figures of the data centre that are not yours to change (electricity price, mean of the year)');
      expect(section(answer.text, 'what-if-result').replace(/http[^"]+/, ''))
        .to.equal(section((await partner.get(`${page}?demand.routeLengthM=300`)).text, 'what-if-result').replace(/http[^"]+/, ''));
    });
    it('is refused a figure of the site by the service itself', async () => {
      const { id } = await app.only();
      const refused = await app.review.whatIf(PARTNER, id, { 'source.utilisation': 1 }).catch((error: unknown) => error);
      expect(refused).to.have.property('status', 403);
    });
    it('does not find another organisation\'s match', async () => {
      const stranger = await app.agent({ ...PARTNER, id: 'p3', organisationId: 'somebody-else' });
      expect((await stranger.get(page)).status).to.equal(404);
    });
  });

  it('is open to a verifier', async () => {
    expect((await (await app.agent({ ...MANAGER, id: 'v1', role: 'verifier' })).get(`${page}?demand.routeLengthM=900`)).status).to.equal(200);
  });
  it('asks a visitor to log in', async () => {
    expect((await (await app.agent({ ...MANAGER, id: '' })).get(page)).location).to.equal('/login');
  });

  context('a match that cannot be connected', () => {
    beforeEach(async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await rescored();
    });

    it('says what it would take, and each link leads to a match that works', async () => {
      const answer = await manager.get(page);
      const takes = section(answer.text, 'what-would-it-take');
      expect(words(takes)).to.include('If the flow temperature the partner needs were 120 °C instead of 130 °C, it would work.');
      const links = [...takes.matchAll(/href="([^"]+)"/g)].map((found) => decodeEntities(found[1] ?? ''));
      expect(links).to.include(`${page}?demand.flowTemperatureC=120`);
      for (const link of links) expect(line(await manager.get(link), 'Connection')[1], link).to.match(/^Heat pump|^Direct/);
    });
    it('is told from the match page', async () => {
      expect((await manager.get(page.replace('/what-if', ''))).text).to.include(`href="${page}#what-would-it-take">What would make it work?`);
    });
    it('gives the reasons where the change does not help', async () => {
      const answer = await manager.get(`${page}?demand.flowTemperatureC=125`);
      expect(line(answer, 'Net present value')).to.deep.equal(['–', '–', '–']);
      expect(result(answer)).to.include('None of the three ways').and.include('120 °C a heat pump can deliver');
    });
  });

  context('heat that costs more than the partner pays today', () => {
    it('says what would make it break even, the investment without a link, and what would not do it', async () => {
      app.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 4, emissionKgPerMwh: 224 } }));
      await rescored();
      const takes = section((await manager.get(page)).text, 'what-would-it-take');
      expect(words(takes)).to.match(/If the route were \d+ m instead of 800 m, it would break even\. Show it/)
        .and.match(/If the investment were [\d.]+ % lower \(by a grant, for example\), it would break even\. (?!Show it)/)
        .and.include('What would not do it alone');
      const link = /href="([^"]+demand\.routeLengthM=[^"]+)"/.exec(decodeEntities(takes))?.[1] ?? '';
      expect(line(await manager.get(link), 'Net present value')[1]).to.match(/^\d/);
    });
  });
});
