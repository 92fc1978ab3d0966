import { expect } from 'chai';
import fc from 'fast-check';
import {
  CRITERIA, DEFAULT_SCORE_WEIGHTS, evaluateCase, InvalidInputError, monthsApart, researchValue, rescore, savedShare, scoreMarks, scoreMatch,
  totalOfMarks, validateScoreWeights, type FeasibleResult, type ScoreFigures,
} from '../../server/engineering/index.js';
import { annuityFactor, internalRateOfReturn, paybackYears } from '../../server/engineering/economics.js';
import { aCase } from './case-builder.js';

describe('internal rate of return', () => {
  it('is the rate at which the NPV is nought', () => {
    for (const [investment, cashFlow, years] of [[1000, 100, 25], [1000, 1000, 2], [1, 50, 30], [1e7, 1e6, 11]] as const) {
      const irr = internalRateOfReturn(investment, cashFlow, years) as number;
      const worth = Array.from({ length: years }, (_, year) => cashFlow / (1 + irr) ** (year + 1)).reduce((sum, each) => sum + each);
      expect(worth).to.be.closeTo(investment, investment * 1e-9);
    }
  });

  it('is 0 when the payments just pay back, 7.931 % for ten times 147.50 on 1000', () => {
    expect(internalRateOfReturn(1000, 40, 25)).to.be.closeTo(0, 1e-9);
    expect(internalRateOfReturn(1000, 1000 * annuityFactor(0.07931, 10), 10)).to.be.closeTo(0.07931, 1e-12);
  });

  it('does not exist, and neither does a payback, when the investment is never paid back', () => {
    for (const cashFlow of [-5, 0, 39.9]) {
      expect(internalRateOfReturn(1000, cashFlow, 25)).to.equal(null);
      expect(paybackYears(1000, cashFlow, 25)).to.equal(null);
    }
    expect(paybackYears(1000, 40, 25)).to.equal(25);
  });
});

const figures: ScoreFigures = { cost: 0.25, climate: 100, coverage: 0.5, use: 0.5, efficiency: 0.2, readiness: 18 };

