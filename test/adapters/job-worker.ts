import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { createJobs } from '../../server/adapters/jobs.js';
import type { JobAbortedError } from '../../server/shared/job-aborted-error.js';
import { createLogger } from '../../server/shared/logger.js';

/** A worker that a test stops, lets go on and kills. */
const connection = await mongoose.createConnection(process.argv[2] ?? '').asPromise();
const notes = connection.collection('notes');
const note = (what: string) => notes.insertOne({ pid: process.pid, what });
const jobs = createJobs({ connection, logger: createLogger('silent'), lockSeconds: 1 });
jobs.define('long', async (_data, { progress, signal }) => {
  await note('started');
  while (!signal.aborted && await notes.findOne({ what: 'finish' }) === null) {
    await progress(0.5);
    await pause(20);
  }
  await note(signal.aborted ? (signal.reason as JobAbortedError).cause : 'finished');
  signal.throwIfAborted();
});
await jobs.start();
