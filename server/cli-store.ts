import { once } from 'node:events';
import { startEmbeddedMongodb } from './adapters/embedded-mongodb/index.js';

export interface StoreOutput {
  readonly stdout: { write(text: string): unknown };
}
export interface StoreOptions {
  readonly dataDir: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

/** `heatmatch store`: the embedded store alone, for mongosh, Compass or a backup tool, until SIGTERM or SIGINT. */
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
