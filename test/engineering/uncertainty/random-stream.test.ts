import { expect } from 'chai';
import { evenlySpread, randomStream, xoshiro128PlusPlus } from '../../../server/engineering/uncertainty/random-stream.js';

const numbers = (random: () => number, count: number): number[] => Array.from({ length: count }, random);
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (value: (i: number) => number): number => Array.from(a, (_, i) => value(i)).reduce((total, each) => total + each, 0);
  const [fromA, fromB] = [(i: number) => (a[i] as number) - meanA, (i: number) => (b[i] as number) - meanB];
  return sum((i) => fromA(i) * fromB(i)) / Math.sqrt(sum((i) => fromA(i) ** 2) * sum((i) => fromB(i) ** 2));
};

describe('random stream', () => {
  it('is xoshiro128++: the first ten words from the state 1, 2, 3, 4 of its reference implementation', () => {
    expect(numbers(xoshiro128PlusPlus([1, 2, 3, 4]), 10)).to.deep.equal([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420,
    ]);
  });

  it('gives the same numbers for the same seed and names, others for another seed or name', () => {
    const first = numbers(randomStream(7, 1, 2), 50);
    expect(numbers(randomStream(7, 1, 2), 50)).to.deep.equal(first);
    for (const other of [randomStream(8, 1, 2), randomStream(7, 2, 1), randomStream(7, 1), randomStream(7 + 2 ** 32, 1, 2), randomStream(-7, 1, 2)]) {
      expect(numbers(other, 50)).not.to.deep.equal(first);
    }
  });

  it('lies strictly within 0 and 1 and fills a hundred slices alike (chi-square within 99.9 %)', () => {
    const counts = new Array<number>(100).fill(0);
    for (const value of numbers(randomStream(1), 100_000)) {
      expect(value).to.be.greaterThan(0).and.below(1);
      counts[Math.floor(value * 100)] = (counts[Math.floor(value * 100)] as number) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).to.be.within(60.3, 148.2);
  });

  it('streams of neighbouring seeds and names do not go together', () => {
    const streams = [[1, 0], [2, 0], [1, 1], [1, 2], [2, 1]].map(([seed, name]) => numbers(randomStream(seed as number, name as number), 20_000));
    streams.forEach((a, i) => streams.slice(i + 1).forEach((b) => expect(Math.abs(correlation(a, b))).to.be.below(4 / Math.sqrt(20_000))));
    expect(Math.abs(correlation(streams[0] as number[], [...(streams[0] as number[]).slice(1), 0]))).to.be.below(4 / Math.sqrt(20_000));
  });

  for (const seed of [NaN, 1.5, Infinity, 2 ** 60]) {
    it(`refuses the seed ${seed}`, () => {
      expect(() => randomStream(seed)).to.throw(RangeError, `seed must be a whole number, not ${seed}`);
    });
  }
});

describe('evenly spread numbers', () => {
  it('have exactly one in each of as many slices, in an order that tells nothing', () => {
    const values = evenlySpread(1000, randomStream(3));
    expect(Array.from(values, (value) => Math.floor(value * 1000)).sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
    expect(Math.abs(correlation(values, Array.from({ length: 1000 }, (_, i) => i)))).to.be.below(4 / Math.sqrt(1000));
  });

  it('reach every order: the first of three is in each slice about a third of the time', () => {
    const random = randomStream(5);
    const first = Array.from({ length: 3000 }, () => Math.floor((evenlySpread(3, random)[0] as number) * 3));
    for (const slice of [0, 1, 2]) expect(first.filter((each) => each === slice).length).to.be.within(900, 1100);
  });
});
