import { expect } from 'chai';
import { aBusySite } from '../../../bench/allocation-site.js';
import { allocationProblem, InvalidInputError, validatePlanSettings } from '../../../server/engineering/index.js';

describe('allocationProblem: notBefore', () => {
  const input = aBusySite(6, 2);
  const free = allocationProblem(input);

  it('moves day 0, so that what was there earlier starts on that day and what comes later keeps its date', () => {
    const later = allocationProblem({ ...input, notBefore: '2029-03-01' });
    expect([free.firstDate, later.firstDate]).to.deep.equal(['2027-01-01', '2029-03-01']);
    for (const [index, { startDate, startHour }] of later.candidates.entries()) {
      const before = free.candidates[index]?.startDate ?? '';
      expect(startDate).to.equal(before < '2029-03-01' ? '2029-03-01' : before);
      expect(startHour).to.be.at.least(0);
    }
  });
  it('leaves capacities and scores as they are', () => {
    const later = allocationProblem({ ...input, notBefore: '2029-03-01' });
    expect(later.candidates.map(({ matchScore, capacityKw }) => [matchScore, capacityKw]))
      .to.deep.equal(free.candidates.map(({ matchScore, capacityKw }) => [matchScore, capacityKw]));
  });
  it('changes nothing when it lies before the first commissioning', () => {
    expect(allocationProblem({ ...input, notBefore: '2020-01-01' })).to.deep.equal(free);
  });
  it('must be a date', () => {
    expect(() => { validatePlanSettings({ notBefore: 'soon' }); }).to.throw(InvalidInputError, 'plan.notBefore');
  });
});