describe('scoreMatch', () => {
  it('gives half of every weight for half of every figure', () => {
    const { total, criteria } = scoreMatch(figures);
    expect(total).to.be.closeTo(50, 1e-9);
    for (const { name, points } of criteria) expect(points).to.be.closeTo(DEFAULT_SCORE_WEIGHTS[name as 'cost'] * 50, 1e-9);
  });

  it('gives 100 at full marks and beyond, 0 at none and below', () => {
    expect(scoreMatch({ cost: 0.9, climate: 500, coverage: 1, use: 1, efficiency: 0, readiness: 0 }).total).to.be.closeTo(100, 1e-9);
    expect(scoreMatch({ cost: -2, climate: -50, coverage: 0, use: 0, efficiency: 0.9, readiness: 99 }).total).to.equal(0);
  });

  it('moves 0.40 of the weight to research for a research demand, the rest scaled by 0.6', () => {
    const { total, criteria } = scoreMatch({ ...figures, research: 1 });
    expect(total).to.be.closeTo(0.6 * 50 + 40, 1e-9);
    expect(criteria.find(({ name }) => name === 'cost')?.weight).to.be.closeTo(0.18, 1e-12);
    expect(criteria.reduce((sum, { weight }) => sum + weight, 0)).to.be.closeTo(1, 1e-12);
  });

  it('explains every criterion in a sentence with its figure and unit', () => {
    const { criteria } = scoreMatch(figures);
    expect(criteria.map(({ explanation }) => explanation)).to.deep.equal([
      'The heat can be had for 25 % less than the partner pays today; full marks from 50 %.',
      'Each MWh delivered avoids 100 kg CO2; full marks from 200 kg.',
      'The match covers 50 % of the demand; full marks at 100 %.',
      'The match takes 50 % of the heat on offer over the year; full marks at 100 %.',
      'Each MWh delivered takes 0.2 MWh of electricity; full marks at 0, none from 0.4.',
      'Heat and demand start 18 months apart; full marks at 0, none from 36.',
    ]);
  });

  it('promises no price where the heat is free today and nothing can be saved', () => {
    const free = evaluateCase(aCase().demand({ alternative: { costEurPerMwh: 0, emissionKgPerMwh: 0 } }).build()) as FeasibleResult;
    expect(free.economics.priceFloorEurPerMwh).to.be.greaterThan(0);
    expect(free.score.criteria[0]).to.deep.include({
      name: 'cost', points: 0, explanation: 'Nothing is saved on what the partner pays today; full marks from 50 % less.',
    });
  });

  it('is what a match carries, and another site\'s weights change it without the physics', () => {
    const { score } = evaluateCase(aCase().build()) as FeasibleResult;
    const weights = { cost: 1, climate: 0, coverage: 0, use: 0, efficiency: 0, readiness: 0 };
    const other = evaluateCase(aCase().site({ scoreWeights: weights }).build()) as FeasibleResult;
    expect(rescore(score, DEFAULT_SCORE_WEIGHTS)).to.deep.equal(score);
    expect(rescore(score, weights)).to.deep.equal(other.score);
  });

  it('can be had from its marks alone under any weights, to the last bit', () => {
    const figure = fc.double({ min: -500, max: 500, noNaN: true });
    const figures = fc.record({
      cost: figure, climate: figure, coverage: figure, use: figure, efficiency: figure, readiness: figure,
      research: fc.option(figure, { nil: undefined }),
    }).map(({ research, ...others }): ScoreFigures => ({ ...others, ...(research !== undefined && { research }) }));
    const parts = fc.tuple(...CRITERIA.slice(0, 6).map(() => fc.integer({ min: 1, max: 100 })));
    fc.assert(fc.property(figures, parts, (given, [cost = 0, climate = 0, coverage = 0, use = 0, efficiency = 0, readiness = 0]) => {
      const sum = cost + climate + coverage + use + efficiency + readiness;
      const weights = {
        cost: cost / sum, climate: climate / sum, coverage: coverage / sum, use: use / sum, efficiency: efficiency / sum, readiness: readiness / sum,
      };
      const score = scoreMatch(given);
      const marks = scoreMarks(score);
      expect(Object.values(marks).every((mark) => mark >= 0 && mark <= 1)).to.equal(true);
      expect(totalOfMarks(marks, weights)).to.equal(rescore(score, weights).total);
      expect(totalOfMarks(marks, DEFAULT_SCORE_WEIGHTS)).to.equal(score.total);
    }), { numRuns: 500, seed: 20260304 });
  });

  it('refuses weights that do not sum to 1', () => {
    expect(() => { validateScoreWeights({ ...DEFAULT_SCORE_WEIGHTS, cost: 0.5 }); }).to.throw(InvalidInputError, 'must sum to 1, not 1.2');
  });
});

describe('figures of the score', () => {
  it('count months either way, and none when a date is not given', () => {
    expect(monthsApart('2027-01-01', '2028-01-01')).to.be.closeTo(11.99, 0.01);
    expect(monthsApart('2028-01-01', '2027-01-01')).to.be.closeTo(11.99, 0.01);
    expect(monthsApart(undefined, '2027-01-01')).to.equal(0);
  });

  it('save nothing on heat that is free today', () => {
    expect(savedShare(20, 0)).to.equal(0);
    expect(savedShare(-5, 0)).to.equal(0);
    expect(savedShare(30, 60)).to.equal(0.5);
    expect(savedShare(90, 60)).to.equal(-0.5);
  });

  it('value research by shared topics, data, readiness level and budget, a quarter each', () => {
    const research = { topics: ['Aquaculture', 'storage'], readinessLevel: 5, offersData: true, budgetEur: 125_000 };
    expect(researchValue(research, ['aquaculture'], 250_000)).to.equal((0.5 + 1 + 0.5 + 0.5) / 4);
    expect(researchValue({ topics: [], readinessLevel: 1, offersData: false, budgetEur: 0 }, ['aquaculture'], 250_000)).to.equal(0);
    expect(researchValue({ ...research, topics: ['aquaculture'], readinessLevel: 9, budgetEur: 1e9 }, ['aquaculture'], 250_000)).to.equal(1);
  });
});
