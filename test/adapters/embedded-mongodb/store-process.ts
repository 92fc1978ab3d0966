import { runStore } from '../../../server/cli-store.js';

/** A store in a process of its own, as `heatmatch store` runs it, so that a test can stop and kill it. */
await runStore({ stdout: process.stdout }, { dataDir: process.argv[2] ?? '' });
