import type { AddressInfo } from 'node:net';
import type { Doc } from '../mongodb-language/bson-value.js';
import { asFault, fail } from '../mongodb-language/mongo-fault.js';
import { ADMIN_COMMANDS } from './admin-commands.js';
import { search } from './plan.js';
import { READ_COMMANDS } from './read-commands.js';
import { checkOptions, type Commands, type Request, type Session } from './session.js';
import { Storage } from './storage.js';
import { listen } from './wire.js';
import { WRITE_COMMANDS } from './write-commands.js';

/** Port 0, the default, takes a free one. */
export interface EmbeddedMongodbOptions { readonly dataDir: string, port?: number, host?: string, expirySweepSeconds?: number }
export interface EmbeddedMongodb { readonly uri: string, stop: () => Promise<void> }
const COMMANDS = new Map(Object.entries<Commands[string]>({ ...ADMIN_COMMANDS, ...READ_COMMANDS, ...WRITE_COMMANDS }));
const IDLE_CURSOR_MS = 10 * 60_000;

async function answer(session: Session, request: Request): Promise<Doc> {
  try {
    const [options, run] = COMMANDS.get(request.name) ?? fail(59, `no such command: '${request.name}'`);
    checkOptions(request.name, options, request.plain);
    return { ...await run(session, request), ok: 1 };
  } catch (error) {
    return asFault(error).reply();
  }
}
/** Removes what a TTL index says is over, and cursors nobody asks for. */
async function sweep({ storage, cursors }: Session): Promise<void> {
  for (const [id, { usedAt }] of cursors) if (Date.now() - usedAt > IDLE_CURSOR_MS) cursors.delete(id);
  for (const collection of [...storage.collections.values()]) for (const { key, expireAfterSeconds } of collection.indexes) {
    const filter = { [Object.keys(key)[0] ?? '']: { $lt: new Date(Date.now() - (expireAfterSeconds ?? 0) * 1000) } };
    const expire = () => [...search(storage, collection, { filter, fields: [] })].forEach((row) => storage.put(collection, row, undefined));
    if (expireAfterSeconds !== undefined) await storage.write(expire);
  }
}
export async function startEmbeddedMongodb(options: EmbeddedMongodbOptions): Promise<EmbeddedMongodb> {
  const { dataDir, port = 0, host = '127.0.0.1', expirySweepSeconds = 60 } = options;
  const storage = new Storage(dataDir), session: Session = { storage, cursors: new Map() };
  const { server, close } = await listen((request) => answer(session, request), port, host)
    .catch(async (error: unknown) => { await storage.close(); throw error; });
  let swept = Promise.resolve();
  // A sweep that fails (a full disk) is tried again by the next.
  const timer = setInterval(() => { swept = swept.then(() => sweep(session)).catch(() => undefined); }, expirySweepSeconds * 1000).unref();
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all([close(), swept]);
    await storage.close();
  };
  return { uri: `mongodb://${host}:${(server.address() as AddressInfo).port}`, stop };
}
