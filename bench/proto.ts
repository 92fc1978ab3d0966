import { createMilpSolver } from '../server/adapters/solver.js';
import { allocate, allocationProblem, NO_RULES } from '../server/engineering/index.js';
import { aBusySite } from './allocation-site.js';
const sec = (): number => performance.now() / 1000;
for (const seed of process.argv.slice(2).map(Number)) {
  const t = sec(); const cpu = process.cpuUsage();
  const problem = allocationProblem(aBusySite(60, seed));
  let last = '';
  const o = await allocate(problem, NO_RULES, createMilpSolver(), { gap: 0.005, timeLimitSeconds: 60, secondsElapsed: sec, progress: ({ value, bound }) => {
    const now = `${value?.toFixed(0)} ${bound?.toFixed(0)}`; if (now !== last && process.env.V) console.log((sec() - t).toFixed(1), now, value && bound ? (100 * (bound - value) / value).toFixed(3) : ''); last = now; } });
  const c = process.cpuUsage(cpu);
  if (o.status !== 'planned') { console.log(seed, o.status); continue; }
  console.log(`seed ${seed} gap ${((o.gap ?? NaN) * 100).toFixed(3)} % value ${o.plan.value.toFixed(0)} wall ${(sec() - t).toFixed(1)} s cpu ${((c.user + c.system) / 1e6).toFixed(1)} s rounds ${o.rounds} slices ${o.slices} candidates ${o.candidates}`);
}
process.exit(0);
