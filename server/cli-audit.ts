import mongoose from 'mongoose';
import type { Writable } from 'node:stream';
import { startEmbeddedMongodb } from './adapters/embedded-mongodb/index.js';
import { readConfig } from './config.js';
import { createAudit, type ChainCheck } from './features/audit/index.js';
import type { ChainFault } from './shared/event-chain.js';

export interface AuditCommandIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const EXIT_OK = 0;
const EXIT_BROKEN = 1;
const FAULTS: Readonly<Record<ChainFault['kind'], (fault: ChainFault) => string>> = {
  missing: ({ expected, found }) => `event ${expected} is missing, ${found} follows`,
  detached: ({ found }) => `event ${found} does not continue the event before it`,
  changed: ({ found }) => `event ${found} was changed after it was written`,
};

/** The store alone, without the program around it: a check must not deliver events or write anything. */
async function verifyStore(): Promise<ChainCheck> {
  const { mongodbUri, dataDir } = readConfig();
  const embedded = mongodbUri === null ? await startEmbeddedMongodb({ dataDir }) : null;
  const connection = await mongoose.createConnection(mongodbUri ?? embedded?.uri ?? '', { autoIndex: false, autoCreate: false }).asPromise();
  try {
    return await createAudit({ connection }).verify();
  } finally {
    await connection.close();
    await embedded?.stop();
  }
}

/** `heatmatch audit verify`: ok and the last hash, or the first event that breaks the chain and exit 1. */
export async function runAuditVerify({ stdout, stderr }: AuditCommandIo, verify: () => Promise<ChainCheck> = verifyStore): Promise<number> {
  const check = await verify();
  if (check.sound) {
    stdout.write(`ok: ${check.events} events, last hash ${check.lastHash}\n`);
    return EXIT_OK;
  }
  stderr.write(`broken at event ${check.firstBroken}: ${FAULTS[check.fault.kind](check.fault)}\n`);
  return EXIT_BROKEN;
}
