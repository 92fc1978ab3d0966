import { expect } from 'chai';
import { DEFAULT_ASSUMPTIONS } from '../../../server/engineering/index.js';
import { distanceBetween } from '../../../server/features/supply/index.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand } from '../../support/builders.js';
import { errorOf, rowOf, savedBuilding, savedSite, siteFields, valueOf } from './supply-fixture.js';

const NEW_DEMAND = '/demands/new?use=greenhouse';
interface Answer {
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  readonly text: string;
  readonly rows: readonly { readonly id: string; readonly name: string; readonly straight: string | null; readonly route: string | null }[];
}

describe('the choice of a place', () => {
  let app: TestApp;
  let partner: SignedInAgent;
  let manager: SignedInAgent;
  let siteId: string;
  let near: string;
  let far: string;
  before(async () => {
    app = await startTestApp();
    [partner, manager] = [await app.signIn('partner', { name: 'Growers', kind: 'industry' }), await app.signIn('manager')];
    const { user } = manager;
    siteId = await savedSite(app, user);
    near = await savedBuilding(app, user, { siteId });
    await savedBuilding(app, user, { siteId, published: false }, { name: 'Hidden hall' });
    const other = await savedSite(app, user, { name: 'North', place: { latitude: 61.83, longitude: 11.17, address: 'Rena' } });
    far = await savedBuilding(app, user, { siteId: other }, { name: 'Hall N' });
  });
  after(() => app.stop());

  const ask = async (query: Record<string, string>, agent = partner): Promise<Answer> =>
    JSON.parse((await agent.get(`/map/distances.json?${new URLSearchParams(query)}`)).text) as Answer;

  it('is on both forms, with the buildings that are published', async () => {
    for (const page of [await partner.get(NEW_DEMAND), await manager.get('/sites/new')]) {
      expect(page.text).to.include('/js/place-choice.js').and.include('/vendor/leaflet/leaflet.js').and.not.include('Hidden hall');
      expect(page.text).to.include('Latitude and longitude together give the distances.').and.include('times 1.3');
      expect(rowOf(page, 'Hall A')).to.deep.equal(['–', '–']);
    }
  });

  it('loads its library on no page without it', async () => {
    for (const path of ['/demands', '/demands/new', '/surplus']) expect((await partner.get(path)).text, path).to.not.include('leaflet');
  });

  context('asked by a script', () => {
    it('answers with one degree of a meridian as 111.2 km and the route as that times the factor, nearest first', async () => {
      const { place, text, rows } = await ask({ latitude: '60,83', longitude: '11.17' });
      expect(place).to.deep.equal({ latitude: 60.83, longitude: 11.17 });
      expect(rows.map(({ id, straight, route }) => [id, straight, route]))
        .to.deep.equal([[near, '0\u00a0m', '0\u00a0m'], [far, '111\u00a0km', '145\u00a0km']]);
      expect(text).to.equal('Chosen place: latitude 60.83000, longitude 11.17000. Nearest: Hall A (Campus), 0\u00a0m away in a straight line, about 0\u00a0m of pipe.');
    });
    it('reads what the forms read: both in one field', async () => {
      expect((await ask({ latitude: '60.9° N 11.2° E', longitude: '' })).place).to.deep.equal({ latitude: 60.9, longitude: 11.2 });
    });
    it('says what is missing, and what cannot be', async () => {
      const missing = await ask({ latitude: '60.83', longitude: '' });
      expect([missing.place, missing.text, missing.rows[0]?.straight]).to.deep.equal([null, 'Latitude and longitude together give the distances.', null]);
      expect((await ask({ latitude: '97', longitude: '11' })).text).to.equal('97 ° is above 90 °.');
    });
    it('leaves out the site that is being placed', async () => {
      expect((await ask({ latitude: '60.83', longitude: '11.17', except: siteId }, manager)).rows.map(({ id }) => id)).to.deep.equal([far]);
    });
    it('speaks the reader\'s language', async () => {
      await partner.submit('/', { language: 'nb' }, { action: '/language' });
      expect((await ask({ latitude: '60.83', longitude: '11.17' })).text).to.include('Valgt sted: breddegrad 60,83000').and.include('i luftlinje');
      await partner.submit('/', { language: 'en' }, { action: '/language' });
    });
    it('tells a visitor, who has questions to answer too, of published buildings and no other', async () => {
      const answer = await app.agent().get('/map/distances.json?latitude=60.83&longitude=11.17');
      const { rows } = JSON.parse(answer.text) as { rows: { id: string }[] };
      const published = (await app.services.supply.list()).flatMap(({ buildings }) => buildings).filter(({ current }) => current.published);
      expect(rows.map(({ id }) => id)).to.have.members(published.map(({ current }) => current.buildingId));
    });
  });

  context('without script', () => {
    it('shows the distances in the form of a demand, saves nothing, and complains of nothing else', async () => {
      const page = await partner.submit(NEW_DEMAND, { latitude: '60.9, 11.17', longitude: '', intent: 'place' });
      expect(page.status).to.equal(200);
      expect(rowOf(page, 'Hall A')).to.deep.equal(['7.8\u00a0km', '10.1\u00a0km']);
      expect(page.text).to.include('Nothing is saved yet').and.include('Chosen place: latitude 60.90000');
      expect([valueOf(page, 'latitude'), valueOf(page, 'longitude')]).to.deep.equal(['60.9', '11.17']);
      expect(await app.services.demand.list(partner.user, { state: 'draft' })).to.deep.equal([]);
    });
    it('names what is wrong with the coordinates beside their fields', async () => {
      const page = await partner.submit(NEW_DEMAND, { latitude: '97', longitude: '11', intent: 'place' });
      expect([page.status, errorOf(page, 'latitude'), errorOf(page, 'name')]).to.deep.equal([422, '97 ° is above 90 °.', undefined]);
    });
    it('shows them in the form of a site, without the site itself, which also takes both coordinates in one field', async () => {
      const page = await manager.submit(`/sites/${siteId}/edit`, { latitude: '60.84, 11.17', longitude: '', intent: 'place' });
      expect(page.status).to.equal(200);
      expect(rowOf(page, 'Hall N')).to.deep.equal(['110\u00a0km', '143\u00a0km']);
      expect(page.text).to.not.include('data-site-name="Campus"');
      const saved = await manager.submit('/sites/new', siteFields({ latitude: '60.5, 11.5', longitude: '' }));
      expect((await app.services.supply.site(saved.location?.split('/').at(-1) ?? '')).current.place).to.include({ latitude: 60.5, longitude: 11.5 });
    });
  });

  it('promises the route that the match is then worked out with', async () => {
    const place = { latitude: 60.9, longitude: 11.2 };
    await aDemand(3).with(place).submitted(app, partner.user);
    await app.settle();
    const { matches } = await app.services.matching.list({});
    const { straightM, routeLengthM } = distanceBetween(place, { latitude: 60.83, longitude: 11.17 });
    expect(matches.find(({ buildingId }) => buildingId === near)?.routeLengthM).to.equal(routeLengthM);
    expect(routeLengthM).to.equal(straightM * DEFAULT_ASSUMPTIONS.routeFactor);
  });
});
