import { availableParallelism } from 'node:os';
import { benchAllocate } from './allocate.js';
import { benchEvaluate } from './evaluate.js';
import { benchEvaluator } from './evaluator.js';
import { figureLine, type Bench } from './measurement.js';
import { benchRank } from './rank.js';
import { benchStore } from './store.js';
import { benchUncertainty } from './uncertainty.js';

/** Every bench, in the order printed. */
const BENCHES: readonly Bench[] = [benchEvaluate, benchEvaluator, benchRank, benchUncertainty, benchAllocate, benchStore];

console.log(`Node ${process.version}, ${availableParallelism()} cores`);
for (const bench of BENCHES) {
  for (const figure of await bench()) console.log(figureLine(figure));
}
