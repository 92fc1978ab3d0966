import { expect } from 'chai';
import fc from 'fast-check';
import {
  applyWhatIf, evaluateMatch, whatWouldItTake, type LeverField, type MatchCase, type WhatItTakes,
} from '../../../server/engineering/index.js';
import { prepareCase } from '../../../server/engineering/prepared-case.js';
import { worthOf } from '../../../server/engineering/what-if/case-worth.js';
import { gridBetween, nearestPassing } from '../../../server/engineering/what-if/grid-search.js';
import { aCase, hours } from '../case-builder.js';
import { arbitraryCase } from '../arbitrary-case.js';

/** 6.8 km away and little to be saved: it costs more than it is worth. */
const HEAT_TODAY = { costEurPerMwh: 65, emissionKgPerMwh: 224 };
const dear = (routeLengthM = 6800): MatchCase => aCase().demand({ routeLengthM, alternative: HEAT_TODAY }).build();
const npvOf = (matchCase: MatchCase): number => {
  const { result } = evaluateMatch(matchCase);
  return result.feasible ? result.economics.npvEur : -Infinity;
};
const entry = (takes: readonly WhatItTakes[], field: LeverField): WhatItTakes => takes.find((each) => each.field === field) as WhatItTakes;

describe('whatWouldItTake', () => {
  it('has nothing to say of a match that pays', () => {
    expect(npvOf(aCase().build())).to.be.greaterThan(0);
    expect(whatWouldItTake(aCase().build())).to.deep.equal([]);
  });

  context('of a match that costs more than it is worth', () => {
    const takes = whatWouldItTake(dear());

    it('names every input once, towards breaking even', () => {
      expect(takes.map(({ field }) => field)).to.deep.equal([
        'demand.routeLengthM', 'demand.flowTemperatureC', 'demand.returnTemperatureC', 'source.supplyTemperatureC',
        'source.returnTemperatureC', 'demand.annualDemandMwh', 'source.utilisation', 'demand.alternative.costEurPerMwh',
        'site.electricity.priceEurPerMwh', 'investmentFactor', 'economics.discountRate', 'economics.lifetimeYears',
      ]);
      for (const { target } of takes) expect(target).to.equal('break-even');
    });

    it('finds the longest route that breaks even, as trying every 10 m does', () => {
      let lengthM = 6800;
      while (npvOf(dear(lengthM)) < 0) lengthM -= 10;
      const route = entry(takes, 'demand.routeLengthM');
      expect(route).to.include({ from: 6800, to: lengthM, text: `If the route were ${lengthM / 1000} km instead of 6.8 km, it would break even.` });
      expect(route.changes).to.deep.equal({ 'demand.routeLengthM': lengthM });
    });

    it('finds the price of heat by hand: the lowest price floor of any design', () => {
      const floors = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].flatMap((percent) =>
        evaluateMatch(applyWhatIf(dear(), { 'design.capacityKw': (20_000_000 / 8760) * (percent / 100) })).detail.options.flatMap((option) =>
          (option.feasible ? [option.lcohEurPerMwh - option.yearlyEur.coolingCredit / option.deliveredMwh] : [])));
      expect(entry(takes, 'demand.alternative.costEurPerMwh').to).to.equal(Math.ceil(Math.min(...floors) * 10) / 10);
    });

    it('finds the investment: a hundredth more no longer breaks even', () => {
      const { to, changes, text } = entry(takes, 'investmentFactor');
      const factor = to as number;
      const worthAt = (each: number): number => worthOf(prepareCase({ ...dear(), economics: { contingency: 1.1 * each - 1 } })) as number;
      expect(worthAt(factor)).to.be.at.least(0);
      expect(worthAt(factor + 0.01)).to.be.below(0);
      expect(changes).to.equal(null);
      expect(text).to.equal(`If the investment were ${Math.round((1 - factor) * 100)} % lower (by a grant, for example), it would break even.`);
    });

    it('says so where no value would do', () => {
      expect(entry(takes, 'source.utilisation')).to.include({
        to: null, changes: null,
        text: 'No change of the use of the data centre alone, from 75 % to 100 %, was found to make it break even.',
      });
    });

    it('moves the water sent back together with a hotter source, and says so', () => {
      const { to, changes, text } = entry(takes, 'source.supplyTemperatureC');
      expect(changes?.['source.returnTemperatureC']).to.be.closeTo((to as number) - 10, 1e-9);
      expect(text).to.include(`${to} °C instead of 30 °C (and the water sent back ${changes?.['source.returnTemperatureC']} °C)`);
    });
  });

  it('keeps to the capacity that the case settles', () => {
    const settled = { ...dear(), design: { capacityKw: 800 } };
    const free = entry(whatWouldItTake(dear()), 'demand.alternative.costEurPerMwh').to as number;
    expect(entry(whatWouldItTake(settled), 'demand.alternative.costEurPerMwh').to).to.be.greaterThan(free);
  });

  it('a cheaper or a dearer price of electricity: whichever helps', () => {
    const cooling = aCase().coolEnoughForDirect().demand({ routeLengthM: 2000, alternative: { costEurPerMwh: 8, emissionKgPerMwh: 0 } }).build();
    expect(npvOf(cooling)).to.be.below(0);
    const price = entry(whatWouldItTake(cooling), 'site.electricity.priceEurPerMwh');
    expect(price.to).to.be.greaterThan(60);
    expect(entry(whatWouldItTake(dear()), 'site.electricity.priceEurPerMwh').to).to.be.below(60);
  });

  it('of an infeasible match names what makes it work, and that no price does', () => {
    const takes = whatWouldItTake(aCase().demand({ flowTemperatureC: 130, returnTemperatureC: 60 }).build());
    expect(entry(takes, 'demand.flowTemperatureC')).to.include({
      target: 'feasible', to: 120, text: 'If the flow temperature the partner needs were 120 °C instead of 130 °C, it would work.',
    });
    expect(entry(takes, 'site.electricity.priceEurPerMwh')).to.include({
      to: null, text: 'No change of the price of electricity makes it work: heat cannot flow at any price.',
    });
  });

  it('of an uploaded demand that is all but 0 says so, and does not scale it', () => {
    const takes = whatWouldItTake(aCase().demand({ profile: { hourlyKw: hours((hour) => (hour === 0 ? 5e-324 : 0)) } }).build());
    expect(entry(takes, 'demand.annualDemandMwh')).to.include({ to: null, text: 'No change of the heat demand alone was found to make it work.' });
  });

  it('of hourly prices and an hourly utilisation changes the mean', () => {
    const matchCase = aCase().site({ electricity: { priceEurPerMwh: hours((hour) => 40 + 40 * (hour % 2)), emissionKgPerMwh: 17 } })
      .source({ utilisation: hours((hour) => (hour < 1000 ? 0 : 0.05 + 0.02 * (hour % 3))) })
      .demand({ routeLengthM: 3000, alternative: { costEurPerMwh: 55, emissionKgPerMwh: 224 } }).build();
    const takes = whatWouldItTake(matchCase);
    expect(takes).to.have.length(12);
    for (const field of ['site.electricity.priceEurPerMwh', 'source.utilisation'] as const) {
      const { from, to, changes } = entry(takes, field);
      expect(from).to.be.closeTo(field === 'source.utilisation' ? (7760 * 0.07) / 8760 : 60, 1e-3);
      expect(npvOf(applyWhatIf(matchCase, changes ?? {})), String(to)).to.be.at.least(0);
    }
  });

  it('is true for any case: with the change it works or breaks even', () => {
    const found = new Map<LeverField, number>();
    const reached = (matchCase: MatchCase, target: string): boolean => {
      const { result } = evaluateMatch(matchCase);
      return result.feasible && (target === 'feasible' || result.economics.npvEur >= 0);
    };
    fc.assert(fc.property(arbitraryCase({ heatCostEurPerMwh: [0, 80] }), (matchCase) => {
      const takes = whatWouldItTake(matchCase);
      const now = evaluateMatch(matchCase).result;
      expect(takes.length).to.equal(now.feasible && now.economics.npvEur >= 0 ? 0 : 12);
      for (const { field, from, to, target, changes, text } of takes) {
        expect(to === null, text).to.equal(text.startsWith('No change'));
        if (to === null || !changes) continue;
        found.set(field, (found.get(field) ?? 0) + 1);
        expect(to).not.to.equal(from);
        expect(reached(applyWhatIf(matchCase, changes), target), text).to.equal(true);
      }
    }), { numRuns: 40, seed: 20260503 });
    expect(found.size, [...found].join(' ')).to.be.at.least(7);
  });
});

