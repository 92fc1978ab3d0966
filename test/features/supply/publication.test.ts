import { expect } from 'chai';
import type { DomainEvent } from '../../../server/shared/events.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand } from '../../support/builders.js';
import { movableClock } from '../../support/clock.js';
import { buildingFields, errorOf, savedBuilding, savedSite, siteFields, valueOf } from './supply-fixture.js';

describe('a building\'s life', () => {
  let app: TestApp;
  let manager: SignedInAgent;
  let siteId: string;
  const events: DomainEvent[] = [];
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    app.services.relay.subscribe('recorder', 'all', (event) => { events.push(event); return Promise.resolve(); });
    manager = await app.signIn('manager', 'Operator');
    siteId = await savedSite(app, manager.user);
  });
  after(() => app.stop());
  const told = async (): Promise<readonly string[]> => {
    await app.settle();
    return events.splice(0).map(({ type }) => type);
  };

  it('is told of step by step, each step a version', async () => {
    await told();
    const buildingId = await savedBuilding(app, manager.user, { siteId, published: false });
    const page = `/buildings/${buildingId}`;
    expect(await told()).to.deep.equal(['building-changed']);

    expect((await manager.get(`${page}/publish`)).text).to.include('Publish Hall A?').and.include('matched with every heat demand');
    expect((await manager.submit(`${page}/publish`, {}, { follow: true })).text).to.include('Hall A is published');
    expect((await app.agent().get('/surplus')).text).to.include('Hall A');
    expect(await told()).to.deep.equal(['building-published']);

    await manager.submit(`${page}/edit`, { committedKw: 700 });
    expect(await told()).to.deep.equal(['building-changed']);
    expect((await app.services.supply.publishedBuildings(siteId)).map(({ version, committedKw }) => [version, committedKw])).to.deep.equal([[3, 700]]);

    expect((await manager.get(`${page}/unpublish`)).text).to.include('its matches are withdrawn');
    await manager.submit(`${page}/unpublish`, {});
    expect(await told()).to.deep.equal(['building-unpublished']);
    expect(await app.services.supply.publishedBuildings(siteId)).to.deep.equal([]);
    expect((await app.agent().get('/surplus')).text).to.not.include('Hall A');

    const shown = (await manager.get(page)).text;
    for (const text of ['Created as version 1', 'Published as version 2', 'Changed as version 3', 'Unpublished as version 4',
      'Promised to running projects: 0\u00a0kW → 700\u00a0kW']) expect(shown).to.include(text);
  });
  it('leaves former versions as they were', async () => {
    const { supply } = app.services;
    const buildingId = await savedBuilding(app, manager.user, { siteId }, { name: 'Hall V' });
    await manager.submit(`/buildings/${buildingId}/edit`, { installedItKw: 20_000 });
    const versions = await Promise.all([1, 2, 3].map((version) => supply.buildingAtVersion(buildingId, version)));
    expect(versions.map(({ installedItKw, published }) => [installedItKw, published])).to.deep.equal([[10_000, false], [10_000, true], [20_000, true]]);
    let error: unknown;
    await supply.buildingAtVersion(buildingId, 9).catch((thrown: unknown) => { error = thrown; });
    expect(error).to.have.property('status', 404);
  });
  it('is matched while it is published, its heat taken from the version that counts', async () => {
    const buildingId = await savedBuilding(app, manager.user, { siteId }, { name: 'Hall M' });
    const partner = await app.signIn('partner');
    const { demandId } = await aDemand().submitted(app, partner.user);
    const matchOf = async () => {
      await app.settle();
      return (await app.services.matching.list({ buildingId, demandId })).matches[0];
    };
    expect(await matchOf()).to.include({ state: 'proposed', buildingVersion: 2 });
    await manager.submit(`/buildings/${buildingId}/edit`, { supplyTemperatureC: 60 });
    const match = await matchOf();
    expect(match?.buildingVersion).to.equal(3);
    expect((await app.services.matching.exportCase(match?.id ?? '')).source.supplyTemperatureC).to.equal(60);
    await manager.submit(`/buildings/${buildingId}/unpublish`, {});
    expect(await matchOf()).to.include({ state: 'withdrawn' });
    await manager.submit(`/buildings/${buildingId}/publish`, {});
    expect(await matchOf()).to.include({ state: 'proposed', buildingVersion: 5 });
  });
  it('is told of with its site when the site changes', async () => {
    await told();
    await manager.submit(`/sites/${siteId}/edit`, { pue: 1.25 });
    expect(await told()).to.deep.equal(['site-changed']);
    const { pue, version } = (await app.services.supply.sites()).find((site) => site.siteId === siteId) ?? { pue: 0, version: 0 };
    expect([pue, version]).to.deep.equal([1.25, 2]);
    expect((await app.services.supply.siteAtVersion(siteId, 1)).pue).to.equal(1.2);
    expect((await manager.get(`/sites/${siteId}`)).text).to.include('PUE: 1.2 → 1.25');
  });
});

