import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient, type Collection } from 'mongodb';
import { startEmbeddedMongodb, type EmbeddedMongodb } from '../../../server/adapters/embedded-mongodb/index.js';
import { isEmbedded, startTestStore } from '../../support/store.js';

interface Counter { _id: number; group: number; even: boolean }
const WRITES = 10_000;

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; uri: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./store-process.js', import.meta.url)), dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data') as [Buffer];
  return { child, uri: line.toString().trim() };
}

describe('embedded store: durability', () => {
  let dataDir: string;
  let reopened: EmbeddedMongodb | undefined;
  beforeEach(async function () {
    // Kills the server and looks into its data folder: only the embedded store lets us.
    if (!isEmbedded) this.skip();
    dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-store-'));
  });
  afterEach(async () => {
    await reopened?.stop();
    reopened = undefined;
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  });

  /** Inserts until the server dies; the numbers of the writes that were acknowledged. */
  async function writeUntilKilled(counters: Collection<Counter>, child: ChildProcess): Promise<Set<number>> {
    const acknowledged = new Set<number>();
    let next = 0;
    const writer = async (): Promise<void> => {
      while (next < WRITES) {
        const _id = (next += 1);
        await counters.insertOne({ _id, group: _id % 100, even: _id % 2 === 0 });
        if (acknowledged.add(_id).size === WRITES / 2) child.kill('SIGKILL');
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, writer));
    expect(outcomes.every(({ status }) => status === 'rejected')).to.equal(true);
    return acknowledged;
  }

  it('has every acknowledged write after kill -9, and indexes that agree with the documents', async function () {
    this.timeout(60_000);
    const { child, uri } = await startProcess(dataDir);
    const client = await MongoClient.connect(`${uri}/test`, { serverSelectionTimeoutMS: 500 });
    const counters = client.db().collection<Counter>('counters');
    await counters.createIndex({ group: 1, even: 1 });
    const exit = once(child, 'exit');
    const acknowledged = await writeUntilKilled(counters, child);
    await Promise.all([exit, client.close()]);

    reopened = await startEmbeddedMongodb({ dataDir });
    const survivor = await MongoClient.connect(`${reopened.uri}/test`);
    const stored = survivor.db().collection<Counter>('counters');
    const documents = await stored.find().toArray();
    const ids = new Set(documents.map(({ _id }) => _id));
    expect([...acknowledged].filter((id) => !ids.has(id))).to.deep.equal([]);
    for (let group = 0; group < 100; group += 1) {
      const byIndex = await stored.find({ group }).hint('group_1_even_1').toArray();
      expect(byIndex.map(({ _id }) => _id).sort()).to.deep.equal(documents.filter((doc) => doc.group === group).map(({ _id }) => _id).sort());
    }
    await survivor.close();
  });

  it('refuses a second process on the same data folder and names the first', async () => {
    const { child } = await startProcess(dataDir);
    const refusal = await startEmbeddedMongodb({ dataDir }).then(() => 'started', (error: Error) => error.message);
    expect(refusal).to.include(`in use by process ${child.pid}`);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    reopened = await startEmbeddedMongodb({ dataDir });
    expect(reopened.uri).to.match(/^mongodb:\/\/127\.0\.0\.1:\d+$/);
  });
  it('stops cleanly on SIGTERM, and leaves no lock', async () => {
    const { child, uri } = await startProcess(dataDir);
    const client = await MongoClient.connect(`${uri}/test`);
    await client.db().collection('a').insertOne({ n: 1 });
    await client.close();
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).to.deep.equal([0, null]);
    expect(await readdir(dataDir)).to.not.include('store.lock');
  });
  it('refuses a second store of the same process', async () => {
    reopened = await startEmbeddedMongodb({ dataDir });
    const refusal = await startEmbeddedMongodb({ dataDir }).then(() => 'started', (error: Error) => error.message);
    expect(refusal).to.include('in use');
  });
  it('keeps collections, indexes and the order of insertion over a restart', async () => {
    const first = await startEmbeddedMongodb({ dataDir });
    const before = await MongoClient.connect(`${first.uri}/test`);
    await before.db().collection('a').createIndex({ n: 1 }, { unique: true, sparse: true });
    await before.db().collection('a').insertMany([{ n: 3 }, { n: 1 }, { n: 2 }]);
    await before.close();
    await first.stop();
    reopened = await startEmbeddedMongodb({ dataDir });
    const after = await MongoClient.connect(`${reopened.uri}/test`);
    await after.db().collection('a').insertOne({ n: 0 });
    expect((await after.db().collection('a').find().toArray()).map(({ n }) => n as unknown)).to.deep.equal([3, 1, 2, 0]);
    expect((await after.db().collection('a').indexes())[1]).to.deep.include({ name: 'n_1', unique: true, sparse: true });
    await after.close();
  });
  it('removes what a TTL index says is over', async () => {
    reopened = await startEmbeddedMongodb({ dataDir, expirySweepSeconds: 0.02 });
    const client = await MongoClient.connect(`${reopened.uri}/test`);
    const sessions = client.db().collection('sessions');
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    await sessions.insertMany([{ at: new Date(Date.now() - 7_200_000) }, { at: new Date() }, { at: 'no date' }, {}]);
    while (await sessions.countDocuments() > 3) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await sessions.countDocuments({ at: { $type: 'date' } })).to.equal(1);
    await client.close();
  });
});

describe('embedded store: concurrent writers', () => {
  it('lose no update and make one document of many upserts', async () => {
    const store = await startTestStore();
    const client = await MongoClient.connect(store.uri, { maxPoolSize: 20 });
    const counters = client.db().collection('counters');
    await counters.createIndex({ name: 1 }, { unique: true });
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => counters.findOneAndUpdate({ name: 'a' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })));
    const done = results.filter(({ status }) => status === 'fulfilled').length;
    const [counter, ...others] = await counters.find().toArray();
    expect(others).to.deep.equal([]);
    expect(counter?.n).to.equal(done);
    if (isEmbedded) expect(done).to.equal(200);
    await client.close();
    await store.stop();
  });
});
