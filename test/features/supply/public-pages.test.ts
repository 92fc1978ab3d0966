import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { movableClock } from '../../support/clock.js';
import { decodeEntities } from '../../support/html-form.js';
import { aBuildingDraft, aSiteDraft, rowOf, savedBuilding, savedSite } from './supply-fixture.js';

const NOON = '2027-06-15T11:00:00Z';
const lines = (csv: string): string[][] => csv.replace('\uFEFF', '').trim().split('\r\n').map((line) => line.split(','));
const record = (csv: string, name: string): Record<string, string> => {
  const [header = [], ...rows] = lines(csv);
  const row = rows.find((cells) => cells.includes(name)) ?? [];
  return Object.fromEntries(header.map((column, index) => [column, row[index] ?? '']));
};

describe('GET / and /surplus', () => {
  const clock = movableClock(NOON);
  let app: TestApp;
  before(async () => { app = await startTestApp({ clock }); });
  after(() => app.stop());

  context('with nothing published', () => {
    it('says so and what to do, to each in the own words', async () => {
      const [anonymous, manager, partner] = [app.agent(), await app.signIn('manager'), await app.signIn('partner')];
      for (const path of ['/', '/surplus']) {
        expect((await anonymous.get(path)).text, path).to.match(/no surplus heat is published/i).and.include('href="/sign-up"');
        expect((await manager.get(path)).text, path).to.include('Describe your site').and.include('href="/sites"');
        expect((await partner.get(path)).text, path).to.include('href="/demands/new"');
      }
      expect(lines((await anonymous.get('/surplus.csv')).text)).to.have.length(1);
    });
    it('says nothing of a building that is not published', async () => {
      const manager = await app.signIn('manager');
      const siteId = await savedSite(app, manager.user, { name: 'Secret campus' });
      const buildingId = await savedBuilding(app, manager.user, { siteId, published: false }, { name: 'Secret hall' });
      const anonymous = app.agent();
      for (const path of ['/', '/surplus', '/surplus.csv', '/surplus-months.csv']) expect((await anonymous.get(path)).text, path).to.not.include('Secret');
      expect((await anonymous.get(`/surplus/${siteId}/months.svg`)).status).to.equal(404);
      expect((await anonymous.get(`/buildings/${buildingId}`)).location).to.equal('/login');
    });
  });

  context('with buildings published', () => {
    let manager: SignedInAgent;
    let siteId: string;
    before(async () => {
      manager = await app.signIn('manager');
      siteId = await savedSite(app, manager.user);
      // 10 MW x 0.8 x 0.9 = 7,200 kW, of which 2,200 kW are promised; two weeks of maintenance in July.
      await savedBuilding(app, manager.user, { siteId }, { committedKw: 2200, maintenance: [{ from: '2027-07-05', to: '2027-07-19' }] });
      await savedBuilding(app, manager.user, { siteId }, { name: 'Hall B', commissioningDate: '2028-03-01', supplyTemperatureC: 30, returnTemperatureC: 20 });
    });
    beforeEach(() => { clock.set(NOON); });

    it('shows what is free and promised now and in the year, as worked out by hand', async () => {
      const page = await app.agent().get('/surplus');
      expect(page.status).to.equal(200);
      const year = 365 - 14;
      const free = Math.round(5 * 24 * year).toLocaleString('en-GB').replaceAll(',', '\u202f');
      const promised = Math.round(2.2 * 24 * year).toLocaleString('en-GB').replaceAll(',', '\u202f');
      expect(rowOf(page, 'Hall A')).to.deep.equal(['Running since 1 May 2026', '45 / 35', '5\u202f000', '2\u202f200', free, promised]);
      expect(rowOf(page, 'Hall B')).to.deep.equal(['From 1 March 2028', '30 / 20', '0', '0', '0', '0']);
      expect(page.text).to.include('Still to come: Hall B from 1 March 2028.');
    });
    it('shows the months', async () => {
      const page = await app.agent().get('/surplus');
      expect(rowOf(page, 'Jan')).to.deep.equal(['1\u202f637', '3\u202f720', '0', '0', '1\u202f637', '3\u202f720']);
      expect(rowOf(page, 'Jul').slice(0, 2)).to.deep.equal(['898', '2\u202f040']);
      expect(page.text).to.include('In 2027 42.1\u00a0GWh are free and 18.5\u00a0GWh are promised to running projects; ')
        .and.include('most free heat with 3\u202f720\u00a0MWh, July least with 2\u202f040\u00a0MWh.');
    });
    it('shows another year on demand', async () => {
      const page = await app.agent().get('/surplus?year=2028');
      expect(rowOf(page, 'Hall B')[4]).to.equal(Math.round(7.2 * 24 * (365 - 59)).toLocaleString('en-GB').replaceAll(',', '\u202f'));
      expect(page.text).to.include('By month in 2028');
    });
    it('takes now from the clock: before, in and after maintenance, before and after commissioning', async () => {
      const now = async (time: string, name: string) => {
        clock.set(time);
        return rowOf(await app.agent().get('/surplus'), name);
      };
      expect((await now('2027-07-06T10:00:00Z', 'Hall A')).slice(0, 4)).to.deep.equal(['In planned maintenance, back on 19 July 2027', '45 / 35', '0', '0']);
      expect((await now('2027-07-19T10:00:00Z', 'Hall A'))[2]).to.equal('5\u202f000');
      expect((await now('2028-02-29T22:00:00Z', 'Hall B'))[2]).to.equal('0');
      expect((await now('2028-03-01T00:00:00Z', 'Hall B')).slice(0, 3)).to.deep.equal(['Running since 1 March 2028', '30 / 20', '7\u202f200']);
    });
    it('hands the table out as CSV', async () => {
      const answer = await app.agent().get('/surplus.csv');
      expect(answer.headers.get('content-type')).to.include('text/csv');
      expect(answer.headers.get('content-disposition')).to.include('surplus-heat.csv');
      expect(record(answer.text, 'Hall A')).to.include({
        site: 'Campus', siteId, state: 'running', availableFrom: '2026-05-01', supplyTemperatureC: '45', returnTemperatureC: '35',
        freeNowKw: '5000', committedNowKw: '2200', year: '2027', freeMwhPerYear: '42120', committedMwhPerYear: '18532.8', example: 'false',
      });
      expect(record(answer.text, 'Hall B')).to.include({ state: 'future', freeNowKw: '0' });
    });
    it('hands the months out as CSV', async () => {
      const [header, ...rows] = lines((await app.agent().get('/surplus-months.csv')).text);
      expect(header).to.deep.equal(['siteId', 'site', 'buildingId', 'building', 'year', 'month', 'freeMwh', 'committedMwh']);
      expect(rows).to.have.length(24);
      expect(rows[1]?.slice(3)).to.deep.equal(['Hall A', '2027', '2', '3360', '1478.4']);
    });
    it('draws the months by building, wide and narrow', async () => {
      for (const size of ['wide', 'narrow']) {
        const answer = await app.agent().get(`/surplus/${siteId}/months.svg?size=${size}`);
        expect(answer.headers.get('content-type')).to.include('image/svg+xml');
        expect(answer.text).to.include('Hall A, promised').and.include('Hall A, free').and.include('Campus in 2027').and.not.include('Hall B');
      }
      expect((await app.agent().get(`/surplus/${siteId}/months.svg?year=2028`)).text).to.include('Hall B, free');
    });
    it('shows the campus on the first page, the way in three steps and where to sign up', async () => {
      const page = await app.agent().get('/');
      expect(page.text).to.include('The heat of Campus').and.include('5\u202f000\u00a0kW').and.include('Meet the site').and.include('href="/sign-up"');
      expect(page.text).to.include('months.svg').and.not.include('Example site');
    });
    it('asks a signed-in partner for a demand in place of a sign-up', async () => {
      const page = await (await app.signIn('partner')).get('/');
      expect(page.text).to.include('href="/demands/new"').and.not.include('href="/sign-up"');
    });
    it('sends a first page below 100 kB, style sheets, font and chart included', async () => {
      const agent = app.agent();
      const page = await agent.get('/');
      const parts = [...page.text.matchAll(/(?:href|src|srcset)="(\/(?:css|fonts|js|img|surplus\/)[^"]+)"/g)].map(([, path = '']) => decodeEntities(path));
      expect(parts.length).to.be.greaterThan(8);
      const sizes = await Promise.all([...new Set(parts)].map(async (path) => {
        const { status, text } = await agent.get(path);
        expect(status, path).to.equal(200);
        return path.endsWith('.woff2') ? Number((await fetch(`${app.url}${path}`)).headers.get('content-length')) : gzipSync(text).length;
      }));
      expect(sizes.reduce((sum, size) => sum + size, gzipSync(page.text).length)).to.be.below(100_000);
    });
    it('gives no visitor a cookie', async () => expect((await app.agent().get('/')).headers.getSetCookie()).to.deep.equal([]));
  });
});