describe('two managers at once', () => {
  let app: TestApp;
  let kari: SignedInAgent;
  let ola: SignedInAgent;
  let siteId: string;
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    [kari, ola] = [await app.signIn('manager'), await app.signIn('admin')];
    siteId = await savedSite(app, kari.user);
  });
  after(() => app.stop());

  it('on a building: the second is told what happened, keeps the own values, and may then overwrite knowingly', async () => {
    const buildingId = await savedBuilding(app, kari.user, { siteId, published: false });
    const edit = `/buildings/${buildingId}/edit`;
    const [first, second] = [await kari.get(edit), await ola.get(edit)];
    await kari.resubmit(first, { committedKw: 500 });
    const conflict = await ola.resubmit(second, { installedItKw: 12_345 });
    expect(conflict.status).to.equal(409);
    expect(conflict.text).to.include(`${kari.user.name} has changed this building`).and.include('Promised to running projects: 0\u00a0kW → 500\u00a0kW');
    expect(valueOf(conflict, 'installedItKw')).to.equal('12345');
    expect((await app.services.supply.building(buildingId)).current).to.include({ version: 2, installedItKw: 10_000, committedKw: 500 });
    expect((await ola.resubmit(conflict, {})).status).to.equal(303);
    expect((await app.services.supply.building(buildingId)).current).to.include({ version: 3, installedItKw: 12_345, committedKw: 0 });
  });
  it('on a site', async () => {
    const edit = `/sites/${siteId}/edit`;
    const [first, second] = [await kari.get(edit), await ola.get(edit)];
    await kari.resubmit(first, { pue: 1.4 });
    const conflict = await ola.resubmit(second, { name: 'Another name' });
    expect(conflict.status).to.equal(409);
    expect(conflict.text).to.include('PUE: 1.2 → 1.4');
    expect(valueOf(conflict, 'name')).to.equal('Another name');
    expect((await app.services.supply.site(siteId)).current).to.include({ pue: 1.4, name: 'Campus' });
  });
  it('on a publication: a building that was changed meanwhile is not published unseen', async () => {
    const buildingId = await savedBuilding(app, kari.user, { siteId, published: false }, { name: 'Hall P' });
    const confirm = await ola.get(`/buildings/${buildingId}/publish`);
    await kari.submit(`/buildings/${buildingId}/edit`, { supplyTemperatureC: 50 });
    const conflict = await ola.resubmit(confirm, {});
    expect(conflict.status).to.equal(409);
    expect(conflict.text).to.include('Supply temperature: 45\u00a0°C → 50\u00a0°C');
    expect((await app.services.supply.building(buildingId)).current.published).to.equal(false);
    expect((await ola.resubmit(conflict, {})).status).to.equal(303);
    expect((await app.services.supply.building(buildingId)).current.published).to.equal(true);
  });
  it('writes one version of several saves at the same moment, and loses none of the others\' words', async () => {
    const { supply } = app.services;
    const buildingId = await savedBuilding(app, kari.user, { siteId, published: false }, { name: 'Hall R' });
    const { current, revision } = await supply.building(buildingId);
    const saves = await Promise.allSettled(Array.from({ length: 8 }, (_, index) =>
      supply.saveBuilding(kari.user, { id: buildingId, revision }, siteId, { ...current, committedKw: index + 1 })));
    expect(saves.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const save of saves) if (save.status === 'rejected') expect(save.reason).to.have.property('status', 409);
    const after = await supply.building(buildingId);
    expect([after.revision, after.history.length]).to.deep.equal([2, 2]);
    expect((await supply.buildingAtVersion(buildingId, after.current.version)).committedKw).to.equal(after.current.committedKw);
  });
  it('takes the same form sent twice for one', async () => {
    const form = await kari.get(`/sites/${siteId}/buildings/new`);
    const answers = [await kari.resubmit(form, buildingFields({ name: 'Twice' })), await kari.resubmit(form, buildingFields({ name: 'Twice' }))];
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303]);
    expect(answers[0]?.location).to.equal(answers[1]?.location);
    expect((await app.services.supply.buildings(siteId)).filter(({ current }) => current.name === 'Twice')).to.have.length(1);
  });
});

