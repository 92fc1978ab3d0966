import { expect } from 'chai';
import { aBusySite } from '../../../bench/allocation-site.js';
import {
  allocationProblem, InvalidInputError, NO_RULES, planCertainty, planEvaluator, planMembers, simulatePlan, type AllocationInput, type Candidate,
} from '../../../server/engineering/index.js';
import { aCase } from '../case-builder.js';

const of = (input: AllocationInput) => {
  const problem = allocationProblem(input);
  return { input, problem, evaluator: planEvaluator(problem, NO_RULES) };
};
type World = ReturnType<typeof of>;

/** Of each demand the candidate worth most alone, at the first source that has one. */
function everybody({ problem, evaluator }: World): Candidate[] {
  return problem.demands.flatMap((_, demand) => {
    const own = problem.candidates.filter((each) => each.demand === demand)
      .sort((a, b) => evaluator.plan([b]).npvEur - evaluator.plan([a]).npvEur);
    return own.slice(0, 1);
  });
}

function certaintyOf(world: World, chosen: readonly Candidate[]) {
  const certainty = planCertainty(world.input, world.evaluator, chosen);
  if (certainty === null) throw new Error('nobody is connected');
  return certainty;
}

const { site, source, demand } = aCase().source({ name: 'hall' }).demand({ name: 'town' }).build();

describe('how sure a plan is', () => {
  context('of one connection that starts on the first day', () => {
    it('is worth, as assumed, what the plan says', () => {
      const world = of({ site, sources: [source], demands: [demand] });
      const chosen = everybody(world);
      const { assumedNpvEur, planNpvEur, draws, members } = certaintyOf(world, chosen);
      expect(assumedNpvEur).to.be.closeTo(planNpvEur, 1e-9 * Math.abs(planNpvEur));
      expect(draws).to.be.at.least(1000);
      expect(members.map(({ id }) => id)).to.deep.equal(['town']);
    });
  });

  context('of one that starts years later', () => {
    it('counts only the years within the horizon', () => {
      const late = (startDate: string) => of({
        site, sources: [{ ...source, availableFrom: '2027-01-01' }], demands: [{ ...demand, startDate }],
      });
      for (const startDate of ['2027-01-01', '2030-01-01', '2040-01-01']) {
        const world = late(startDate);
        const { assumedNpvEur, planNpvEur } = certaintyOf(world, everybody(world));
        expect(assumedNpvEur, startDate).to.be.closeTo(planNpvEur, 1e-6 * Math.abs(planNpvEur));
      }
    });
  });

  context('of many that compete', () => {
    const busy = aBusySite(8, 3);
    const world = of({ ...busy, sources: busy.sources.map((each) => ({ ...each, installedItKw: 6000 })) });
    const chosen = everybody(world);

    it('never gives more of a building\'s heat than there is, and leaves none over', () => {
      const members = planMembers(world.input, world.evaluator, chosen);
      for (const [index] of world.problem.sources.entries()) {
        const own = members.filter((_, place) => chosen[place]?.source === index).map(({ shareOfOffer = [] }) => shareOfOffer);
        if (own.length === 0) continue;
        for (let hour = 0; hour < world.problem.hoursPerYear; hour++) {
          const sum = own.reduce((total, shares) => total + (shares[hour] ?? NaN), 0);
          if (!(Math.abs(sum - 1) < 1e-9)) expect.fail(`source ${index}, hour ${hour}: ${sum}`);
        }
      }
    });
    it('is the same every time, spread around what is assumed, and the sum of its partners', () => {
      const [first, second] = [certaintyOf(world, chosen), certaintyOf(world, chosen)];
      expect(first).to.deep.equal(second);
      const { npvEur, assumedNpvEur, lcohEurPerMwh, members, tornado } = first;
      expect(npvEur.p10).to.be.below(npvEur.p50).and.below(assumedNpvEur);
      expect(npvEur.p90).to.be.above(npvEur.p50).and.above(assumedNpvEur);
      expect(members.reduce((sum, member) => sum + member.assumedNpvEur, 0)).to.be.closeTo(assumedNpvEur, 1e-6 * Math.abs(assumedNpvEur));
      expect(lcohEurPerMwh.p10).to.be.a('number').and.below(lcohEurPerMwh.p90 ?? NaN);
      expect(tornado).to.have.length(5);
    });
    it('is as assumed what the plan says when all start together, and less when some have the heat alone at first', () => {
      const firstDay = '2027-01-01';
      const together = of({
        ...world.input, sources: world.input.sources.map((each) => ({ ...each, availableFrom: firstDay })),
        demands: world.input.demands.map((each) => ({ ...each, startDate: firstDay })),
      });
      const atOnce = certaintyOf(together, everybody(together));
      expect(atOnce.assumedNpvEur).to.be.closeTo(atOnce.planNpvEur, 1e-6 * Math.abs(atOnce.planNpvEur));
      const oneByOne = certaintyOf(world, chosen);
      expect(oneByOne.assumedNpvEur).to.be.below(oneByOne.planNpvEur);
    });
  });

  it('is nothing where nobody is connected', () => {
    const world = of({ site, sources: [source], demands: [demand] });
    expect(planCertainty(world.input, world.evaluator, [])).to.equal(null);
  });

  it('refuses a part of the value that is none', () => {
    const member = { id: 'town', matchCase: { site, source, demand }, partOfNpv: 1.5 };
    expect(() => simulatePlan([member], { seed: 1 })).to.throw(InvalidInputError, 'members[0].partOfNpv must be a number from 0 to 1, not 1.5');
  });
});