describe('grid search', () => {
  it('goes from the first round value beyond the start to the end', () => {
    const down = gridBetween(70.05, 5, 0.1);
    expect([down.at(0), down.at(1), down.at(down.count - 1)]).to.deep.equal([70, 69.9, 5]);
    const up = gridBetween(30, 120, 0.1);
    expect([up.at(0), up.at(up.count - 1), up.count]).to.deep.equal([30.1, 120, 900]);
    expect(gridBetween(6800, 0, 10).at(0)).to.equal(6790);
    expect(gridBetween(0.75, 1, 0.001).count).to.equal(250);
    expect(gridBetween(0.05, 0.01, 0.1).count).to.equal(0);
  });

  it('finds the first that passes, in few looks', () => {
    for (let first = 0; first < 700; first += 13) {
      let looks = 0;
      expect(nearestPassing(700, (index) => { looks += 1; return index >= first; })).to.equal(first);
      expect(looks).to.be.at.most(12 + 10);
    }
    expect(nearestPassing(700, () => false)).to.equal(undefined);
    expect(nearestPassing(0, () => true)).to.equal(undefined);
  });

  it('where only a stretch passes, what it gives passes and the one before it does not', () => {
    for (const [from, to] of [[100, 400], [3, 40], [650, 699]] as const) {
      const passes = (index: number): boolean => index >= from && index <= to;
      expect(nearestPassing(700, passes)).to.equal(from);
    }
  });
});