describe('who may see and change sites and buildings', () => {
  let app: TestApp;
  let manager: SignedInAgent;
  let siteId: string;
  let buildingId: string;
  before(async () => {
    app = await startTestApp({ clock: movableClock() });
    manager = await app.signIn('manager');
    siteId = await savedSite(app, manager.user);
    buildingId = await savedBuilding(app, manager.user, { siteId, published: false });
  });
  after(() => app.stop());
  const reading = () => ['/sites', `/sites/${siteId}`, `/buildings/${buildingId}`];
  const writing = () => ['/sites/new', `/sites/${siteId}/edit`, `/sites/${siteId}/buildings/new`, `/buildings/${buildingId}/edit`, `/buildings/${buildingId}/publish`];

  it('sends a visitor to the login', async () => {
    for (const path of [...reading(), ...writing()]) expect((await app.agent().get(path)).location, path).to.equal('/login');
  });
  it('refuses a partner', async () => {
    const partner = await app.signIn('partner');
    for (const path of [...reading(), ...writing()]) expect((await partner.get(path)).status, path).to.equal(403);
  });
  it('lets a verifier read, and neither open nor send a form', async () => {
    const verifier = await app.signIn('verifier');
    for (const path of reading()) {
      const page = await verifier.get(path);
      expect(page.status, path).to.equal(200);
      expect(page.text, path).to.not.match(/href="[^"]*\/(edit|new|publish)"/);
    }
    for (const path of writing()) expect((await verifier.get(path)).status, path).to.equal(403);
    const token = /name="_csrf" value="([^"]+)"/.exec((await verifier.get('/sites')).text)?.[1] ?? '';
    const sent = await verifier.post(`/buildings/${buildingId}/publish`, { _csrf: token, revision: 1 });
    expect([sent.status, sent.text.includes('Verifier account')]).to.deep.equal([403, true]);
    let error: unknown;
    await app.services.supply.setPublished(verifier.user, { id: buildingId, revision: 1 }, true).catch((thrown: unknown) => { error = thrown; });
    expect(error).to.have.property('status', 403);
  });
  it('lets an admin write', async () => {
    const admin = await app.signIn('admin');
    expect((await admin.submit('/sites/new', siteFields())).status).to.equal(303);
  });
  it('says so when there is none of that address', async () => {
    for (const path of ['/sites/64b0000000000000000000ff', '/buildings/64b0000000000000000000ff', '/sites/nonsense', '/buildings/nonsense/edit']) {
      expect((await manager.get(path)).status, path).to.equal(404);
    }
  });
  it('shows an empty list with the first step', async () => {
    const empty = await startTestApp({ clock: movableClock() });
    try {
      expect((await (await empty.signIn('manager')).get('/sites')).text).to.include('No site yet').and.include('href="/sites/new"');
      expect((await (await empty.signIn('verifier')).get('/sites')).text).to.include('No site yet').and.not.include('href="/sites/new"');
    } finally {
      await empty.stop();
    }
  });
  it('refuses a form without its address or revision', async () => {
    const page = await manager.submit(`/buildings/${buildingId}/edit`, { revision: 'x' });
    expect(page.status).to.equal(422);
    expect(errorOf(page, 'name')).to.equal(undefined);
  });
});
