import { expect } from 'chai';
import { allocationProblem, evaluateCase, planDispatch, planEvaluator } from '../../../server/engineering/index.js';
import { aCase } from '../case-builder.js';
import { planned, planOf } from './planning.js';
import { rules, smallProblem } from './small-problem.js';

/** Two partners want 10 kW each of 15 kW in one of two hours; the second pays less. */
const twoForOne = {
  offeredKw: [[15, 100]], demandKw: [[10, 10], [10, 10]], costEurPerMwh: [1000, 500],
  candidates: [{ demand: 0, capacityKw: 10 }, { demand: 1, capacityKw: 10 }],
};
const chosenOf = (problem: ReturnType<typeof smallProblem>) => problem.candidates;

describe('the hourly rule that shares heat out', () => {
  it('serves whoever is worth more first, the other with what is left', () => {
    const problem = smallProblem(twoForOne);
    const [stage] = planDispatch(planEvaluator(problem, rules()), chosenOf(problem));
    expect(stage?.connections.map(({ deliveredKw }) => [...deliveredKw])).to.deep.equal([[10, 10], [5, 10]]);
  });

  it('counts the energy of every hour at the price of its partner', () => {
    const problem = smallProblem(twoForOne);
    const plan = planEvaluator(problem, rules()).plan(chosenOf(problem));
    expect(plan.npvEur).to.be.closeTo(0.020 * 1000 + 0.015 * 500, 1e-12);
    expect(plan.connections[1]?.curtailedMwh).to.be.closeTo(0.005, 1e-15);
  });

  it('serves research first where a share is kept for it', () => {
    const problem = smallProblem({ ...twoForOne, research: [false, true] });
    const [stage] = planDispatch(planEvaluator(problem, rules({ minimumResearchShare: 0.1 })), chosenOf(problem));
    expect(stage?.connections.map(({ deliveredKw }) => [...deliveredKw])).to.deep.equal([[5, 10], [10, 10]]);
  });

  it('reserves the whole stream of a direct connection that takes out only a share of it', () => {
    const problem = smallProblem({
      ...twoForOne, offeredKw: [[20, 100]],
      candidates: [{ demand: 0, capacityKw: 10, share: 0.625 }, { demand: 1, capacityKw: 10 }],
    });
    const [stage] = planDispatch(planEvaluator(problem, rules()), chosenOf(problem));
    // 10 kW out of a stream of 16 kW leave 4 kW.
    expect(stage?.connections.map(({ deliveredKw }) => deliveredKw[0])).to.deep.equal([10, 4]);
  });

  it('gives what a partner cannot start its pipe with to the next', () => {
    const problem = smallProblem({
      ...twoForOne, offeredKw: [[13, 100]], demandKw: [[10, 10], [10, 10], [10, 10]], costEurPerMwh: [1000, 900, 500],
      candidates: [{ demand: 0, capacityKw: 10 }, { demand: 1, capacityKw: 10, lossKw: 4 }, { demand: 2, capacityKw: 10 }],
    });
    const [stage] = planDispatch(planEvaluator(problem, rules()), chosenOf(problem));
    expect(stage?.connections.map(({ deliveredKw }) => deliveredKw[0])).to.deep.equal([10, 0, 3]);
  });
});

describe('the value of a plan', () => {
  it('is the NPV of the match for one partner from the first day', async () => {
    const { site, source, demand } = aCase().build();
    const match = evaluateCase({ site, source, demand });
    const plan = planned(await planOf(allocationProblem({ site, sources: [source], demands: [demand] }), rules()));
    expect(match.feasible && match.economics.npvEur).to.be.closeTo(plan.plan.npvEur, 1e-6 * Math.abs(plan.plan.npvEur));
    expect(match.feasible && [match.design.connection, match.design.capacityKw])
      .to.deep.equal([plan.chosen[0]?.connection, plan.chosen[0]?.capacityKw]);
  });

  it('counts of a partner that starts after some years the annuity and the cash of the years that are left', () => {
    const start = { demand: 0, capacityKw: 10, investmentEur: 30, startHour: 4 };
    const problem = smallProblem({ offeredKw: [[10, 10]], demandKw: [[10, 10]], candidates: [start], horizonYears: 3 });
    const plan = planEvaluator(problem, rules()).plan(problem.candidates);
    // One of three years: 20 kWh at 1000 EUR/MWh less a third of the investment.
    expect(plan.npvEur).to.be.closeTo(20 - 10, 1e-12);
  });

  it('discounts the cash of each plan year to its first day', () => {
    const problem = smallProblem({
      offeredKw: [[10, 10]], demandKw: [[10, 10]], candidates: [{ demand: 0, capacityKw: 10, startHour: 1 }], horizonYears: 2, discountRate: 0.1,
    });
    expect(planEvaluator(problem, rules()).plan(problem.candidates).npvEur).to.be.closeTo(10 / 1.1 + 20 / 1.21, 1e-12);
  });

  it('takes the first commissioning as the first day and starts nobody before building and partner are there', () => {
    const { site, source, demand } = aCase().source({ availableFrom: '2027-03-01' }).build();
    const problem = allocationProblem({
      site, sources: [source, { ...source, availableFrom: '2029-01-01' }],
      demands: [{ ...demand, startDate: '2026-01-01' }, { ...demand, startDate: '2028-03-11' }],
    });
    const starts = (sourceIndex: number, demandIndex: number) =>
      problem.candidates.find((each) => each.source === sourceIndex && each.demand === demandIndex)?.startHour;
    expect([problem.firstDate, problem.firstHour]).to.deep.equal(['2027-03-01', 59 * 24]);
    expect([starts(0, 0), starts(0, 1), starts(1, 0)]).to.deep.equal([0, 8760 + 10 * 24, 2 * 8760 - 59 * 24]);
  });
});
