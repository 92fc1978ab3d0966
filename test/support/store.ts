import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongodb } from '../../server/adapters/embedded-mongodb/index.js';

export interface TestStore {
  /** Names a database of its own, that nobody has used before. */
  readonly uri: string;
  stop(): Promise<void>;
}

/** The embedded store, or, with TEST_MONGODB_URI, the server that it names. */
export const isEmbedded = process.env.TEST_MONGODB_URI === undefined;

function withDatabase(serverUri: string, database: string): string {
  const uri = new URL(serverUri);
  uri.pathname = `/${database}`;
  return uri.toString();
}

async function dropDatabase(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  await client.db().dropDatabase();
  await client.close();
}

/** A fresh store for one test file: nothing in it, nothing left behind. */
export async function startTestStore(): Promise<TestStore> {
  const database = `test-${randomBytes(6).toString('hex')}`;
  const given = process.env.TEST_MONGODB_URI;
  if (given !== undefined) {
    const uri = withDatabase(given, database);
    return { uri, stop: () => dropDatabase(uri) };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-store-'));
  const store = await startEmbeddedMongodb({ dataDir });
  return {
    uri: withDatabase(store.uri, database),
    async stop() {
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
