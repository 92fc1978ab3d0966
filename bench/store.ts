import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Collection } from 'mongodb';
import { startEmbeddedMongodb } from '../server/adapters/embedded-mongodb/index.js';

const DOCUMENTS = 100_000;
const LOOKUPS = 500;
const CONCURRENT_WRITES = 2_000;

interface Row { _id: number; email: string; text: string; n: number }

async function millisecondsOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

async function fill(rows: Collection<Row>): Promise<void> {
  for (let from = 0; from < DOCUMENTS; from += 5_000) {
    await rows.insertMany(Array.from({ length: 5_000 }, (_, index) => ({ _id: from + index, email: `user${from + index}@example.org`, text: 'x'.repeat(200), n: index })));
  }
}

async function measure(rows: Collection<Row>): Promise<void> {
  await rows.createIndex({ email: 1 }, { unique: true });
  const fillMs = await millisecondsOf(() => fill(rows));
  const lookUp = (filter: (n: number) => object) => millisecondsOf(async () => {
    for (let n = 0; n < LOOKUPS; n += 1) await rows.findOne(filter((n * 7919) % DOCUMENTS));
  });
  await lookUp((n) => ({ _id: n }));
  const byIdMs = await lookUp((n) => ({ _id: n })) / LOOKUPS;
  const byEmailMs = await lookUp((n) => ({ email: `user${n}@example.org` })) / LOOKUPS;
  const scanMs = await millisecondsOf(() => rows.findOne({ text: 'not there' }));
  const writeMs = await millisecondsOf(() => Promise.all(Array.from({ length: CONCURRENT_WRITES }, (_, n) => rows.updateOne({ _id: n }, { $inc: { n: 1 } }))));
  console.log(`store: ${DOCUMENTS} documents inserted in ${(fillMs / 1000).toFixed(1)} s with two indexes`);
  console.log(`store: findById ${byIdMs.toFixed(2)} ms, findOne on a unique index ${byEmailMs.toFixed(2)} ms, full scan ${scanMs.toFixed(0)} ms`);
  console.log(`store: look-up ${Math.round(scanMs / byIdMs)} times (by _id) and ${Math.round(scanMs / byEmailMs)} times (by index) faster than the scan`);
  console.log(`store: ${Math.round(CONCURRENT_WRITES / (writeMs / 1000))} durable updates a second, 100 connections`);
}

/** The embedded store on 100,000 documents: look-ups beside a full scan, and durable writes a second. */
export async function benchStore(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-bench-'));
  const store = await startEmbeddedMongodb({ dataDir });
  const client = await MongoClient.connect(`${store.uri}/bench`, { maxPoolSize: 100 });
  try {
    await measure(client.db().collection<Row>('rows'));
  } finally {
    await client.close();
    await store.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
