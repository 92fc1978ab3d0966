import { createMilpSolver } from '../server/adapters/solver.js';
import { runSteps } from '../server/adapters/planner/steps.js';
import { aBusySite } from './allocation-site.js';
const sec = (): number => performance.now() / 1000;
const t = sec(); const cpu = process.cpuUsage();
let step = '';
await runSteps({ input: aBusySite(60, Number(process.argv[2])), settings: {}, frontPoints: 8, laterTimeLimitSeconds: 360 } as never, createMilpSolver(), (n) => {
  const c = process.cpuUsage(cpu);
  const at = `${(sec() - t).toFixed(1)} s, cpu ${((c.user + c.system) / 1e6).toFixed(1)}`;
  if (n.kind === 'progress') { if (n.step !== step) { step = n.step; console.log(at, 'step', step); } }
  else if (n.kind === 'front') console.log(at, 'front', n.front.points.length, 'sought', n.front.plansSought, n.front.end, n.front.points.map((p) => `${(p.npvEur / 1e6).toFixed(1)}/${(p.avoidedTonnes / 1e3).toFixed(0)}/${((p.gap ?? NaN) * 100).toFixed(2)}%`).join(' '));
  else console.log(at, n.kind);
});
process.exit(0);
