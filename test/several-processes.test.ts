import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Types } from 'mongoose';
import { demandModel } from '../models/demand.js';
import { demandVersionModel } from '../models/demand-version.js';
import { matchModel } from '../models/match.js';
import { readConfig } from '../server/config.js';
import { MODEL_VERSION } from '../server/engineering/index.js';
import { createServices, type Services } from '../server/services.js';
import type { CurrentUser } from '../server/shared/current-user.js';
import type { JobReport } from '../server/shared/ports.js';
import { Agent } from './support/agent.js';
import { logIn, TEST_PASSWORD } from './support/app.js';
import { aBuildingDraft, aSiteDraft } from './features/supply/supply-fixture.js';
import { aDemand } from './support/builders.js';
import { endProcess, launchMain, launchStore, said, type Launched } from './support/program.js';
import { isEmbedded, startTestStore } from './support/store.js';

const DEMANDS = 2000;
/** So many are scored when the worker is killed, and by far not all. */
const A_FEW = 20;
const LOOK_MS = 50;
const MINUTE_MS = 60_000;
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
      const codes = await Promise.all([...webs, ...workers].map((launched) => endProcess(launched)));
      await services.stop();
      await store.stop();
      expect(codes.filter((code) => code !== null), 'exit codes of those that were not killed').to.deep.equal([0, 0, 0]);
    },
  };
}

async function submitDemand({ demand, accounts }: Services): Promise<string> {
  const user = await accounts.createVerifiedAccount({
    email: 'partner@example.org', name: 'Siri Moe', password: TEST_PASSWORD, role: 'partner', organisation: { name: 'Greenhouses', kind: 'industry' },
  });
  const draft = await demand.saveDraft(user, demand.newReference(), aDemand().answers, 'keep');
  await demand.submit(user, { demandId: draft.id, revision: draft.revision });
  return draft.id;
}

/** Further ones as the store holds the first, each with a heat of its own. */
async function copyDemand({ connection }: Services, demandId: string): Promise<void> {
  const [demands, versions] = [demandModel(connection), demandVersionModel(connection)];
  const [demand, version] = [await demands.findById(demandId).lean(), await versions.findOne({ demandId }).lean()];
  if (demand === null || version === null) throw new Error('the demand is not stored');
  const copies = Array.from({ length: DEMANDS - 1 }, (_, n) => ({ id: new Types.ObjectId(), name: `Greenhouse ${n + 2}`, annualDemandMwh: 1000 + n }));
  const contentOf = ({ name, annualDemandMwh }: typeof copies[number]) => {
    const { answers, input } = version.content as Record<'answers' | 'input', object>;
    return { ...version.content, name, answers: { ...answers, name, annualDemandMwh }, input: { ...input, name, annualDemandMwh } };
  };
  await versions.collection.insertMany(copies.map((copy) => ({ ...version, _id: new Types.ObjectId(), demandId: copy.id, content: contentOf(copy) })));
  await demands.collection.insertMany(copies.map(({ id, ...answers }) => ({
    ...demand, _id: id, answers: { ...demand.answers, ...answers }, pendingEvents: [], hasPendingEvents: false,
  })));
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
      // A page that nobody reads to its end keeps its process from stopping.
      await Promise.all(answers.map((answer) => answer.text()));
      await pause(LOOK_MS);
    }
  };

  /** A site with one published building and one demand, whose events have been dealt with. */
  const prepare = async (cookie: string, manager: CurrentUser): Promise<string> => {
    const { supply, relay, connection } = world.services;
    const { current } = await supply.saveSite(manager, supply.newReference(), aSiteDraft());
    const hall = await supply.saveBuilding(manager, supply.newReference(), current.siteId, aBuildingDraft());
    await supply.setPublished(manager, { id: hall.current.buildingId, revision: hall.revision }, true);
    const demandId = await submitDemand(world.services);
    await relay.drain();
    await meanwhile(cookie, async () => await matchModel(connection).countDocuments() === 1 && await openRescores() === 0);
    return demandId;
  };

  /** Stopped first, so that it cannot end its work while we look; then killed. Its lock is let lapse: nobody is left to renew it. */
  const killInTheMiddle = async (): Promise<Launched> => {
    const { services: { connection }, workers } = world;
    const running = await rescore();
    const victim = workers.find(({ child }) => running?.worker?.endsWith(` ${child.pid}`));
    if (victim === undefined) throw new Error(`no worker runs it: ${JSON.stringify(running)}`);
    victim.child.kill('SIGSTOP');
    expect(await matchModel(connection).countDocuments(), 'scored when the worker was killed').to.be.within(A_FEW, DEMANDS - 1);
    expect(await rescore()).to.include({ failures: 0 });
    expect(await endProcess(victim, 'SIGKILL')).to.equal(null);
    const { modifiedCount } = await connection.collection('jobs').updateOne({ name: 'rescore' }, { $set: { lockedAt: new Date(Date.now() - MINUTE_MS) } });
    expect(modifiedCount).to.equal(1);
    return victim;
  };

  it('score 2,000 demands once each, though a worker is killed in the middle of it', async () => {
    const { services, webs, workers } = world;
    const agent = new Agent(webs[0] ?? '');
    const manager = await services.accounts.createVerifiedAccount({
      email: 'manager@example.org', name: 'Kari Berg', password: TEST_PASSWORD, role: 'manager', organisation: { name: 'Site', kind: 'operator' },
    });
    await logIn(agent, manager.email);
    const cookie = agent.cookieHeader;
    await copyDemand(services, await prepare(cookie, manager));

    await services.matching.requestRescore('all');
    await meanwhile(cookie, async () => await matchModel(services.connection).countDocuments() >= A_FEW);
    const victim = await killInTheMiddle();
    await meanwhile(cookie, async () => {
      const { worker, failures } = await rescore() ?? {};
      return failures === 1 && workers.some(({ child }) => child !== victim.child && worker?.endsWith(` ${child.pid}`));
    });
    const pages = await meanwhile(cookie, async () => await openRescores() === 0);
    expect(pages).to.be.greaterThan(0);

    const matches = await matchModel(services.connection).find().lean();
    expect(new Set(matches.map(({ demandId, buildingId }) => `${buildingId} ${demandId}`)).size).to.equal(DEMANDS);
    expect(matches).to.have.length(DEMANDS);
    const [site] = await services.supply.sites();
    const [building] = await services.supply.publishedBuildings(site?.siteId ?? '');
    const expected = [1, site?.version, building?.version, MODEL_VERSION, 1];
    const stale = matches.filter(({ demandVersion, siteVersion, buildingVersion, modelVersion, revision }) =>
      !isDeepStrictEqual([demandVersion, siteVersion, buildingVersion, modelVersion, revision], expected));
    expect(stale, 'scored with other inputs, or twice').to.deep.equal([]);
    expect((await services.jobs.lists()).ended.jobs).to.deep.equal([]);
  });
});
