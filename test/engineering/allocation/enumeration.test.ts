import { expect } from 'chai';
import fc from 'fast-check';
import { allocationProblem, type PlanRules } from '../../../server/engineering/index.js';
import { aCase } from '../case-builder.js';
import { planned, planOf } from './planning.js';
import { arbitrarySmallProblem, bestByEnumeration, rules } from './small-problem.js';

const arbitraryRules: fc.Arbitrary<PlanRules> = fc.oneof(
  fc.constant(rules()),
  fc.integer({ min: 1, max: 60 }).map((budgetEur) => rules({ budgetEur })),
  fc.constantFrom(0.2, 0.5).map((minimumResearchShare) => rules({ minimumResearchShare })),
  fc.constant(rules({ weights: { npv: 1, co2EurPerTonne: 200, heatEurPerMwh: 50 } })),
);

describe('the plan, against full enumeration of every choice', () => {
  it('is worth as much as the best of all choices for up to ten demands, and its bound is never too low', async () => {
    await fc.assert(fc.asyncProperty(arbitrarySmallProblem({ min: 1, max: 10 }), arbitraryRules, async (problem, planRules) => {
      const best = bestByEnumeration(problem, planRules);
      const plan = planned(await planOf(problem, planRules));
      const rounding = 1e-5 * Math.max(1, Math.abs(best?.value ?? 0));
      expect(plan.proven).to.equal(true);
      expect(plan.plan.value).to.be.closeTo(best?.value ?? NaN, rounding);
      expect(plan.bound).to.be.at.least((best?.value ?? NaN) - rounding);
    }), { numRuns: 14, seed: 2 });
  }).timeout(120_000);

  it('is the best of all choices for partners that compete through a whole year', async () => {
    const { site, source, demand } = aCase().site({ assumptions: { capacityCandidates: 2 } }).build();
    const wants = (annualDemandMwh: number, archetype: 'flat' | 'residential-multi-family' | 'two-shift', costEurPerMwh: number) =>
      ({ ...demand, annualDemandMwh, profile: { archetype }, alternative: { costEurPerMwh, emissionKgPerMwh: 200 } });
    const problem = allocationProblem({
      site, sources: [{ ...source, installedItKw: 9000 }],
      demands: [wants(60_000, 'residential-multi-family', 90), wants(40_000, 'flat', 80), wants(30_000, 'two-shift', 85)],
    });
    const best = bestByEnumeration(problem, rules());
    const plan = planned(await planOf(problem, rules()));
    expect(plan.plan.value).to.be.closeTo(best?.value ?? NaN, 1e-5 * (best?.value ?? NaN));
    expect(plan.plan.connections.some(({ curtailedMwh }) => curtailedMwh > 0)).to.equal(true);
  }).timeout(120_000);
});
