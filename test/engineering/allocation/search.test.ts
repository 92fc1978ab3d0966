import { expect } from 'chai';
import fc from 'fast-check';
import { aBusySite } from '../../../bench/allocation-site.js';
import {
  allocationProblem, nonDominated, paretoFront, planRules, sitePlan, type AllocateProgress, type SitePlan,
} from '../../../server/engineering/index.js';
import { options, planned, planOf, solver } from './planning.js';
import { arbitrarySmallProblem, rules, smallProblem } from './small-problem.js';

/** Small buildings, so that partners compete. */
const busy = aBusySite(14, 4);
const site = allocationProblem({ ...busy, sources: busy.sources.map((source) => ({ ...source, installedItKw: 8000 })) });
const GAP = 0.02;

async function sitePlanOf(problem: typeof site, planRule = rules(), gap = GAP): Promise<SitePlan> {
  const plan = await sitePlan(problem, planRule, solver, options({ gap }));
  if (!plan.feasible) throw new Error(plan.status);
  return plan;
}

describe('the search for a plan', () => {
  it('gives the same plan every time', async () => {
    const [first, second] = [await planOf(site, rules(), { gap: GAP }), await planOf(site, rules(), { gap: GAP })];
    expect(first).to.deep.equal(second);
  });

  it('is proven as close as asked, by the hours and not only by the slices', async () => {
    const plan = planned(await planOf(site, rules(), { gap: 0.005 }));
    expect(plan.proven).to.equal(true);
    expect(plan.gap).to.be.at.most(0.005);
    expect(plan.bound).to.be.closeTo(plan.plan.value * (1 + (plan.gap ?? NaN)), 1);
  });

  it('gives the best plan found and its gap when the time is over', async () => {
    let seconds = 0;
    const late = planned(await planOf(site, rules(), { gap: 0, timeLimitSeconds: 2, secondsElapsed: () => (seconds += 0.4) }));
    expect(late.proven).to.equal(false);
    expect(late.gap).to.be.greaterThan(0);
    expect(late.plan.value).to.be.greaterThan(0);
    const close = planned(await planOf(site, rules(), { gap: GAP }));
    expect(late.bound).to.be.at.least(close.plan.value);
  });

  it('tells how far it is', async () => {
    const told: AllocateProgress[] = [];
    await planOf(site, rules(), { gap: GAP, progress: (progress) => { told.push(progress); } });
    expect(told.every(({ fraction }) => fraction >= 0 && fraction <= 1)).to.equal(true);
    expect(told.at(-1)?.bound).to.be.at.least(told.at(-1)?.value ?? NaN);
  });

  it('ends when whoever is told fails', async () => {
    const failing = planOf(site, rules(), { progress: () => Promise.reject(new Error('nobody listens')) });
    expect(await failing.then(() => 'done', (error: Error) => error.message)).to.equal('nobody listens');
  });

  it('is never worse than going down the ranking by score', async () => {
    await fc.assert(fc.asyncProperty(arbitrarySmallProblem({ min: 2, max: 6 }), async (problem) => {
      const plan = await sitePlanOf(problem, rules(), 0.02);
      expect(plan.proof.value).to.be.at.least(plan.greedy.value);
    }), { numRuns: 20, seed: 9 });
    const { greedy, proof } = await sitePlanOf(site);
    expect(greedy.keepsRules).to.equal(true);
    expect(proof.value).to.be.at.least(greedy.value);
  }).timeout(60_000);
});

