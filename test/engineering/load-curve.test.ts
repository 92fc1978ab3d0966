import { expect } from 'chai';
import fc from 'fast-check';
import { addCutLoad, addHour, addLimitedLoads, addLoadsBelow, loadCurve, loadCurves, noLoad, type LoadSums } from '../../server/engineering/load-curve.js';
import { stepCuts } from '../../server/engineering/step-cuts.js';
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
    addCutLoad(loadCurve(load, { hourlyPrice: series((hour) => (hour < 10 ? 5 : 2)) }), 2, sums);
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
      const curve = loadCurve(load, { hourlyPrice: price });
      for (const cut of [height, ...steps.filter((step) => step > 0)]) {
        const [sums, expected] = [noLoad(), sumsByHour(load, price, cut)];
        addCutLoad(curve, cut, sums);
        for (const key of Object.keys(expected) as (keyof LoadSums)[]) {
          expect(sums[key], `${key} at ${cut}`).to.be.closeTo(expected[key], 1e-11 * 8760 * 100 * Math.max(1, cut ** 3));
        }
      }
    }), { numRuns: 100, seed: 20260311 });
  });

  it('has the sums at each of some steps of the maximum from one pass, loads that are but dust left out', () => {
    const level = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(fc.property(fc.array(level, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 100 }), (flat, period, steps) => {
      const load = series((hour) => (hour % 2 === 0 ? flat[hour % flat.length] as number : hour % 9 === 0 ? 1e-14 : 5 + 5 * Math.sin(hour / period)));
      const price = series((hour) => 40 + 60 * Math.cos(hour / 11));
      const [maximum, dust] = [Math.max(...load), 1e-13];
      const solid = load.map((value) => (value > dust ? value : 0));
      stepCuts(load, price, { steps, maximum, dust }).forEach((sums, step) => {
        const expected = sumsByHour(solid, price, maximum * step / steps);
        for (const key of Object.keys(expected) as (keyof LoadSums)[]) {
          expect(sums[key], `${key} at ${step} of ${steps}`).to.be.closeTo(expected[key], 1e-11 * 8760 * 100 * Math.max(1, maximum ** 3));
        }
      });
    }), { numRuns: 30, seed: 20260312 });
  });

  it('sums what an offer leaves, hour by hour, from any bucket on', () => {
    const [load, price] = [series((hour) => 2 + Math.sin(hour)), series((hour) => 40 + 60 * Math.cos(hour / 11))];
    const offeredKw = series((hour) => 1 + 0.4 * Math.cos(hour / 5));
    const offer = offeredYear(offeredKw);
    loadCurves(load, offer.hours, { hourlyPrice: price, offeredKw }).forEach((curve, group) => {
      for (const bucket of [curve.firstBucket, curve.firstBucket + 7, curve.endBucket - 1]) {
        const [sums, expected] = [noLoad(), noLoad()];
        addLimitedLoads(curve, bucket, 1.3, 0.4, sums);
        const { offers = [], prices = [], bucketStart } = curve.layout;
        for (let i = bucketStart[bucket] as number; i < curve.end; i++) addHour(expected, 1.3 * (offers[i] as number) - 0.4, prices[i] as number);
        for (const key of Object.keys(expected) as (keyof LoadSums)[]) expect(sums[key], `${key} of group ${group}`).to.be.closeTo(expected[key], 1e-9);
      }
    });
  });

  it('parts the loads at a height: none below it is left to look at, but those beside it', () => {
    const load = series((hour) => 1 + Math.sin(hour));
    const curve = loadCurve(load);
    const sums = noLoad();
    const first = addLoadsBelow(curve, 0.7, sums);
    for (let hour = first; hour < curve.end; hour++) addHour(sums, curve.layout.loads[hour] as number, 0);
    expect(Math.max(...curve.layout.loads.slice(0, first))).to.be.below(0.7);
    expect(sums.heat).to.be.closeTo(sumsByHour(load, load, Infinity).heat, 1e-8);
  });
});

describe('offered year', () => {
  const everyHourOnce = (offeredKw: Float64Array): void => {
    const { groups, hours: { groupOf, sizes }, lowestKw } = offeredYear(offeredKw);
    groups.forEach(({ lowestKw: least, highestKw }, group) => {
      const values = [...offeredKw].filter((_, hour) => groupOf[hour] === group);
      expect([Math.min(...values), Math.max(...values), values.length]).to.deep.equal([least, highestKw, sizes[group]]);
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.equal(8760);
    expect(groups.map((each) => each.lowestKw)).to.deep.equal(groups.map((each) => each.lowestKw).sort((x, y) => x - y));
    expect(lowestKw).to.equal(Math.min(...offeredKw));
  };

  it('groups every hour once: a steady offer, one with maintenance, one that swings', () => {
    everyHourOnce(series(() => 7));
    everyHourOnce(series((hour) => (hour < 100 ? 0 : hour % 3)));
    everyHourOnce(series((hour) => 10 + Math.sin(hour)));
    everyHourOnce(series((hour) => hour % 70));
  });

  it('keeps hours of the same offer together where there are few values', () => {
    const { groups, hours: { sizes }, differs } = offeredYear(series((hour) => (hour < 100 ? 0 : 5)));
    expect({ groups, sizes, differs }).to.deep.equal({ groups: [{ lowestKw: 0, highestKw: 0 }, { lowestKw: 5, highestKw: 5 }], sizes: [100, 8660], differs: false });
  });

  it('has groups of about equal size where there are many values, and never parts equal offers', () => {
    const { groups, hours: { sizes }, differs } = offeredYear(series((hour) => (hour % 3 === 0 ? 2 : 1 + hour / 8760)));
    expect([differs, groups.length]).to.deep.equal([true, 43]);
    expect(Math.max(...sizes)).to.be.within(2920, 2920 + 2 * 137);
    expect(groups.map(({ highestKw }) => highestKw).slice(1)).to.satisfy((highest: number[]) => highest.every((each, at) => each > (groups[at] as { highestKw: number }).highestKw));
  });
});
