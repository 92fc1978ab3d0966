import { availableParallelism } from 'node:os';
import { benchAllocate } from './allocate.js';
import { benchEvaluate } from './evaluate.js';
import { figureLine, type Bench } from './measurement.js';

/** Every bench, in the order printed. */
const BENCHES: readonly Bench[] = [benchEvaluate, benchAllocate];

console.log(`Node ${process.version}, ${availableParallelism()} cores`);
for (const bench of BENCHES) {
  for (const figure of await bench()) console.log(figureLine(figure));
}
