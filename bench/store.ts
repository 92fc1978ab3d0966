import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Collection, type Db } from 'mongodb';
import { startEmbeddedMongodb } from '../server/adapters/embedded-mongodb/index.js';
import type { Figure } from './measurement.js';

const DOCUMENTS = 100_000;
const INSERTED_AT_ONCE = 5_000;
const LOOKUPS = 1_000;
const WRITES = 5_000;
const CONNECTIONS = 100;
const MATCHES = 10_000;
const MATCHES_AT_ONCE = 500;
const ADAPTERS = new URL('../../server/adapters/', import.meta.url);

interface Row { _id: number; email: string; text: string; n: number }

async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}
const numbers = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);
async function inBatches(total: number, size: number, run: (batch: number[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < total; from += size) await run(numbers(from, size));
}

async function benchLookUps(rows: Collection<Row>): Promise<Figure[]> {
  await rows.createIndex({ email: 1 }, { unique: true });
  await inBatches(DOCUMENTS, INSERTED_AT_ONCE, (batch) =>
    rows.insertMany(batch.map((n) => ({ _id: n, email: `user${n}@example.org`, text: 'x'.repeat(200), n }))));
  const lookUp = async (filter: (n: number) => object): Promise<number> => await secondsOf(async () => {
    for (const n of numbers(0, LOOKUPS)) if (!await rows.findOne(filter((n * 7919) % DOCUMENTS))) throw new Error(`document ${n} was not found`);
  }) / LOOKUPS;
  await lookUp((n) => ({ _id: n }));
  const byId = await lookUp((n) => ({ _id: n }));
  const byIndex = await lookUp((n) => ({ email: `user${n}@example.org` }));
  const scan = await secondsOf(() => rows.findOne({ text: 'not there' }));
  return [
    { name: `full scan of ${DOCUMENTS} documents`, value: scan * 1000, unit: 'ms' },
    { name: 'findById', value: byId * 1000, unit: 'ms' },
    { name: 'findOne on an indexed field', value: byIndex * 1000, unit: 'ms' },
    { name: 'findById is faster than the scan', value: scan / byId, unit: 'times' },
    { name: 'findOne on an indexed field is faster', value: scan / byIndex, unit: 'times' },
  ];
}

async function benchWrites(rows: Collection<Row>): Promise<Figure[]> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < WRITES) await rows.updateOne({ _id: next += 1 }, { $inc: { n: 1 } });
  };
  const together = await secondsOf(() => Promise.all(numbers(0, CONNECTIONS).map(writer)));
  const bulk = await secondsOf(() => rows.updateMany({ _id: { $lt: MATCHES } }, { $inc: { n: 1 } }));
  return [
    { name: `acknowledged updates, ${CONNECTIONS} connections`, value: WRITES / together, unit: 'a second' },
    { name: 'updateMany', value: MATCHES / bulk, unit: 'documents a second' },
  ];
}

/** Documents of the size of a stored match, about 3 kB. */
function matchOf(n: number, score: number): object {
  const criteria = numbers(0, 8).map((at) => ({ name: `criterion ${at}`, value: at / 3, weight: 0.125, points: 12.5, explanation: 'words '.repeat(10) }));
  return {
    siteId: `site-${n % 20}`, demandId: `demand-${n}`, demandName: `Demand ${n}`, organisationId: `organisation-${n % 50}`, state: 'proposed', score,
    result: { score: { total: score, criteria }, annual: { deliveredMwh: n * 1.5 } }, detail: { monthlyMwh: numbers(0, 60).map((at) => at * 1.1) },
  };
}
async function benchMatches(db: Db): Promise<Figure[]> {
  const matches = db.collection('matches');
  await matches.createIndexes([{ key: { siteId: 1, demandId: 1 }, unique: true }, { key: { score: -1 } }, { key: { organisationId: 1, score: -1 } }]);
  const store = (round: number) => secondsOf(() => inBatches(MATCHES, MATCHES_AT_ONCE, (batch) => matches.bulkWrite(batch.map((n) => ({
    updateOne: { filter: { siteId: `site-${n % 20}`, demandId: `demand-${n}` }, update: { $set: matchOf(n, (n * 7919 + round) % MATCHES) }, upsert: true },
  })), { ordered: false })));
  const [inserted, changed] = [await store(0), await store(1)];
  const projection = { score: 1, demandName: 1, state: 1 };
  const list = await secondsOf(() => matches.find({}, { projection }).sort({ score: -1 }).toArray());
  const page = await secondsOf(() => matches.find({ state: 'proposed' }).sort({ score: -1 }).limit(50).toArray());
  return [
    { name: `upsert ${MATCHES} documents of 3 kB, new`, value: inserted, unit: 's' },
    { name: `upsert ${MATCHES} documents of 3 kB, known`, value: changed, unit: 's' },
    { name: `read a projection of ${MATCHES}, sorted`, value: list * 1000, unit: 'ms' },
    { name: `the first 50 of ${MATCHES}, filtered and sorted`, value: page * 1000, unit: 'ms' },
  ];
}

async function linesOf(folder: string): Promise<Figure> {
  const files = (await readdir(new URL(folder, ADAPTERS))).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(folder + name, ADAPTERS), 'utf8')));
  return { name: `${folder}`, value: texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0), unit: 'lines' };
}

/** The embedded store: look-ups beside a full scan, acknowledged writes, what a rescore and a list of matches take, its size. */
export async function benchStore(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-bench-'));
  const store = await startEmbeddedMongodb({ dataDir });
  const client = await MongoClient.connect(`${store.uri}/bench`, { maxPoolSize: CONNECTIONS });
  try {
    const rows = client.db().collection<Row>('rows');
    return [
      ...await benchLookUps(rows), ...await benchWrites(rows), ...await benchMatches(client.db()),
      await linesOf('embedded-mongodb/'),
    ];
  } finally {
    await client.close();
    await store.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