describe('the whole answer for a site', () => {
  let plan: SitePlan;
  before(async function once() {
    this.timeout(60_000);
    plan = await sitePlanOf(site, planRules(site, { budgetEur: 40_000_000, pins: [{ demand: 'demand 1', pin: 'in' }] }));
  });

  it('breaks no rule in any hour', () => {
    expect(plan.violations).to.deep.equal([]);
    expect(plan.totals.investmentEur).to.be.at.most(40_000_000);
  });

  it('has every partner either in the plan or left out with a reason', () => {
    expect([...plan.connections, ...plan.leftOut].map(({ demandName }) => demandName).sort())
      .to.deep.equal(site.demands.map(({ name }) => name).sort());
    for (const { reason, lostValue } of plan.leftOut) {
      if (reason !== 'not-feasible' && lostValue !== null) expect(lostValue).to.be.at.least(-plan.proof.gapAsked * plan.proof.value);
    }
  });

  it('sums the roadmap of the years to the totals', () => {
    const sum = (key: 'reusedMwh' | 'deliveredMwh' | 'avoidedTonnes' | 'investmentEur'): number =>
      plan.roadmap.reduce((total, year) => total + year[key], 0);
    for (const key of ['reusedMwh', 'deliveredMwh', 'avoidedTonnes', 'investmentEur'] as const) {
      expect(sum(key), key).to.be.closeTo(plan.totals[key], 1e-6 * Math.abs(plan.totals[key]));
    }
    expect(plan.roadmap.map(({ year }) => year)).to.deep.equal(Array.from({ length: 25 }, (_, index) => 2027 + index));
    expect(plan.roadmap.flatMap(({ commissioned }) => commissioned)).to.deep.equal(['Building 1', 'Building 2', 'Building 3']);
    expect(plan.roadmap.flatMap(({ starting }) => starting)).to.have.members(plan.connections.map(({ demandName }) => demandName));
  });

  it('prices the pin by the plan without it', async () => {
    const free = planned(await planOf(site, planRules(site, { budgetEur: 40_000_000 }), { gap: GAP }));
    expect(plan.pins).to.have.length(1);
    expect(plan.pins[0]).to.deep.include({ demandName: 'demand 1', sourceName: null, pin: 'in' });
    expect(plan.pins[0]?.price).to.equal(Math.max(0, free.plan.value - plan.proof.value));
    expect(plan.pins[0]?.atMost).to.be.at.least(plan.pins[0]?.price ?? NaN);
  }).timeout(60_000);

  it('says what serving a partner after all would cost', async () => {
    const two = smallProblem({
      offeredKw: [[10]], demandKw: [[10], [10]], costEurPerMwh: [1000, 700],
      candidates: [{ demand: 0, capacityKw: 10, investmentEur: 1 }, { demand: 1, capacityKw: 10, investmentEur: 2 }],
    });
    const { leftOut, connections } = await sitePlanOf(two, rules(), 1e-6);
    expect(connections.map(({ demandName }) => demandName)).to.deep.equal(['demand 1']);
    // Added, it costs its investment and is never served; in place of the other the plan earns 5 instead of 9.
    expect(leftOut).to.have.length(1);
    expect(leftOut[0]).to.include({ demandName: 'demand 2', reason: 'others-worth-more', sourceName: 'source 1' });
    expect(leftOut[0]?.lostValue).to.be.closeTo(2, 1e-9);
  });
});

describe('the front of NPV against avoided CO2', () => {
  it('has as many points as asked, none better than another in both, from the highest NPV to the most CO2', async () => {
    const { points, plansSought } = await paretoFront(
      allocationProblem(busy), rules(), solver, { ...options({ gap: GAP, timeLimitSeconds: 2 }), points: 7 },
    );
    expect(points).to.have.length(7);
    expect(plansSought).to.be.at.least(7);
    const plans = points.map(({ allocation }) => allocation);
    expect(nonDominated(plans)).to.deep.equal(plans);
    expect(points.slice(1).every(({ eurPerTonne }) => (eurPerTonne ?? NaN) > 0)).to.equal(true);
  }).timeout(120_000);

  it('is one point when one plan is best in both', async () => {
    const one = smallProblem({ offeredKw: [[10]], demandKw: [[10]], emissionKgPerMwh: [200], candidates: [{ demand: 0, capacityKw: 10 }] });
    expect((await paretoFront(one, rules(), solver, { ...options(), points: 7 })).points).to.have.length(1);
  });
});
