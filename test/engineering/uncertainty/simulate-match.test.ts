import { expect } from 'chai';
import fc from 'fast-check';
import {
  evaluateMatch, simulateMatch, type DesignChoice, type MatchCase, type MatchSimulation, type SimulationOptions, type Spreads,
} from '../../../server/engineering/index.js';
import { evaluateDesign } from '../../../server/engineering/connection-option.js';
import { attemptConnection } from '../../../server/engineering/connection.js';
import { dispatchLines } from '../../../server/engineering/dispatch.js';
import { profitability } from '../../../server/engineering/economics.js';
import { prepareCase } from '../../../server/engineering/prepared-case.js';
import { designMatch, type DesignedMatch } from '../../../server/engineering/uncertainty/fixed-design.js';
import { factorsOfDraw, factorTable } from '../../../server/engineering/uncertainty/simulate-match.js';
import { factorQuantile, simulationOptions, type Factors } from '../../../server/engineering/uncertainty/uncertain-input.js';
import { aCase, hours } from '../case-builder.js';
import { arbitraryCase } from '../arbitrary-case.js';

const CERTAIN = { low: 1, high: 1 };
const NO_SPREAD: Spreads = { electricityPrice: CERTAIN, investment: CERTAIN, utilisation: CERTAIN, demand: CERTAIN, heatCost: CERTAIN };

