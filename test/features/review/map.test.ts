import { expect } from 'chai';
import { securityHeaders } from '../../../server/web/security.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand } from '../../support/builders.js';

interface Feature { readonly id?: string; readonly properties: Record<string, unknown>; readonly geometry: { readonly type: string; readonly coordinates: unknown } }
const featuresOf = (text: string): readonly Feature[] => (JSON.parse(text) as { readonly features: readonly Feature[] }).features;
const namesOf = (features: readonly Feature[]): unknown[] => features.filter(({ geometry }) => geometry.type === 'Point').map(({ properties }) => properties['name']);

describe('the map', function () {
  this.timeout(60_000);
  let app: TestApp;
  let partner: SignedInAgent;
  let manager: SignedInAgent;
  before(async () => {
    app = await startTestApp({ seedExample: true });
    [partner, manager] = [await app.signIn('partner', 'Growers'), await app.signIn('manager')];
    await aDemand(1).with({ name: 'Cucumbers', latitude: 60.9, longitude: 11.2 }).submitted(app, partner.user);
    await app.settle();
  });
  after(() => app.stop());

  it('shows a visitor the sites and no partner', async () => {
    const page = await app.agent().get('/map');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Example site').and.include('Log in to see your own').and.not.include('Cucumbers');
    const features = featuresOf((await app.agent().get('/map/places.geojson')).text);
    expect(features.map(({ properties }) => properties['kind'])).to.deep.equal(['site']);
  });

  it('shows a partner the sites and the own demands only', async () => {
    const page = await partner.get('/map');
    expect(page.text).to.include('Cucumbers').and.not.include('Trout hatchery');
    expect(namesOf(featuresOf((await partner.get('/map/places.geojson')).text)).slice(1)).to.deep.equal(['Cucumbers']);
  });

  it('shows the site\'s people all, best score first, each with the way to its best match', async () => {
    const answer = await manager.get('/map/places.geojson');
    expect(answer.headers.get('content-type')).to.include('application/geo+json');
    const features = featuresOf(answer.text);
    expect(namesOf(features)).to.include('Cucumbers').and.include('Trout hatchery');
    const { matches: [best] } = await app.services.matching.list({ feasible: true, sort: 'score', descending: true, limit: 1 });
    const [, first] = features;
    expect(first?.properties).to.include({ name: best?.demandName, href: `/matches/${best?.id}`, siteId: `site-${best?.siteId}` });
    const served = features.filter(({ properties: { kind, score } }) => kind === 'demand' && score !== null);
    expect(features.filter(({ geometry }) => geometry.type === 'LineString')).to.have.length(served.length);
  });

  it('is a list of the same places without script', async () => {
    const page = await manager.get('/map');
    for (const { properties: { id, name } } of featuresOf((await manager.get('/map/places.geojson')).text)) {
      if (typeof id !== 'string' || typeof name !== 'string') continue;
      expect(page.text).to.include(`<tr id="${id}">`).and.include(name);
    }
  });

  it('serves its library and its background itself', async () => {
    for (const path of ['/vendor/leaflet/leaflet.js', '/vendor/leaflet/leaflet.css', '/vendor/supercluster/supercluster.min.js', '/geo/land.json']) {
      expect((await app.agent().get(path)).status, path).to.equal(200);
    }
  });

  it('says on an empty installation what will appear', async () => {
    const empty = await startTestApp();
    expect((await empty.agent().get('/map')).text).to.include('Nothing to show on a map yet');
    await empty.stop();
  });

  it('lets tiles in from the host that was asked for, and from no other', () => {
    const policyWith = (tileUrl: string | null): string => {
      const headers = new Map<string, string>();
      const response = { setHeader: (name: string, value: string) => { headers.set(name.toLowerCase(), value); }, removeHeader: () => undefined };
      securityHeaders(false, tileUrl)({} as never, response as never, () => undefined);
      return headers.get('content-security-policy') ?? '';
    };
    expect(policyWith('https://tiles.example.org/{z}/{x}/{y}.png')).to.include("img-src 'self' data: https://tiles.example.org;");
    expect(policyWith(null)).to.include("img-src 'self' data:;");
  });
});
