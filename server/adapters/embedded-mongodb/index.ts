import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ADMIN_COMMANDS } from './admin-commands.js';
import type { Doc } from './bson-value.js';
import { lockFolder } from './data-lock.js';
import { asFault, MongoFault } from './mongo-fault.js';
import { matching } from './plan.js';
import { READ_COMMANDS } from './read-commands.js';
import { checkOptions, type Command, type Request, type Session } from './session.js';
import { Storage } from './storage.js';
import { listen } from './wire.js';
import { WRITE_COMMANDS } from './write-commands.js';

export interface EmbeddedMongodbOptions {
  readonly dataDir: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  readonly expirySweepSeconds?: number;
}
export interface EmbeddedMongodb { readonly uri: string; stop(): Promise<void> }

const COMMANDS: ReadonlyMap<string, Command> = new Map(Object.entries({ ...ADMIN_COMMANDS, ...READ_COMMANDS, ...WRITE_COMMANDS }));
const IDLE_CURSOR_MS = 10 * 60_000;

async function answer(session: Session, request: Request): Promise<Doc> {
  const [name = ''] = Object.keys(request.plain);
  try {
    const command = COMMANDS.get(name);
    if (!command) throw new MongoFault(59, `no such command: '${name}'`);
    checkOptions(name, command.options, request.plain);
    return { ...await command.run(session, request), ok: 1 };
  } catch (error) {
    return asFault(error).reply();
  }
}

/** Removes what a TTL index says is over, and cursors nobody asks for. */
async function sweep({ storage, cursors }: Session): Promise<void> {
  for (const [id, cursor] of cursors) if (Date.now() - cursor.usedAt > IDLE_CURSOR_MS) cursors.delete(id);
  for (const collection of [...storage.collections.values()]) {
    for (const { key, expireAfterSeconds } of collection.indexes) {
      if (expireAfterSeconds === undefined) continue;
      const filter = { [Object.keys(key)[0] ?? '']: { $lt: new Date(Date.now() - expireAfterSeconds * 1000) } };
      await storage.write(() => [...matching(storage, collection, filter)].forEach(({ record, doc }) => storage.put(collection, doc, undefined, record)));
    }
  }
}

export async function startEmbeddedMongodb({ dataDir, port = 0, host = '127.0.0.1', expirySweepSeconds = 60 }: EmbeddedMongodbOptions): Promise<EmbeddedMongodb> {
  const unlock = lockFolder(dataDir);
  const session: Session = { storage: new Storage(join(dataDir, 'store')), cursors: new Map() };
  const { server, close } = await listen((request) => answer(session, request), port, host).catch(async (error: unknown) => {
    await session.storage.close();
    unlock();
    throw error;
  });
  let swept = Promise.resolve();
  // A sweep that fails (a full disk) is tried again by the next.
  const timer = setInterval(() => { swept = swept.then(() => sweep(session)).catch(() => undefined); }, expirySweepSeconds * 1000).unref();
  return {
    uri: `mongodb://${host}:${(server.address() as AddressInfo).port}`,
    async stop() {
      clearInterval(timer);
      await Promise.all([close(), swept]);
      await session.storage.close();
      unlock();
    },
  };
}
