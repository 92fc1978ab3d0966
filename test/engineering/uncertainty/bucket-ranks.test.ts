import { expect } from 'chai';
import fc from 'fast-check';
import { BucketRanks } from '../../../server/engineering/uncertainty/bucket-ranks.js';

const SAME_POINTS = 1e-7;
const byCounting = (points: readonly number[]): number[] => points.map((own) => 1 + points.filter((each) => each > own + SAME_POINTS).length);

function ranksOf(points: readonly number[], ranking = new BucketRanks(points.length)): number[] {
  const out = new Uint32Array(points.length);
  ranking.rank(Float64Array.from(points), out);
  return [...out];
}

describe('ranks by buckets', () => {
  it('gives equal totals the better rank, totals apart by rounding too', () => {
    expect(ranksOf([50, 70, 50 + 1e-12, 20])).to.deep.equal([2, 1, 2, 4]);
    expect(ranksOf([7, 7, 7])).to.deep.equal([1, 1, 1]);
    expect(ranksOf([])).to.deep.equal([]);
  });

  it('is what counting the better ones gives: spread out, in clusters, all but one the same, with totals just within and beyond rounding', () => {
    const total = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 }).map((n) => 40 + n * 4e-8));
    fc.assert(fc.property(fc.array(total, { maxLength: 300 }), (points) => {
      expect(ranksOf(points)).to.deep.equal(byCounting(points));
    }), { numRuns: 300, seed: 20260321 });
    const cluster = [...Array.from({ length: 400 }, (_, n) => 50 + (n % 37) * 1e-5), 0, 100];
    expect(ranksOf(cluster)).to.deep.equal(byCounting(cluster));
  });

  it('forgets the ranking before', () => {
    const ranking = new BucketRanks(4);
    ranksOf([100, 0, 30, 90], ranking);
    expect(ranksOf([1, 2, 3, 3], ranking)).to.deep.equal([4, 3, 1, 1]);
  });
});
