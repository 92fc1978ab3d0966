import { expect } from 'chai';
import fc from 'fast-check';
import { addCutLoad, addHour, addLoadsBelow, loadCurve, noLoad, type LoadSums } from '../../server/engineering/load-curve.js';
import { offeredYear } from '../../server/engineering/offered-year.js';
import { hours } from './case-builder.js';

const series = (value: (hour: number) => number): Float64Array => Float64Array.from(hours(value));

/** The same sums, hour by hour. */
function sumsByHour(load: Float64Array, price: Float64Array, height: number): LoadSums {
  const sums = noLoad();
  load.forEach((value, hour) => { if (value > 0) addHour(sums, Math.min(value, height), price[hour] as number); });
  return sums;
}

describe('load curve', () => {
  it('sums a load cut at a height: by hand', () => {
    const load = series((hour) => (hour < 10 ? 4 : hour < 30 ? 1 : 0));
    const sums = noLoad();
    addCutLoad(loadCurve(load, series((hour) => (hour < 10 ? 5 : 2))), 2, sums);
    expect(sums).to.deep.equal({
      hours: 30, heat: 10 * 2 + 20 * 1, cubes: 10 * 8 + 20, price: 10 * 5 + 20 * 2, pricedHeat: 10 * 2 * 5 + 20 * 2, pricedCubes: 10 * 8 * 5 + 20 * 2,
    });
  });

  it('adds to the sums it is given, and nothing for a load without heat', () => {
    const sums = noLoad();
    addCutLoad(loadCurve(series(() => 0)), 3, sums);
    expect(sums).to.deep.equal(noLoad());
    const flat = loadCurve(series(() => 2));
    addCutLoad(flat, Infinity, sums);
    addCutLoad(flat, 2, sums);
    expect([sums.hours, sums.heat]).to.deep.equal([2 * 8760, 4 * 8760]);
  });

  it('has the sums of its hours at every height, steps and equal loads included', () => {
    const levels = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(levels, fc.integer({ min: 1, max: 3000 }), fc.double({ min: 1e-6, max: 12, noNaN: true }), (steps, period, height) => {
      const load = series((hour) => (hour % 2 === 0 ? steps[hour % steps.length] as number : 5 + 5 * Math.sin(hour / period)));
      const price = series((hour) => 40 + 60 * Math.cos(hour / 11));
      const curve = loadCurve(load, price);
      for (const cut of [height, ...steps.filter((step) => step > 0)]) {
        const [sums, expected] = [noLoad(), sumsByHour(load, price, cut)];
        addCutLoad(curve, cut, sums);
        for (const key of Object.keys(expected) as (keyof LoadSums)[]) {
          expect(sums[key], `${key} at ${cut}`).to.be.closeTo(expected[key], 1e-11 * 8760 * 100 * Math.max(1, cut ** 3));
        }
      }
    }), { numRuns: 100, seed: 20260311 });
  });

  it('parts the loads at a height: none below it is left to look at, but those beside it', () => {
    const load = series((hour) => 1 + Math.sin(hour));
    const curve = loadCurve(load);
    const sums = noLoad();
    const first = addLoadsBelow(curve, 0.7, sums);
    for (let hour = first; hour < curve.loads.length; hour++) addHour(sums, curve.loads[hour] as number, 0);
    expect(Math.max(...curve.loads.slice(0, first))).to.be.below(0.7);
    expect(sums.heat).to.be.closeTo(sumsByHour(load, load, Infinity).heat, 1e-8);
  });
});

describe('offered year', () => {
  const everyHourOnce = (offeredKw: Float64Array): void => {
    const { groups, lowestKw } = offeredYear(offeredKw);
    expect(Uint16Array.from(groups.flatMap(({ hours: each }) => [...each])).sort()).to.deep.equal(Uint16Array.from({ length: 8760 }, (_, hour) => hour));
    for (const { hours: each, lowestKw: least, highestKw } of groups) {
      const values = [...each].map((hour) => offeredKw[hour] as number);
      expect([Math.min(...values), Math.max(...values)]).to.deep.equal([least, highestKw]);
    }
    expect(lowestKw).to.equal(Math.min(...offeredKw));
  };

  it('groups every hour once: a steady offer, one with maintenance, one that swings', () => {
    everyHourOnce(series(() => 7));
    everyHourOnce(series((hour) => (hour < 100 ? 0 : hour % 3)));
    everyHourOnce(series((hour) => 10 + Math.sin(hour)));
    everyHourOnce(series((hour) => hour % 70));
  });

  it('keeps hours of the same offer together where there are few values', () => {
    expect(offeredYear(series((hour) => (hour < 100 ? 0 : 5))).groups.map(({ lowestKw, highestKw, hours: each }) => [lowestKw, highestKw, each.length]))
      .to.deep.equal([[0, 0, 100], [5, 5, 8660]]);
  });
});
