import { expect } from 'chai';
import fc from 'fast-check';
import {
  applyWhatIf, energyMwh, evaluateMatch, presentValue, WHAT_IF_DESCRIPTIONS, WHAT_IF_FIELDS, type FeasibleResult, type MatchCase,
  type WhatIfChanges,
} from '../../../server/engineering/index.js';
import { aCase, hours } from '../case-builder.js';
import { arbitraryCase } from '../arbitrary-case.js';

const mean = (values: unknown): number => (values as number[]).reduce((sum, value) => sum + value, 0) / 8760;
function feasible(matchCase: MatchCase): FeasibleResult {
  const { result } = evaluateMatch(matchCase);
  if (!result.feasible) throw new Error(result.reasons.join(' '));
  return result;
}

describe('applyWhatIf', () => {
  const now = aCase().build();

  it('changes the fields that are named and nothing else, and leaves the case as it is', () => {
    const before = structuredClone(now);
    const after = applyWhatIf(now, {
      'source.supplyTemperatureC': 45, 'source.returnTemperatureC': 35, 'source.utilisation': 0.6, 'source.availableFrom': '2027-05-01',
      'demand.flowTemperatureC': 60, 'demand.returnTemperatureC': 30, 'demand.annualDemandMwh': 25_000, 'demand.routeLengthM': 700,
      'demand.startDate': '2027-06-01', 'demand.endDate': '2040-01-01', 'demand.alternative.costEurPerMwh': 90,
      'site.electricity.priceEurPerMwh': 40, 'design.capacityKw': 1500, 'economics.discountRate': 0.04, 'economics.lifetimeYears': 30,
    });
    expect(now).to.deep.equal(before);
    expect(after).to.deep.equal({
      site: { pue: 1.2, electricity: { priceEurPerMwh: 40, emissionKgPerMwh: 17 } },
      source: { installedItKw: 30_000, utilisation: 0.6, supplyTemperatureC: 45, returnTemperatureC: 35, availableFrom: '2027-05-01' },
      demand: {
        annualDemandMwh: 25_000, flowTemperatureC: 60, returnTemperatureC: 30, profile: { archetype: 'flat' }, routeLengthM: 700,
        startDate: '2027-06-01', endDate: '2040-01-01', alternative: { costEurPerMwh: 90, emissionKgPerMwh: 224 },
      },
      economics: { discountRate: 0.04, lifetimeYears: 30 },
      design: { capacityKw: 1500 },
    });
    expect(applyWhatIf(now, {})).to.deep.equal(now);
  });

  it('the present value of a field changes nothing, in any case', () => {
    fc.assert(fc.property(arbitraryCase(), (matchCase) => {
      const changes = Object.fromEntries(WHAT_IF_FIELDS.flatMap((field) => {
        const value = presentValue(matchCase, field);
        const nothing = field === 'demand.annualDemandMwh' && (value as number) < 0.001;
        return value === undefined || nothing ? [] : [[field, value]];
      })) as WhatIfChanges;
      expect(Object.keys(changes).length).to.be.at.least(11);
      expect(evaluateMatch(applyWhatIf(matchCase, changes))).to.deep.equal(evaluateMatch(matchCase));
    }), { numRuns: 60, seed: 20260501 });
  });

  context('an hourly electricity price', () => {
    const hourly = (value: (hour: number) => number): MatchCase =>
      aCase().site({ electricity: { priceEurPerMwh: hours(value), emissionKgPerMwh: 17 } }).build();

    it('gets the new mean and keeps its ups and downs in proportion', () => {
      const matchCase = hourly((hour) => (hour % 2 === 0 ? 20 : 100));
      const { priceEurPerMwh } = applyWhatIf(matchCase, { 'site.electricity.priceEurPerMwh': 30 }).site.electricity;
      expect((priceEurPerMwh as number[]).slice(0, 2)).to.deep.equal([10, 50]);
    });

    it('around a mean of 0 is moved as a whole', () => {
      const matchCase = hourly((hour) => (hour % 2 === 0 ? -20 : 20));
      const { priceEurPerMwh } = applyWhatIf(matchCase, { 'site.electricity.priceEurPerMwh': 30 }).site.electricity;
      expect((priceEurPerMwh as number[]).slice(0, 2)).to.deep.equal([10, 50]);
    });

    it('that would leave its range in an hour is refused with that hour', () => {
      const spiky = hourly((hour) => (hour === 5 ? 5000 : 1));
      expect(() => applyWhatIf(spiky, { 'site.electricity.priceEurPerMwh': 100 })).to.throw(RangeError)
        .that.includes({ field: 'site.electricity.priceEurPerMwh[5]' });
    });
  });

  context('an hourly utilisation', () => {
    it('gets the new mean though some hours are full already', () => {
      const matchCase = aCase().source({ utilisation: hours((hour) => (hour % 2 === 0 ? 0.9 : 0.3)) }).build();
      const utilisation = applyWhatIf(matchCase, { 'source.utilisation': 0.8 }).source.utilisation as number[];
      expect(mean(utilisation)).to.be.closeTo(0.8, 1e-12);
      expect(utilisation[0]).to.equal(1);
      expect(utilisation[1]).to.be.closeTo(0.6, 1e-12);
    });

    it('cannot be more than the hours in which the building runs', () => {
      const matchCase = aCase().source({ utilisation: hours((hour) => (hour < 4380 ? 0 : 0.6)) }).build();
      expect(mean(applyWhatIf(matchCase, { 'source.utilisation': 0.45 }).source.utilisation)).to.be.closeTo(0.45, 1e-12);
      expect(() => applyWhatIf(matchCase, { 'source.utilisation': 0.6 })).to.throw(RangeError,
        'source.utilisation must be below 0.5, the share of hours in which the building runs, not 0.6');
    });
  });

  context('an uploaded demand', () => {
    const uploaded = (value: (hour: number) => number): MatchCase =>
      aCase().demand({ profile: { hourlyKw: hours(value) } }).build();

    it('is scaled to the new energy, its shape kept', () => {
      const { profile } = applyWhatIf(uploaded((hour) => 100 + (hour % 24)), { 'demand.annualDemandMwh': 5000 }).demand;
      const { hourlyKw } = profile as { hourlyKw: number[] };
      expect(energyMwh(hourlyKw)).to.be.closeTo(5000, 1e-9);
      expect((hourlyKw[23] as number) / (hourlyKw[0] as number)).to.be.closeTo(1.23, 1e-12);
      expect(presentValue(uploaded(() => 1000), 'demand.annualDemandMwh')).to.be.closeTo(8760, 1e-9);
    });

    it('that is 0 all year cannot be', () => {
      expect(() => applyWhatIf(uploaded(() => 0), { 'demand.annualDemandMwh': 100 })).to.throw(RangeError)
        .that.includes({ field: 'demand.annualDemandMwh', value: 100 });
    });
  });

  for (const [changes, field, words] of [
    [{ 'demand.routeLengthM': -5 }, 'demand.routeLengthM', 'must be a number from 0 to 1000000 m, not -5'],
    [{ 'demand.routeLengthM': NaN }, 'demand.routeLengthM', 'not NaN'],
    [{ 'source.supplyTemperatureC': 250 }, 'source.supplyTemperatureC', 'not 250'],
    [{ 'source.utilisation': 1.2 }, 'source.utilisation', 'not 1.2'],
    [{ 'demand.startDate': '2027-02-30' }, 'demand.startDate', 'must be a date'],
    [{ 'demand.startDate': 5 as unknown as string }, 'demand.startDate', 'must be a date'],
    [{ 'economics.lifetimeYears': 20.5 }, 'economics.lifetimeYears', 'must be a whole number'],
    [{ 'design.capacityKw': 0 }, 'design.capacityKw', 'not 0'],
    [{ 'demand.returnTemperatureC': 75 }, 'demand.returnTemperatureC', 'must be below demand.flowTemperatureC (70)'],
    [{ 'source.supplyTemperatureC': 18 }, 'source.returnTemperatureC', 'must be below source.supplyTemperatureC (18)'],
    [{ 'site.pue': 1.1 } as unknown as WhatIfChanges, 'site.pue', 'is not a field that a what-if can change: 1.1'],
    [{ toString: 1 } as unknown as WhatIfChanges, 'toString', 'is not a field'],
  ] as const) {
    it(`refuses ${JSON.stringify(changes)}`, () => {
      expect(() => applyWhatIf(now, changes)).to.throw(RangeError, words).that.includes({ field });
    });
  }

  it('describes every field for a form', () => {
    expect(WHAT_IF_DESCRIPTIONS.map(({ field }) => field)).to.deep.equal([...WHAT_IF_FIELDS]);
    for (const { kind, label, unit, range } of WHAT_IF_DESCRIPTIONS) {
      expect(label).not.to.equal('');
      expect(unit !== undefined && range !== undefined).to.equal(kind === 'number');
    }
  });
});

