import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { aBusySite } from '../bench/allocation-site.js';
import type { SitePlan } from '../server/engineering/index.js';

const CLI = fileURLToPath(new URL('../server/cli.js', import.meta.url));
const { demands, ...head } = aBusySite(6, 2);

const allocate = (plan: object | undefined, lines: readonly object[] = demands, args: readonly string[] = []) =>
  spawnSync(process.execPath, [CLI, 'allocate', '-', ...args], {
    input: [{ ...head, ...(plan && { plan }) }, ...lines].map((line) => JSON.stringify(line)).join('\n'), encoding: 'utf8',
  });

function expectBadInput(run: ReturnType<typeof allocate>, ...parts: readonly string[]): void {
  expect(run.stdout).to.equal('');
  expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
  for (const part of parts) expect(run.stderr).to.include(part);
  expect(run.status).to.equal(2);
}

describe('heatmatch allocate', () => {
  it('prints the chosen plan as one line, the same every time', () => {
    const run = allocate(undefined);
    expect([run.status, run.stderr]).to.deep.equal([0, '']);
    const plan = JSON.parse(run.stdout) as SitePlan & { readonly modelVersion: string };
    expect(plan.feasible).to.equal(true);
    expect(plan.modelVersion).to.match(/^\d/);
    expect(plan.proof.proven).to.equal(true);
    expect(plan.violations).to.deep.equal([]);
    expect(plan.connections.length + plan.leftOut.length).to.equal(demands.length);
    expect(allocate(undefined).stdout).to.equal(run.stdout);
  });

  it('keeps to what the first line asks of the plan, and draws the front', () => {
    const run = allocate({ objective: 'co2', budgetEur: 12_000_000, pins: [{ demand: 'demand 1', pin: 'out' }], gap: 0.02 }, demands, ['--pareto', '3']);
    const plan = JSON.parse(run.stdout) as SitePlan & { readonly pareto: { readonly points: readonly unknown[] } };
    expect(plan.totals.investmentEur).to.be.at.most(12_000_000);
    expect(plan.connections.map(({ demandName }) => demandName)).not.to.include('demand 1');
    expect(plan.leftOut.find(({ demandName }) => demandName === 'demand 1')?.reason).to.equal('pinned-out');
    expect(plan.pareto.points.length).to.be.within(1, 3);
  });

  it('refuses bad input with line, field and value, and prints nothing else', () => {
    expectBadInput(allocate({ budgetEur: 0 }), 'line 1', 'plan.budgetEur', 'not 0');
    expectBadInput(allocate({ pins: [{ demand: 'demand 1', pin: 'in' }, { demand: 'demand 1', pin: 'out' }] }), 'line 1', 'plan.pins[1].pin', 'demand 1');
    expectBadInput(allocate({ gapp: 1 }), 'line 1', 'plan.gapp', '1');
    expectBadInput(allocate({ objective: 'fame' }), 'line 1', 'plan.objective', 'fame');
    expectBadInput(allocate({ pins: [{ demand: 'demand 99', pin: 'in' }] }), 'line 1', 'plan.pins[0].demand', 'demand 99');
    expectBadInput(allocate(undefined, [{ ...demands[0], annualDemandMwh: -1 }]), 'line 2', 'demand.annualDemandMwh', '-1');
    expectBadInput(allocate(undefined, []), 'demands', '0');
    expectBadInput(allocate(undefined, demands, ['--pareto', 'many']), '--pareto', 'many');
  });

  it('refuses a plan with no feasible match, and says why', () => {
    const tooHot = demands.map((demand) => ({ ...demand, flowTemperatureC: 180, returnTemperatureC: 150 }));
    expectBadInput(allocate(undefined, tooHot), 'no feasible match', 'demand 1, Building 1', '180');
  });

  it('refuses rules that cannot be kept together', () => {
    const pins = demands.slice(0, 2).map(({ name }) => ({ demand: name, pin: 'in' }));
    expectBadInput(allocate({ pins, minimumResearchShare: 1 }), 'line 1', 'plan', 'research share');
  });
});
