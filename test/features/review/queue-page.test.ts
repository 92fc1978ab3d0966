import { expect } from 'chai';
import { readSheet } from 'read-excel-file/node';
import { queueHref } from '../../../server/features/review/presenter-queue.js';
import type { Agent } from '../../support/agent.js';
import { aBuilding, aDemand, MANAGER, ORGANISATION_ID, PARTNER } from '../matching/match-world.js';
import { startReviewApp, type ReviewApp } from './review-app.js';

const names = (html: string): string[] => [...html.matchAll(/<th scope="row"[^>]*><a href="[^"]+">([^<]+)<\/a>/g)].map((found) => found[1] ?? '');

describe('GET /matches', () => {
  let app: ReviewApp;
  let manager: Agent;
  beforeEach(async () => {
    app = await startReviewApp();
    manager = await app.agent(MANAGER);
  });
  afterEach(() => app.stop());
  const others = (): void => {
    app.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln', organisationId: 'kiln-company', use: 'timber-kiln' },
      { flowTemperatureC: 130, returnTemperatureC: 90 }));
    app.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool (indoor)', organisationId: 'town', use: 'swimming-pool', routeLengthM: 3000 },
      { annualDemandMwh: 2000 }));
  };

  context('a manager, matches of several organisations', () => {
    beforeEach(async () => {
      others();
      await app.rescore();
    });
    it('ranks them by score, those that cannot be connected last', async () => {
      expect(names((await manager.get('/matches')).text)).to.deep.equal(['Trout farm', 'Pool (indoor)', 'Kiln']);
    });
    it('filters by text, use, building, connection, score and state', async () => {
      const filtered = async (query: string) => names((await manager.get(`/matches?${query}`)).text);
      expect(await filtered('q=POOL+hall')).to.deep.equal(['Pool (indoor)']);
      expect(await filtered('q=(indoor')).to.deep.equal(['Pool (indoor)']);
      expect(await filtered('use=timber-kiln')).to.deep.equal(['Kiln']);
      expect(await filtered('building=hall-b')).to.deep.equal([]);
      expect(await filtered('feasible=no')).to.deep.equal(['Kiln']);
      expect(await filtered('min=1')).to.deep.equal(['Trout farm', 'Pool (indoor)']);
      expect(await filtered('state=invited')).to.deep.equal([]);
    });
    it('passes over a filter it does not understand', async () => {
      expect(names((await manager.get('/matches?state=[$ne]&state[$ne]=x&sort=password&page=-1&min=abc&q[$gt]=')).text)).to.have.length(3);
    });
    it('sorts by a column and back, and says so to a screen reader', async () => {
      const page = await manager.get('/matches?sort=distance');
      expect(names(page.text)[2]).to.equal('Pool (indoor)');
      expect(page.text).to.match(/aria-sort="ascending"><a href="\/matches\?sort=distance&#x3D;desc|aria-sort="ascending"><a href="[^"]*dir[^"]*desc"/);
      expect(names((await manager.get('/matches?sort=distance&dir=desc')).text)[0]).to.equal('Pool (indoor)');
    });
    it('keeps those without figures last, whichever way a column of figures is sorted', async () => {
      for (const dir of ['asc', 'desc']) expect(names((await manager.get(`/matches?sort=npv&dir=${dir}`)).text).at(-1)).to.equal('Kiln');
    });
    it('exports as CSV exactly what is filtered', async () => {
      const answer = await manager.get('/matches.csv?feasible=yes&sort=distance&dir=desc');
      const [header, ...lines] = answer.text.trim().split('\r\n');
      expect(answer.headers.get('content-type')).to.include('text/csv');
      expect(header).to.include('rank,matchId,organisation,demand,use,site,building,state,score');
      expect(lines.map((line) => line.split(',')[3])).to.deep.equal(['Pool (indoor)', 'Trout farm']);
    });
    it('exports the same as XLSX, numbers as numbers', async () => {
      const query = '?feasible=yes&sort=distance&dir=desc';
      const answer = await fetch(`${app.url}/matches.xlsx${query}`, { headers: { cookie: manager.cookieHeader } });
      expect(answer.headers.get('content-disposition')).to.include('matches.xlsx');
      const [header = [], ...rows] = await readSheet(Buffer.from(await answer.arrayBuffer()));
      const csv = (await manager.get(`/matches.csv${query}`)).text.replace('\uFEFF', '').trim().split('\r\n');
      expect(header.join(',')).to.equal(csv[0]);
      expect(rows.map((row) => row[3])).to.deep.equal(['Pool (indoor)', 'Trout farm']);
      expect(rows[0]?.[header.indexOf('routeLengthM')]).to.equal(3000);
      expect(rows[0]?.[header.indexOf('scoredAt')]).to.be.instanceOf(Date);
    });
    it('offers both files with what is filtered', async () => {
      const { text } = await manager.get('/matches?use=timber-kiln');
      for (const file of ['csv', 'xlsx']) expect(text).to.match(new RegExp(`href="/matches\\.${file}\\?use(=|&#x3D;)timber-kiln"`));
    });
    it('shortlists from the list and stays on the list', async () => {
      const answer = await manager.submit('/matches?q=trout', {}, { action: '/transitions' });
      expect(answer.location).to.equal('/matches?q=trout');
      expect((await manager.follow(answer)).text).to.match(/Trout farm: Shortlisted\./);
    });
    it('goes nowhere else after a decision, whatever the form says', async () => {
      const answer = await manager.submit('/matches?q=trout', { back: '//evil.example/matches' }, { action: '/transitions' });
      expect(answer.location).to.match(/^\/matches\/[0-9a-f]{24}$/);
    });
  });

  context('a partner', () => {
    it('sees the own organisation\'s matches only, in own words', async () => {
      others();
      await app.rescore();
      const trout = (await app.all()).find(({ organisationId }) => organisationId === ORGANISATION_ID);
      await app.review.decide(MANAGER, trout?.id ?? '', { action: 'shortlist' });
      const partner = await app.agent(PARTNER);
      const { text } = await partner.get('/matches');
      expect(names(text)).to.deep.equal(['Trout farm']);
      expect(text).to.include('Under review').and.not.match(/shortlist|kiln|pool/i);
      expect((await partner.get('/matches.csv')).text).to.include('Under review').and.not.match(/shortlist|kiln|pool/i);
    });
  });

  context('more matches than fit a page', () => {
    it('pages and goes on counting', async () => {
      for (let index = 0; index < 55; index++) {
        app.catalogue.demand(aDemand({ demandId: `demand-${index}`, name: `Demand ${index}` }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      }
      await app.rescore();
      const first = await manager.get('/matches');
      expect(first.text).to.include('56 matches').and.include('Page 1 of 2');
      expect(names(first.text)).to.have.length(50);
      const second = await manager.get('/matches?page=2');
      expect(names(second.text)).to.have.length(6);
      expect(second.text).to.include('data-label="Rank">51<');
      expect((await manager.get('/matches.csv')).text.trim().split('\r\n')).to.have.length(57);
    });
  });

  context('an empty list', () => {
    const heading = async (path = '/matches', agent = manager): Promise<string> =>
      /class="empty">\s*<h2>([^<]+)/.exec((await agent.get(path)).text)?.[1] ?? '';

    it('says that nothing is published', async () => {
      app.catalogue.building(aBuilding({ version: 2, published: false }));
      expect(await heading()).to.equal('No surplus heat is published');
    });
    it('says that no demand is submitted, to a partner that the own one is missing', async () => {
      expect(await heading('/matches', await app.agent({ ...PARTNER, id: 'p2', organisationId: 'newcomer' }))).to.include('You have not submitted');
      app.catalogue.takeAway('trout');
      expect(await heading()).to.equal('No heat demand is submitted');
    });
    it('says that scoring is under way, with a bar and where a script asks again', async () => {
      await app.matching.requestRescore('demand:trout');
      expect(await heading()).to.equal('Scoring is under way');
      const page = await manager.get('/matches');
      expect(page.text).to.include('<progress').and.include('data-href="/matches/recalculation"');
      const fragment = JSON.parse((await manager.get('/matches/recalculation')).text) as unknown;
      expect(fragment).to.include({ running: true, done: 0, text: 'Scoring is about to start.' });
      await app.rescore('demand:trout');
      expect(JSON.parse((await manager.get('/matches/recalculation')).text)).to.include({ running: false });
    });
    it('says that the filters fit nothing, or that everything is decided', async () => {
      await app.rescore();
      expect(await heading('/matches?q=nothing+like+it')).to.equal('No match fits these filters');
      await app.review.decide(MANAGER, (await app.only()).id, { action: 'decline', reason: 'Too far' });
      expect(await heading()).to.equal('Nothing is open');
      expect(names((await manager.get('/matches?state=all')).text)).to.deep.equal(['Trout farm']);
    });
  });

  it('asks a visitor to log in', async () => {
    const answer = await app.agent({ ...MANAGER, id: '' });
    expect((await answer.get('/matches')).location).to.equal('/login');
  });
});

describe('review: queueHref', () => {
  it('keeps the filters, changes what is named and drops what is empty', () => {
    const filter = { state: 'open', q: 'a&b', page: 3 } as Parameters<typeof queueHref>[0];
    expect(queueHref(filter, { page: undefined })).to.equal('/matches?state=open&q=a%26b');
  });
});