describe('an example site', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp({ clock: movableClock(NOON) }); });
  after(() => app.stop());

  it('is stored, published and told of by the system, and marked on every page', async () => {
    const { supply, relay } = app.services;
    const told: string[] = [];
    relay.subscribe('example-test', 'all', ({ type, actor, data }) => {
      told.push(`${type} by ${actor.label}: ${String(data['name'])}`);
      return Promise.resolve();
    });
    const { site, buildings } = await supply.registerExample(aSiteDraft(), [aBuildingDraft(), aBuildingDraft({ name: 'Hall B' })]);
    expect(site).to.include({ example: true, name: 'Campus', version: 1 });
    expect(buildings.map(({ name, published, siteId }) => [name, published, siteId])).to.deep.equal([['Hall A', true, site.siteId], ['Hall B', true, site.siteId]]);
    expect(await supply.publishedBuildings(site.siteId)).to.have.length(2);
    await app.settle();
    expect(told.sort()).to.deep.equal([
      'building-changed by Heatmatch: Hall A', 'building-changed by Heatmatch: Hall B', 'building-published by Heatmatch: Hall A',
      'building-published by Heatmatch: Hall B', 'site-changed by Heatmatch: Campus',
    ]);
    for (const path of ['/', '/surplus']) expect((await app.agent().get(path)).text, path).to.include('Example site').and.include('assumed');
    expect(record((await app.agent().get('/surplus.csv')).text, 'Hall A')['example']).to.equal('true');
  });
  it('is never added to the heat of a real one', async () => {
    const manager = await app.signIn('manager');
    const siteId = await savedSite(app, manager.user, { name: 'Real site' });
    const buildingId = await savedBuilding(app, manager.user, { siteId }, { installedItKw: 1000 });
    const [home, surplus] = [await app.agent().get('/'), await app.agent().get('/surplus')];
    expect(home.text).to.include('The heat of Real site').and.include('720\u00a0kW').and.not.include('Example site');
    expect(surplus.text).to.include('What one building can give').and.include('Example site').and.include('<p class="figure-value">720\u00a0kW</p>');
    await app.services.supply.setPublished(manager.user, { id: buildingId, revision: 2 }, false);
  });
  it('can become a real one, and only by saying so', async () => {
    const manager = await app.signIn('manager');
    const { siteId = '' } = (await app.services.supply.sites()).find(({ example }) => example) ?? {};
    await manager.submit(`/sites/${siteId}/edit`, { pue: 1.15 });
    expect((await app.agent().get('/')).text).to.include('Example site');
    await manager.submit(`/sites/${siteId}/edit`, { noExample: 'true' });
    expect((await app.agent().get('/')).text).to.not.include('Example site');
    expect((await manager.get(`/sites/${siteId}/edit`)).text).to.not.include('noExample');
  });
});