describe('a capacity that is settled', () => {
  it('is what is built, at the best way to connect for it', () => {
    const result = feasible(applyWhatIf(aCase().build(), { 'design.capacityKw': 777 }));
    expect(result.design.capacityKw).to.equal(777);
    for (const { connection, npvEur } of result.design.options) {
      if (connection !== result.design.connection && npvEur !== null) expect(npvEur).to.be.at.most(result.economics.npvEur);
    }
  });

  it('the one that is chosen gives the same result; one below or above it gives no more than the best of all', () => {
    fc.assert(fc.property(arbitraryCase(), fc.double({ min: 0.05, max: 1, noNaN: true }), (matchCase, part) => {
      const { result } = evaluateMatch(matchCase);
      if (!result.feasible || result.design.capacityKw < 0.001) return;
      const settled = feasible(applyWhatIf(matchCase, { 'design.capacityKw': result.design.capacityKw }));
      expect(settled.economics).to.deep.equal(result.economics);
      expect(settled.design.connection).to.equal(result.design.connection);
      expect(settled.annual).to.deep.equal(result.annual);
      const step = Math.max(1, Math.round(part * 10)) / 10;
      const peak = Math.max(...evaluateMatch({ ...matchCase, site: { ...matchCase.site, assumptions: { capacityCandidates: 1 } } })
        .detail.options.map((option) => (option.feasible ? option.capacityKw : 0)));
      if (peak * step < 0.001) return;
      const { result: other } = evaluateMatch(applyWhatIf(matchCase, { 'design.capacityKw': peak * step }));
      if (other.feasible) expect(other.economics.npvEur).to.be.at.most(result.economics.npvEur + 1e-6 * Math.abs(result.economics.npvEur));
    }), { numRuns: 60, seed: 20260502 });
  });

  it('more than the peak costs more and delivers no more', () => {
    const at = (capacityKw: number): FeasibleResult => feasible(applyWhatIf(aCase().build(), { 'design.capacityKw': capacityKw }));
    const peakKw = 20_000_000 / 8760;
    expect(at(2 * peakKw).annual.deliveredMwh).to.be.closeTo(at(peakKw).annual.deliveredMwh, 1e-6);
    expect(at(2 * peakKw).economics.capexEur).to.be.greaterThan(at(peakKw).economics.capexEur);
  });

  it('does not hide that there is no demand at all', () => {
    const nothing = aCase().demand({ profile: { archetype: 'snow-melting' } }).site({ hourlyTemperatureC: hours(() => 15) }).build();
    const { result } = evaluateMatch(applyWhatIf(nothing, { 'design.capacityKw': 500 }));
    expect(result.feasible).to.equal(false);
    expect(result).to.have.nested.property('reasons[0]').that.includes('The demand is zero in every hour');
  });
});
