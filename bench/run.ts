import { availableParallelism, loadavg } from 'node:os';
import { benchAllocate } from './allocate.js';
import { benchAppRescore } from './app-rescore.js';
import { benchEvaluate } from './evaluate.js';
import { benchEvaluator } from './evaluator.js';
import { figureRow, HEADER, type Bench } from './measurement.js';
import { benchPages } from './pages.js';
import { benchRank } from './rank.js';
import { benchStore } from './store.js';
import { benchUncertainty } from './uncertainty.js';

/** Every bench, in the order printed; `npm run bench rank app` runs those whose titles begin so. */
const BENCHES: readonly Bench[] = [
  { title: 'evaluate: one case, one core', run: benchEvaluate },
  { title: 'pairs: an evaluator of many demands, one core', run: benchEvaluator },
  { title: 'rank: the command, from a file to a file, reading and printing included', run: benchRank },
  { title: 'uncertainty and what if', run: benchUncertainty },
  { title: 'allocate: the plan of a site', run: benchAllocate },
  { title: 'store: the embedded one', run: benchStore },
  { title: 'app: the program on its embedded store, seen through its pages', run: benchAppRescore },
  { title: 'pages: what a phone waits for and loads', run: benchPages },
];

const load = (): string => loadavg().map((each) => each.toFixed(1)).join(' ');
const wanted = process.argv.slice(2);

console.log(`Node ${process.version}, ${availableParallelism()} cores, load of the machine ${load()}`);
console.log('plain hourly: bench/naive-evaluate.ts, as a textbook writes it, in this run; hour by hour: evaluateCase, the reference in the tests');
console.log(`\n${HEADER}`);
for (const { title, run } of BENCHES.filter(({ title }) => wanted.length === 0 || wanted.some((name) => title.startsWith(name)))) {
  console.log(`\n${title}`);
  for (const figure of await run()) console.log(figureRow(figure));
}
console.log(`\nload of the machine at the end ${load()}; ${Math.round(performance.now() / 1000)} s`);
