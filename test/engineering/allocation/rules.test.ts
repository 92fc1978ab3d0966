import { expect } from 'chai';
import fc from 'fast-check';
import {
  allocationProblem, InvalidInputError, planEvaluator, planRules, sitePlan, type PlanSettings,
} from '../../../server/engineering/index.js';
import { aCase } from '../case-builder.js';
import { options, planned, planOf, solver } from './planning.js';
import { arbitrarySmallProblem, rules, smallProblem } from './small-problem.js';

/** Three partners, two buildings; building 2 is the better one for each. */
const problem = smallProblem({
  offeredKw: [[20, 20], [20, 20]], demandKw: [[10, 10], [10, 10], [10, 10]], costEurPerMwh: [1000, 800, 300], research: [false, false, true],
  candidates: [0, 1, 2].flatMap((demand) => [0, 1].map((source) =>
    ({ demand, source, capacityKw: 10, investmentEur: source === 0 ? 5 : 4 }))),
});
const served = async (settings: PlanSettings): Promise<string[]> =>
  planned(await planOf(problem, planRules(problem, settings))).chosen.map(({ demand, source }) => `${demand + 1} by ${source + 1}`);

const refusal = (settings: PlanSettings): string => {
  try {
    planRules(problem, settings);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('what the manager asks of a plan', () => {
  it('serves everybody where it is cheapest when nothing is asked', async () => {
    const all = await served({});
    expect(all.map((each) => each.slice(0, 1)).sort()).to.deep.equal(['1', '2', '3']);
    expect(all.filter((each) => each.endsWith('by 2'))).to.have.length(2);
  });

  it('keeps to the budget', async () => {
    expect(await served({ budgetEur: 8.5 })).to.have.members(['1 by 2', '2 by 2']);
  });

  it('leaves out what is pinned out, at one building or at any', async () => {
    expect(await served({ pins: [{ demand: 'demand 1', source: 'source 2', pin: 'out' }] })).to.include('1 by 1');
    expect(await served({ pins: [{ demand: 'demand 1', pin: 'out' }] })).to.have.members(['2 by 2', '3 by 2']);
  });

  it('serves what is pinned in, even at a loss, and at the building it is pinned to', async () => {
    expect(await served({ budgetEur: 4.5, pins: [{ demand: 'demand 3', pin: 'in' }] })).to.deep.equal(['3 by 2']);
    expect(await served({ pins: [{ demand: 'demand 1', source: 'source 1', pin: 'in' }] })).to.include('1 by 1');
  });

  it('keeps a share of the contracted heat for research', async () => {
    expect(await served({ minimumResearchShare: 0.5 })).to.have.members(['1 by 2', '3 by 2']);
  });

  it('can weigh heat and emission with money', async () => {
    const heat = planned(await planOf(problem, planRules(problem, { objective: 'heat' })));
    expect([heat.plan.value, heat.plan.reusedMwh]).to.deep.equal([0.06, 0.06]);
    const mixed = planned(await planOf(problem, planRules(problem, { objective: { npv: 2, co2EurPerTonne: 3, heatEurPerMwh: 5 } })));
    expect(mixed.plan.value).to.be.closeTo(2 * mixed.plan.npvEur + 3 * mixed.plan.avoidedTonnes + 5 * mixed.plan.reusedMwh, 1e-9);
  });

  it('never loses by more money', async () => {
    await fc.assert(fc.asyncProperty(
      arbitrarySmallProblem({ min: 2, max: 5 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), async (any, less, more) => {
        const [poor, rich] = [less, less + more].map((budgetEur) => rules({ budgetEur }));
        if (!poor || !rich) throw new Error('two budgets');
        const worth = async (planRule: typeof poor): Promise<number> => planned(await planOf(any, planRule)).plan.value;
        expect(await worth(rich)).to.be.at.least(await worth(poor) - 1e-4);
      }), { numRuns: 15, seed: 8 });
  }).timeout(60_000);
});

describe('what cannot be asked of a plan', () => {
  it('is refused with field and value', () => {
    expect(refusal({ budgetEur: 0 })).to.equal('plan.budgetEur must be more than 0 EUR, not 0');
    expect(refusal({ budgetEur: -5 })).to.include('plan.budgetEur').and.include('-5');
    expect(refusal({ minimumResearchShare: 1.5 })).to.include('plan.minimumResearchShare').and.include('1.5');
    expect(refusal({ horizonYears: 0 })).to.include('plan.horizonYears');
    expect(refusal({ objective: 'fame' as 'npv' })).to.include('plan.objective').and.include('"fame"');
    expect(refusal({ objective: { npv: 0, co2EurPerTonne: 0, heatEurPerMwh: 0 } })).to.include('plan.objective');
    expect(refusal({ pins: [{ demand: 'nobody', pin: 'in' }] })).to.include('plan.pins[0].demand').and.include('"nobody"');
    expect(refusal({ pins: [{ demand: 'demand 1', source: 'cellar', pin: 'in' }] })).to.include('plan.pins[0].source');
    expect(refusal({ pins: [{ demand: 'demand 1', pin: 'perhaps' as 'in' }] })).to.include('plan.pins[0].pin');
  });

  it('are pins that contradict each other', () => {
    expect(refusal({ pins: [{ demand: 'demand 1', pin: 'in' }, { demand: 'demand 1', pin: 'out' }] }))
      .to.equal('plan.pins[1].pin contradicts another pin, the same match is pinned in and out: "demand 1"');
    expect(refusal({ pins: [{ demand: 'demand 1', source: 'source 1', pin: 'in' }, { demand: 'demand 1', source: 'source 2', pin: 'in' }] }))
      .to.include('plan.pins[1].source contradicts').and.include('one source only');
    expect(refusal({
      pins: [
        { demand: 'demand 1', pin: 'in' }, { demand: 'demand 1', source: 'source 1', pin: 'out' },
        { demand: 'demand 1', source: 'source 2', pin: 'out' },
      ],
    })).to.include('plan.pins[0].demand cannot be pinned in').and.include('"demand 1"');
  });

  it('are pins that go together with another source left open', () => {
    const { pins } = planRules(problem, { pins: [{ demand: 'demand 1', pin: 'in' }, { demand: 'demand 1', source: 'source 1', pin: 'out' }] });
    expect(pins).to.have.length(2);
  });

  it('is a budget below what is pinned in', () => {
    expect(refusal({ budgetEur: 7, pins: [{ demand: 'demand 1', pin: 'in' }, { demand: 'demand 2', pin: 'in' }] }))
      .to.equal('plan.budgetEur must be at least 8 EUR, what the matches pinned in cost, not 7');
  });

  it('is a name that two have', () => {
    const twins = { ...problem, demands: problem.demands.map((demand) => ({ ...demand, name: 'twin' })) };
    expect(() => planRules(twins, { pins: [{ demand: 'twin', pin: 'in' }] })).to.throw(InvalidInputError, 'plan.pins[0].demand');
  });
});

describe('a site without a plan', () => {
  it('says that no demand can be connected, and why', async () => {
    const { site, source, demand } = aCase().demand({ name: 'kiln', flowTemperatureC: 130, returnTemperatureC: 90 }).build();
    const hot = allocationProblem({ site, sources: [{ ...source, name: 'hall' }], demands: [demand] });
    const outcome = await sitePlan(hot, rules(), solver, options());
    expect(outcome).to.include({ feasible: false, status: 'no-feasible-match' });
    expect(outcome.feasible ? [] : outcome.reasons[0]).to.include('kiln, hall: ').and.include('130');
  });

  it('says that pins and research share cannot be kept together', async () => {
    const both = rules({ pins: [{ demand: 0, source: null, pin: 'in' }, { demand: 1, source: null, pin: 'in' }], minimumResearchShare: 0.9 });
    expect(await planOf(problem, both)).to.deep.equal({ status: 'rules-contradict' });
  });

  it('is a plan to build nothing where nothing is worth it', async () => {
    const poor = smallProblem({ offeredKw: [[5]], demandKw: [[5]], candidates: [{ demand: 0, capacityKw: 5, investmentEur: 6 }] });
    const plan = planned(await planOf(poor, rules()));
    expect([plan.chosen, plan.plan.value, plan.proven]).to.deep.equal([[], 0, true]);
    expect(planEvaluator(poor, rules()).plan(poor.candidates).value).to.be.closeTo(-1, 1e-12);
  });
});
