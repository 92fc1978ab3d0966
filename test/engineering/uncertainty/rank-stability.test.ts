import { expect } from 'chai';
import fc from 'fast-check';
import {
  DEFAULT_SCORE_WEIGHTS, evaluateCase, rankStability, rescore, type CriterionName, type ScoredMatch, type ScoreWeights,
} from '../../../server/engineering/index.js';
import { aCase } from '../case-builder.js';

/** Values at which the marks of a criterion are 0 and full. */
const ENDS: Readonly<Record<CriterionName, readonly [number, number]>> = {
  cost: [0, 0.5], climate: [0, 200], coverage: [0, 1], use: [0, 1], efficiency: [0.4, 0], readiness: [36, 0], research: [0, 1],
};
const scored = (id: string, marks: Partial<Record<CriterionName, number>>): ScoredMatch => ({
  id,
  criteria: (Object.keys(ENDS) as CriterionName[]).filter((name) => name !== 'research' || marks.research !== undefined).map((name) => {
    const [none, full] = ENDS[name];
    return { name, value: none + (full - none) * (marks[name] ?? 0) };
  }),
});
const options = { seed: 1, draws: 500 };

describe('rankStability', () => {
  it('without a spread every draw is the present ranking', () => {
    const matches = [scored('c', { cost: 0.1 }), scored('a', { cost: 0.9 }), scored('b', { cost: 0.5 })];
    expect(rankStability(matches, DEFAULT_SCORE_WEIGHTS, { ...options, spread: 0, top: 1 })).to.deep.equal([
      { id: 'c', rank: 3, p10: 3, p50: 3, p90: 3, shareInTop: 0, shareAtLeastAsGood: 1 },
      { id: 'a', rank: 1, p10: 1, p50: 1, p90: 1, shareInTop: 1, shareAtLeastAsGood: 1 },
      { id: 'b', rank: 2, p10: 2, p50: 2, p90: 2, shareInTop: 0, shareAtLeastAsGood: 1 },
    ]);
  });

  it('a match that is better in every criterion stays ahead whatever the weights', () => {
    const better = scored('better', { cost: 0.6, climate: 0.6, coverage: 0.6, use: 0.6, efficiency: 0.6, readiness: 0.6 });
    const worse = scored('worse', { cost: 0.5, climate: 0.5, coverage: 0.5, use: 0.5, efficiency: 0.5, readiness: 0.5 });
    const [first, second] = rankStability([better, worse], DEFAULT_SCORE_WEIGHTS, { ...options, spread: 0.99, top: 1 });
    expect(first).to.include({ rank: 1, p90: 1, shareInTop: 1 });
    expect(second).to.include({ rank: 2, p10: 2, shareInTop: 0 });
  });

  it('two matches whose order hangs on two equal weights alone change places half the time', () => {
    const weights: ScoreWeights = { cost: 0.25, climate: 0.25, coverage: 0.125, use: 0.125, efficiency: 0.125, readiness: 0.125 };
    const [cheap, clean] = rankStability(
      [scored('cheap', { cost: 0.8 }), scored('clean', { climate: 0.8 })], weights, { ...options, draws: 4000, top: 1 });
    expect(cheap?.rank).to.equal(1);
    expect(clean?.rank).to.equal(1);
    expect(cheap?.shareInTop).to.be.closeTo(0.5, 0.04);
    expect((cheap?.shareInTop as number) + (clean?.shareInTop as number)).to.be.closeTo(1, 1e-9);
    expect(cheap).to.include({ p10: 1, p90: 2 });
  });

  it('matches with the same marks share the better rank in every draw', () => {
    const marks = { cost: 0.3, climate: 0.7, readiness: 0.2 };
    const [one, other, last] = rankStability([scored('a', marks), scored('b', marks), scored('c', {})], DEFAULT_SCORE_WEIGHTS, options);
    for (const each of [one, other]) expect(each).to.include({ rank: 1, p10: 1, p90: 1, shareAtLeastAsGood: 1 });
    expect(last).to.include({ rank: 3, p10: 3, p90: 3 });
  });

  it('keeps the weight of research value: a research demand with nothing else is never moved by the weights', () => {
    const [research, other] = rankStability(
      [scored('research', { research: 1 }), scored('other', { cost: 1 })], DEFAULT_SCORE_WEIGHTS, { ...options, spread: 0.1, top: 1 });
    // 40 points of research against 30 of cost, which goes to 34.4 at most.
    expect(research).to.include({ rank: 1, p90: 1, shareInTop: 1 });
    expect(other).to.include({ rank: 2, p10: 2 });
  });

  it('ranks as sorting the scores of stored results does', () => {
    const results = [300, 800, 2000, 5000, 9000].map((routeLengthM) => {
      const result = evaluateCase(aCase().demand({ routeLengthM }).build());
      if (!result.feasible) throw new Error('must be feasible here');
      return { id: String(routeLengthM), score: result.score };
    });
    const weights: ScoreWeights = { cost: 0.1, climate: 0.1, coverage: 0.5, use: 0.1, efficiency: 0.1, readiness: 0.1 };
    const total = (each: (typeof results)[number]): number => rescore(each.score, weights).total;
    for (const { id, rank } of rankStability(results.map(({ id, score }) => ({ id, criteria: score.criteria })), weights, options)) {
      const own = total(results.find((each) => each.id === id) as (typeof results)[number]);
      expect(rank).to.equal(1 + results.filter((each) => total(each) > own + 1e-7).length);
    }
  });

  it('gives the same for the same seed', () => {
    const matches = Array.from({ length: 30 }, (_, i) => scored(String(i), { cost: Math.sin(i) ** 2, climate: Math.cos(i) ** 2, use: (i % 7) / 7 }));
    const withSeed = (seed: number) => rankStability(matches, DEFAULT_SCORE_WEIGHTS, { ...options, seed });
    expect(withSeed(1)).to.deep.equal(withSeed(1));
    expect(withSeed(1)).not.to.deep.equal(withSeed(2));
    expect(rankStability([], DEFAULT_SCORE_WEIGHTS, options)).to.deep.equal([]);
  });

  it('is in order for any marks: p10 at most p50 at most p90, ranks within the list, shares within 0 and 1', () => {
    const mark = fc.double({ min: 0, max: 1, noNaN: true });
    const marks = fc.record({ cost: mark, climate: mark, coverage: mark, use: mark, efficiency: mark, readiness: mark });
    fc.assert(fc.property(fc.array(marks, { minLength: 1, maxLength: 20 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (list, spread) => {
      const matches = list.map((each, index) => scored(String(index), each));
      const ranked = rankStability(matches, DEFAULT_SCORE_WEIGHTS, { seed: 1, draws: 20, spread, top: 3 });
      for (const { rank, p10, p50, p90, shareInTop, shareAtLeastAsGood } of ranked) {
        expect(p10).to.be.at.least(1).and.at.most(p50);
        expect(p90).to.be.at.least(p50).and.at.most(matches.length);
        expect(rank).to.be.within(1, matches.length);
        expect(shareInTop).to.be.within(0, 1);
        expect(shareAtLeastAsGood).to.be.within(0, 1);
      }
    }), { numRuns: 100, seed: 20260404 });
  });

  for (const [change, field] of [
    [{ draws: 0 }, 'draws'], [{ draws: 1e6 }, 'draws'], [{ spread: 1 }, 'spread'], [{ spread: -0.1 }, 'spread'], [{ spread: NaN }, 'spread'],
    [{ top: 0 }, 'top'], [{ seed: 0.5 }, 'seed'],
  ] as const) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      expect(() => rankStability([], DEFAULT_SCORE_WEIGHTS, { ...options, ...change })).to.throw(RangeError).that.includes({ field });
    });
  }

  it('refuses weights that do not sum to 1', () => {
    expect(() => rankStability([], { ...DEFAULT_SCORE_WEIGHTS, cost: 0.5 }, options)).to.throw(RangeError, 'must sum to 1');
  });
});
