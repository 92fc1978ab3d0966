import { once } from 'node:events';
import { startEmbeddedMongodb } from './adapters/embedded-mongodb/index.js';
import { readConfig } from './config.js';

export interface StoreOutput {
  readonly stdout: { write(text: string): unknown };
}
export interface StoreOptions {
  readonly dataDir: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

const EXIT_OK = 0;
const EXIT_NOT_STARTED = 1;

/** The embedded store alone, until SIGTERM or SIGINT; the first line says where it listens. */
export async function runStore(io: StoreOutput, { dataDir, port = 0 }: StoreOptions): Promise<void> {
  const store = await startEmbeddedMongodb({ dataDir, port });
  const stopped = new AbortController();
  const asked = ['SIGTERM', 'SIGINT'].map((signal) => once(process, signal, { signal: stopped.signal }));
  io.stdout.write(`${store.uri}\n`);
  await Promise.race(asked);
  stopped.abort();
  await Promise.allSettled(asked);
  await store.stop();
}

/** `heatmatch store`; what keeps it from starting, such as a folder or port in use, is one line on standard error. */
export async function runStoreCommand(io: StoreOutput & { readonly stderr: StoreOutput['stdout'] }, port?: number): Promise<number> {
  try {
    await runStore(io, { dataDir: readConfig().dataDir, ...(port !== undefined && { port }) });
    return EXIT_OK;
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT_NOT_STARTED;
  }
}
