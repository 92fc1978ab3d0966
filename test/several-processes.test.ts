import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Types } from 'mongoose';
import { demandModel } from '../models/demand.js';
import { demandVersionModel } from '../models/demand-version.js';
import { matchModel } from '../models/match.js';
import { readConfig } from '../server/config.js';
import { MODEL_VERSION } from '../server/engineering/index.js';
import { createServices, type Services } from '../server/services.js';
import type { JobReport } from '../server/shared/ports.js';
import { Agent } from './support/agent.js';
import { logIn, TEST_PASSWORD } from './support/app.js';
import { aBuilding, aDemand, aSite } from './support/builders.js';
import { endProcess, launchMain, launchStore, said, type Launched } from './support/program.js';
import { isEmbedded, startTestStore } from './support/store.js';

const DEMANDS = 2000;
const LOOK_MS = 100;
const SECRET = 'the same secret in every web process';

interface World {
  readonly uri: string;
  readonly services: Services;
  readonly webs: readonly string[];
  readonly workers: readonly Launched[];
  stop(): Promise<void>;
}

/** The embedded store in a process of its own, or the server that TEST_MONGODB_URI names. */
async function openStore(folder: string): Promise<{ uri: string; stop: () => Promise<unknown> }> {
  if (!isEmbedded) return startTestStore();
  const store = launchStore(folder);
  return { uri: await said(store, /mongodb:\/\/\S+(?=\n)/), stop: () => endProcess(store) };
}

/** Two web processes and two workers of the real program around one store, and the services to look into it. */
async function startWorld(folder: string): Promise<World> {
  const store = await openStore(folder);
  const settings = { MONGODB_URI: store.uri, DATA_DIR: folder, SEED_EXAMPLE: 'false', SESSION_SECRET: SECRET };
  const services = await createServices(readConfig({ ...settings, LOG_LEVEL: 'error', ROLE: 'web' }));
  const [webs, workers] = ['web', 'worker'].map((role) => [1, 2].map(() => launchMain({ ...settings, ROLE: role }))) as [Launched[], Launched[]];
  const addresses = await Promise.all(webs.map((web) => said(web, /http:\/\/localhost:\d+/)));
  await Promise.all(workers.map((worker) => said(worker, /works on jobs/)));
  return {
    uri: store.uri, services, webs: addresses, workers,
    async stop() {
      await Promise.all([...webs, ...workers].map((launched) => endProcess(launched)));
      await services.stop();
      await store.stop();
    },
  };
}

/** One demand through the service; the others as the store holds it, each with a heat of its own. */
async function submitDemands({ connection, demand, accounts }: Services): Promise<void> {
  const user = await accounts.createVerifiedAccount({
    email: 'partner@example.org', name: 'Siri Moe', password: TEST_PASSWORD, role: 'partner', organisation: { name: 'Greenhouses', kind: 'industry' },
  });
  const draft = await demand.saveDraft(user, demand.newReference(), aDemand().answers, 'keep');
  await demand.submit(user, { demandId: draft.id, revision: draft.revision });
  const [demands, versions] = [demandModel(connection), demandVersionModel(connection)];
  const [first, version] = [await demands.findById(draft.id).lean(), await versions.findOne({ demandId: draft.id }).lean()];
  if (first === null || version === null) throw new Error('the first demand is not stored');
  const ids = Array.from({ length: DEMANDS - 1 }, () => new Types.ObjectId());
  const named = (n: number) => ({ name: `Greenhouse ${n + 2}`, annualDemandMwh: 1000 + n });
  await versions.collection.insertMany(ids.map((demandId, n) => ({
    ...version, ...named(n), _id: new Types.ObjectId(), demandId, answers: { ...version.answers, ...named(n) }, input: { ...version.input, ...named(n) },
  })) as never[]);
  await demands.collection.insertMany(ids.map((_id, n) => ({
    ...first, _id, answers: { ...first.answers, ...named(n) }, pendingEvents: [], hasPendingEvents: false,
  })) as never[]);
}

describe('two web and two worker processes around one store', function () {
  this.timeout(240_000);
  let folder: string;
  let world: World;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heatmatch-processes-'));
    world = await startWorld(folder);
  });
  after(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const rescore = async (): Promise<JobReport | undefined> => (await world.services.jobs.lists(['rescore'])).running.jobs[0];
  const openRescores = async (): Promise<number> => {
    const { running, waiting, ended } = await world.services.jobs.lists(['rescore']);
    return running.total + waiting.total + ended.total;
  };
  /** Looks until it is so; every look asks both web processes for a page, too. */
  const meanwhile = async (cookie: string, isSo: () => Promise<boolean>): Promise<number> => {
    for (let pages = 0; ; pages += 2) {
      if (await isSo()) return pages;
      const answers = await Promise.all(world.webs.map((url) => fetch(`${url}/admin/jobs`, { headers: { cookie } })));
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
      await pause(LOOK_MS);
    }
  };

  it('score 2,000 demands once each, though a worker is killed in the middle of it', async () => {
    const { services, webs, workers } = world;
    const manager = { email: 'manager@example.org', name: 'Kari Berg', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Site', kind: 'operator' } } as const;
    const user = await services.accounts.createVerifiedAccount(manager);
    const agent = new Agent(webs[0] ?? '');
    await logIn(agent, manager.email);
    const { siteId: _site, version: _v, example: _e, ...site } = aSite();
    const { buildingId: _b, siteId: _s, version: _n, published: _p, ...building } = aBuilding();
    const { current } = await services.supply.saveSite(user, services.supply.newReference(), site);
    const hall = await services.supply.saveBuilding(user, services.supply.newReference(), current.siteId, building);
    await services.supply.setPublished(user, { id: hall.current.buildingId, revision: hall.revision }, true);
    await submitDemands(services);
    await meanwhile(agent.cookieHeader, async () => await openRescores() === 0);

    await services.matching.requestRescore('all');
    await meanwhile(agent.cookieHeader, async () => ((await rescore())?.progress ?? 0) >= 0.1);
    const interrupted = await rescore();
    const victim = workers.find(({ child }) => interrupted?.worker?.endsWith(` ${child.pid}`));
    if (victim === undefined) throw new Error(`no worker runs it: ${JSON.stringify(interrupted)}`);
    expect(interrupted?.progress).to.be.within(0.1, 0.8);
    await endProcess(victim, 'SIGKILL');

    const pages = await meanwhile(agent.cookieHeader, async () => await openRescores() === 0);
    expect(pages).to.be.greaterThan(0);
    const matches = await matchModel(services.connection).find({}, { demandId: 1, buildingId: 1, demandVersion: 1, siteVersion: 1, buildingVersion: 1, modelVersion: 1, revision: 1 }).lean();
    expect(matches).to.have.length(DEMANDS);
    expect(new Set(matches.map(({ demandId, buildingId }) => `${buildingId} ${demandId}`)).size).to.equal(DEMANDS);
    const buildingVersion = (await services.supply.publishedBuildings(current.siteId))[0]?.version;
    const seen = new Set(matches.map((one) => JSON.stringify([one.demandVersion, one.siteVersion, one.buildingVersion, one.modelVersion, one.revision])));
    expect([...seen]).to.deep.equal([JSON.stringify([1, 1, buildingVersion, MODEL_VERSION, 1])]);
    expect((await services.matching.recalculations()).filter(({ scope }) => scope === 'all')).to.have.length(1);
  });
});