function simulated(matchCase: MatchCase, options: SimulationOptions & { design?: DesignChoice }): MatchSimulation {
  const result = simulateMatch(matchCase, options);
  if (!result.feasible) throw new Error(result.reasons.join(' '));
  return result;
}
function stored(matchCase: MatchCase) {
  const { result } = evaluateMatch(matchCase);
  if (!result.feasible) throw new Error('must be feasible here');
  return result;
}
function close(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual}, not ${expected}`).to.be.at.most(1e-9 * Math.max(1, Math.abs(expected)));
}

const times = (value: number | readonly number[] | undefined, factor: number, most = Infinity): number | number[] => (
  Array.isArray(value) ? value.map((each: number) => Math.min(most, each * factor)) : Math.min(most, ((value as number | undefined) ?? 1) * factor));

/** The case as it would have to be written for the factors; the investment's rides on the contingency. */
function rewritten(matchCase: MatchCase, factors: Factors): MatchCase {
  const { site, source, demand, economics } = matchCase;
  const { contingency = 0.1 } = economics ?? {};
  return {
    ...matchCase,
    site: { ...site, electricity: { ...site.electricity, priceEurPerMwh: times(site.electricity.priceEurPerMwh, factors.electricityPrice) } },
    source: { ...source, utilisation: times(source.utilisation, factors.utilisation, 1) },
    demand: {
      ...demand,
      ...(demand.annualDemandMwh !== undefined && { annualDemandMwh: demand.annualDemandMwh * factors.demand }),
      profile: 'hourlyKw' in demand.profile ? { hourlyKw: demand.profile.hourlyKw.map((load) => load * factors.demand) } : demand.profile,
      alternative: { ...demand.alternative, costEurPerMwh: demand.alternative.costEurPerMwh * factors.heatCost },
    },
    economics: { ...economics, contingency: (1 + contingency) * factors.investment - 1 },
  };
}

/** The same by the plain code: the rewritten case at the design that stands; undefined when it delivers nothing. */
function plainly(matchCase: MatchCase, { design }: DesignedMatch, factors: Factors): { npvEur: number; lcohEurPerMwh: number } | undefined {
  const prepared = prepareCase(rewritten(matchCase, factors));
  const attempt = attemptConnection(design.connection, prepared.task, design.capacityKw);
  if ('failure' in attempt) throw new Error('a design that stands does not fail');
  const option = evaluateDesign(attempt.design, prepared);
  return option && profitability(option.investment.total, option.yearly, option.totals.deliveredMwh, prepared.terms);
}

describe('simulateMatch', () => {
  context('without any spread', () => {
    it('gives exactly the stored result in every draw', () => {
      const matchCase = aCase().site({ electricity: { priceEurPerMwh: hours((hour) => 50 + (hour % 24)), emissionKgPerMwh: 17 } })
        .source({ utilisation: hours((hour) => 0.4 + 0.3 * Math.sin(hour)) }).demand({ profile: { archetype: 'commercial' } }).build();
      const { economics: { npvEur, lcohEurPerMwh }, design } = stored(matchCase);
      const result = simulated(matchCase, { seed: 1, draws: 100, spreads: NO_SPREAD });
      expect(result.npvEur).to.include({ p10: npvEur, p50: npvEur, p90: npvEur });
      expect(result.assumedNpvEur).to.equal(npvEur);
      close(result.npvEur.mean, npvEur, 'mean');
      expect(result.npvEur.histogram.counts).to.deep.equal([100]);
      expect(result.lcohEurPerMwh).to.deep.equal({ p10: lcohEurPerMwh, p50: lcohEurPerMwh, p90: lcohEurPerMwh });
      expect(result.design).to.deep.equal({ connection: design.connection, capacityKw: design.capacityKw });
      expect(result.chanceNpvPositive).to.equal(Number(npvEur > 0));
      for (const bar of result.tornado) expect([bar.npvAtLowEur, bar.npvAtHighEur]).to.deep.equal([npvEur, npvEur]);
    });
  });

  context('when only what the partner pays is not sure', () => {
    const matchCase = aCase().build();
    const spread = { low: 0.8, high: 1.25 };
    const result = simulated(matchCase, { seed: 4, draws: 5000, spreads: { ...NO_SPREAD, heatCost: spread } });
    const { annual, economics } = stored(matchCase);
    const annuity = 0.05 / (1 - 1.05 ** -25);
    const npvAt = (factor: number): number => economics.npvEur + (annual.deliveredMwh * 75 * (factor - 1)) / annuity;

    it('has the quantiles of the straight line by hand', () => {
      for (const [name, probability] of [['p10', 0.1], ['p50', 0.5], ['p90', 0.9]] as const) {
        const expected = npvAt(factorQuantile(spread, probability));
        expect(Math.abs(result.npvEur[name] / expected - 1), name).to.be.below(1e-3);
      }
    });

    it('pays as often as its factor lies above the break-even, and the LCOH stays', () => {
      const breakEven = 1 - (economics.npvEur * annuity) / (annual.deliveredMwh * 75);
      let low = 0;
      let high = 1;
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        [low, high] = factorQuantile(spread, middle) < breakEven ? [middle, high] : [low, middle];
      }
      expect(result.chanceNpvPositive).to.be.closeTo(1 - high, 1e-3);
      expect(result.lcohEurPerMwh.p10).to.equal(result.lcohEurPerMwh.p90);
    });

    it('shows its two ends in the tornado, in EUR/MWh, and no swing of anything else', () => {
      const [first, ...rest] = result.tornado;
      expect(first).to.include({ input: 'heatCost', unit: 'EUR/MWh', assumed: 75, low: 60, high: 93.75 });
      close(first?.npvAtLowEur as number, npvAt(0.8), 'low');
      close(first?.npvAtHighEur as number, npvAt(1.25), 'high');
      for (const bar of rest) expect(bar.npvAtHighEur - bar.npvAtLowEur).to.equal(0);
    });
  });

  it('gives the same for the same seed, something else for another', () => {
    const matchCase = aCase().build();
    expect(simulated(matchCase, { seed: 11, draws: 50 })).to.deep.equal(simulated(matchCase, { seed: 11, draws: 50 }));
    expect(simulated(matchCase, { seed: 12, draws: 50 }).npvEur).not.to.deep.equal(simulated(matchCase, { seed: 11, draws: 50 }).npvEur);
  });

  it('keeps to the design that is given, though another would be worth more', () => {
    const matchCase = aCase().build();
    const design = { connection: 'heat-pump-at-sink', capacityKw: 500 } as const;
    const result = simulated(matchCase, { seed: 1, draws: 20, design });
    expect(result.design).to.deep.equal(design);
    expect(result.assumedNpvEur).to.be.below(stored(matchCase).economics.npvEur);
  });

  it('draws in which the pipe delivers nothing lose the investment and its upkeep, and have no price of heat', () => {
    const matchCase = aCase().source({ installedItKw: 300, utilisation: 1 }).demand({ annualDemandMwh: 500, routeLengthM: 1500 }).build();
    const spread = { low: 0.1, high: 1 };
    const { design, outcome } = designMatch(matchCase) as DesignedMatch;
    const { limitLossKw, limitPerOffered } = dispatchLines(design);
    const leastFactor = limitLossKw / limitPerOffered / (300 * 0.9);
    let probability = 1e-6;
    while (factorQuantile(spread, probability) < leastFactor) probability += 1e-4;
    const result = simulated(matchCase, { seed: 2, draws: 1000, spreads: { ...NO_SPREAD, utilisation: spread } });
    expect(probability).to.be.greaterThan(0.02);
    expect(result.chanceOfNoHeat).to.be.closeTo(probability, 2e-3);
    const fewer = simulated(matchCase, { seed: 2, draws: 1000, spreads: { ...NO_SPREAD, utilisation: { low: 0.01, high: 1 } } });
    expect(fewer.lcohEurPerMwh.p90, 'one draw in ten has no price').to.equal(null);
    const nothing = outcome({ electricityPrice: 1, investment: 1, utilisation: 0.01, demand: 1, heatCost: 1 });
    const { capexEur } = stored(matchCase).economics;
    expect(nothing.deliveredMwh).to.equal(0);
    expect(nothing.lcohEurPerMwh).to.equal(Infinity);
    close(nothing.npvEur, -capexEur - (0.01 * capexEur * (1 - 1.05 ** -25)) / 0.05, `lost with ${design.capacityKw} kW built`);
  });

  context('that cannot work', () => {
    it('says why for each way to connect', () => {
      const result = simulateMatch(aCase().demand({ flowTemperatureC: 130, returnTemperatureC: 60 }).build(), { seed: 1 });
      expect(result.feasible).to.equal(false);
      expect(result).to.have.property('reasons').with.length(3);
    });

    it('says why the design that is given does not', () => {
      const result = simulateMatch(aCase().build(), { seed: 1, design: { connection: 'direct', capacityKw: 1000 } });
      expect(result).to.deep.equal({
        feasible: false, reasons: ['Direct, with heat exchangers: Water arrives at 24 °C at most, but a flow temperature of 70 °C is needed.'],
      });
    });
  });
});

describe('every draw is the plain calculation of the case with its factors', () => {
  const everyDraw = (matchCase: MatchCase, draws: number, seed: number): number => {
    const match = designMatch(matchCase);
    if (!match.feasible) return 0;
    const table = factorTable(simulationOptions({ seed, draws }));
    for (let draw = 0; draw < draws; draw++) {
      const factors = factorsOfDraw(table, draw);
      const outcome = match.outcome(factors);
      const plain = plainly(matchCase, match, factors);
      if (!plain) expect(outcome.deliveredMwh).to.be.below(1e-6);
      else {
        close(outcome.npvEur, plain.npvEur, 'NPV');
        close(outcome.lcohEurPerMwh, plain.lcohEurPerMwh, 'LCOH');
      }
    }
    return 1;
  };

  it('for a source with promised heat, maintenance and hourly prices that often runs short', () => {
    everyDraw(aCase()
      .site({ electricity: { priceEurPerMwh: hours((hour) => 60 + 80 * Math.sin(hour / 9)), emissionKgPerMwh: 17 } })
      .source({
        installedItKw: 4000, utilisation: hours((hour) => 0.6 + 0.35 * Math.sin(hour / 50)), maintenanceHours: [[100, 400], [5000, 5010]],
        committedKw: hours((hour) => 500 + 400 * Math.cos(hour / 30)),
      })
      .demand({ profile: { hourlyKw: hours((hour) => Math.max(0, 3000 * Math.cos(hour / 1394))) } }).build(), 100, 5);
  });

  it('for any case', () => {
    let feasible = 0;
    fc.assert(fc.property(arbitraryCase(), fc.integer(), (matchCase, seed) => {
      feasible += everyDraw(matchCase, 4, seed);
    }), { numRuns: 120, seed: 20260402 });
    expect(feasible).to.be.greaterThan(50);
  });
});

describe('monotonicity of a simulation', () => {
  const changed = (matchCase: MatchCase, costEurPerMwh: number): MatchCase =>
    ({ ...matchCase, demand: { ...matchCase.demand, alternative: { ...matchCase.demand.alternative, costEurPerMwh } } });

  it('dearer heat today never lowers P10, P50, P90 or the chance, at the same design', () => {
    fc.assert(fc.property(arbitraryCase(), fc.double({ min: 0, max: 200, noNaN: true }), (matchCase, dearer) => {
      const before = simulateMatch(matchCase, { seed: 3, draws: 60 });
      if (!before.feasible) return;
      const after = simulated(changed(matchCase, matchCase.demand.alternative.costEurPerMwh + dearer), { seed: 3, draws: 60, design: before.design });
      for (const key of ['p10', 'p50', 'p90', 'mean'] as const) {
        expect(after.npvEur[key]).to.be.at.least(before.npvEur[key] - 1e-9 * Math.abs(before.npvEur[key]));
      }
      expect(after.chanceNpvPositive).to.be.at.least(before.chanceNpvPositive);
    }), { numRuns: 60, seed: 20260403 });
  });

  it('a wider spread of the investment spreads the NPV', () => {
    const widthAt = (high: number): number => {
      const { npvEur: { p10, p90 } } = simulated(aCase().build(), { seed: 1, spreads: { ...NO_SPREAD, investment: { low: 1 / high, high } } });
      return p90 - p10;
    };
    expect(widthAt(1.1)).to.be.greaterThan(0);
    expect(widthAt(1.3)).to.be.greaterThan(widthAt(1.1));
  });

  it('lists the tornado by swing, each end what the NPV is there', () => {
    const { tornado } = simulated(aCase().build(), { seed: 1, draws: 1 });
    const swings = tornado.map(({ npvAtLowEur, npvAtHighEur }) => Math.abs(npvAtHighEur - npvAtLowEur));
    expect(swings).to.deep.equal([...swings].sort((a, b) => b - a));
    const investment = tornado.find(({ input }) => input === 'investment');
    expect(investment?.npvAtLowEur).to.be.greaterThan(investment?.npvAtHighEur as number);
  });
});
