import { expect } from 'chai';
import { createServices, type Services } from '../server/services.js';
import { seedOnFirstStart } from '../server/start.js';
import { startTestApp, type TestApp } from './support/app.js';
import { aDemand } from './support/builders.js';

const ROLES = ['partner', 'manager', 'verifier', 'admin'];
const BUILDINGS = 3;
const DEMANDS = 12;

async function counted({ supply, demand }: Services): Promise<readonly [sites: number, buildings: number, demands: number]> {
  const sites = await supply.sites();
  const buildings = await Promise.all(sites.map(({ siteId }) => supply.publishedBuildings(siteId)));
  return [sites.length, buildings.flat().length, (await demand.submitted()).length];
}

describe('the example of a first start', () => {
  let app: TestApp;
  beforeEach(async () => { app = await startTestApp(); });
  afterEach(() => app.stop());
  const asked = (changes: Partial<TestApp['config']> = {}) => seedOnFirstStart({ ...app.config, seedExample: true, ...changes }, app.services);

  context('in an empty store', () => {
    it('is a site of three published buildings, a dozen demands of different kinds, and an account a role that can log in', async () => {
      const accounts = await asked();
      expect(accounts.map(({ role }) => role)).to.deep.equal(ROLES);
      expect(await counted(app.services)).to.deep.equal([1, BUILDINGS, DEMANDS]);
      const demands = await app.services.demand.submitted();
      expect(new Set(demands.map(({ use }) => use)).size).to.equal(DEMANDS);
      expect(demands.every(({ example }) => example)).to.equal(true);
      for (const { email, password } of accounts) expect(await app.services.accounts.authenticate(email, password)).to.have.property('user');
    });
    it('leads to a match a pair, some worth it, some not', async () => {
      await asked();
      await app.settle();
      const { matches, total } = await app.services.matching.list({ limit: 100 });
      expect(total).to.equal(BUILDINGS * DEMANDS);
      const values = matches.map(({ result }) => (result.feasible ? Math.sign(result.economics.npvEur) : 0));
      expect(values).to.include(1).and.include(-1);
    });
    it('is made once by two processes that start at the same time', async () => {
      const uri = app.services.connection.getClient().options.hosts[0]?.toString();
      const other = await createServices({ ...app.config, mongodbUri: `mongodb://${uri}/${app.services.connection.name}` });
      const made = await Promise.all([asked(), seedOnFirstStart({ ...app.config, seedExample: true }, other)]);
      await other.stop();
      expect(made.map(({ length }) => length).sort()).to.deep.equal([0, ROLES.length]);
      expect(await counted(app.services)).to.deep.equal([1, BUILDINGS, DEMANDS]);
    });
  });

  context('when it was made before', () => {
    it('is not made again, and no password is told twice', async () => {
      await asked();
      expect(await asked()).to.deep.equal([]);
      expect(await counted(app.services)).to.deep.equal([1, BUILDINGS, DEMANDS]);
    });
  });

  context('when a first start was killed in the middle', () => {
    it('is completed by a later one, nothing twice', async () => {
      const { accounts, demand, connection } = app.services;
      const network = await accounts.ensureOrganisation({ name: 'Example district heating company', kind: 'district-heating' });
      await demand.registerExample({ ...aDemand().answers, name: 'City network, base load' }, network.id);
      await connection.collection<{ _id: string }>('installation').insertOne({ _id: 'example-site', state: 'begun', leaseUntil: new Date(0) } as never);
      expect((await asked()).map(({ role }) => role)).to.deep.equal(ROLES);
      expect(await counted(app.services)).to.deep.equal([1, BUILDINGS, DEMANDS]);
    });
  });

  context('in a store that is in use', () => {
    it('is left out', async () => {
      await app.signIn('manager');
      expect(await asked()).to.deep.equal([]);
      expect(await counted(app.services)).to.deep.equal([0, 0, 0]);
    });
  });

  context('in production, where it has to be asked for', () => {
    it('has no accounts', async () => {
      expect(await asked({ environment: 'production' })).to.deep.equal([]);
      expect(await counted(app.services)).to.deep.equal([1, BUILDINGS, DEMANDS]);
      expect(await app.services.accounts.isEmpty()).to.equal(true);
    });
  });
});
