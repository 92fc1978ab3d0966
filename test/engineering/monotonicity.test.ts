import { expect } from 'chai';
import fc from 'fast-check';
import { CONNECTIONS, DEFAULT_ASSUMPTIONS, evaluateMatch, type MatchCase, type OptionDetail } from '../../server/engineering/index.js';
import { coefficientOfPerformance, type HeatPumpModel } from '../../server/engineering/heat-pump.js';
import { aCase, hours } from './case-builder.js';
import { arbitraryCase } from './arbitrary-case.js';

const npvOf = (option: OptionDetail | undefined): number => (option?.feasible ? option.npvEur : -Infinity);
const withDemand = (matchCase: MatchCase, demand: Partial<MatchCase['demand']>): MatchCase =>
  ({ ...matchCase, demand: { ...matchCase.demand, ...demand } });
const slack = (value: number): number => 1e-9 * Math.max(1, Math.abs(value));

describe('monotonicity', () => {
  it('a longer pipe never raises the NPV of any way to connect, with a steady offer at everyday prices', () => {
    fc.assert(fc.property(
      arbitraryCase({ steadyOffer: true, pricesEurPerMwh: [10, 200], heatCostEurPerMwh: [10, 200] }),
      fc.double({ min: 0.001, max: 5, noNaN: true }),
      (matchCase, longer) => {
        const near = evaluateMatch(matchCase).detail.options;
        const routeLengthM = matchCase.demand.routeLengthM * (1 + longer) + longer;
        const far = evaluateMatch(withDemand(matchCase, { routeLengthM })).detail.options;
        CONNECTIONS.forEach((connection, index) => {
          const [nearNpv, farNpv] = [npvOf(near[index]), npvOf(far[index])];
          expect(farNpv, connection).to.be.at.most(nearNpv + (Number.isFinite(nearNpv) ? slack(nearNpv) : 0));
        });
      },
    ), { numRuns: 150, seed: 20260201 });
  });

  it('a longer pipe may raise the NPV of a heat pump at the source only by ending hours that fed little but the loss', () => {
    // Half the hours offer just more than the pipe loses: the model delivers whenever it can, even a trickle at full electricity.
    const offering = (routeLengthM: number): MatchCase => aCase()
      .source({ installedItKw: 1000, captureFraction: 1, utilisation: hours((hour) => (hour % 2 === 0 ? 1 : 0.05)) })
      .demand({ annualDemandMwh: 4000, routeLengthM }).site({ assumptions: { capacityCandidates: 1 } }).build();
    const lengths = Array.from({ length: 26 }, (_, step) => 3500 + step * 10);
    const options = lengths.map((length) => evaluateMatch(offering(length)).detail.options[1]);
    const rises = options.flatMap((option, index) => {
      const next = options[index + 1];
      return option?.feasible && next?.feasible && next.npvEur > option.npvEur ? [[option, next] as const] : [];
    });
    expect(rises).to.have.length.greaterThan(0);
    for (const [before, after] of rises) {
      expect(after.deliveredMwh).to.be.below(before.deliveredMwh);
      expect(after.lossMwh, 'hours with loss ended').to.be.below(before.lossMwh);
    }
  });

  for (const model of ['carnot', 'lorenz'] as const satisfies readonly HeatPumpModel[]) {
    it(`a hotter source never lowers the COP of a given design (${model})`, () => {
      const temperature = fc.double({ min: 0, max: 110, noNaN: true });
      const spread = fc.double({ min: 0.5, max: 40, noNaN: true });
      fc.assert(fc.property(temperature, spread, temperature, spread, spread, fc.double({ min: 0.01, max: 50, noNaN: true }),
        (sinkInletC, sinkSpreadK, sourceOutletC, sourceSpreadK, hotterK, heatOutputMw) => {
          const cop = (extraK: number): number => coefficientOfPerformance(model, {
            sinkInletC, sinkOutletC: sinkInletC + sinkSpreadK,
            sourceOutletC: sourceOutletC + extraK, sourceInletC: sourceOutletC + sourceSpreadK + extraK,
          }, heatOutputMw, DEFAULT_ASSUMPTIONS);
          expect(cop(hotterK)).to.be.at.least(cop(0) - 1e-12);
        }), { numRuns: 500, seed: 20260202 });
    });
  }

  it('dearer heat today never lowers the NPV of any way to connect, nor of the match', () => {
    fc.assert(fc.property(arbitraryCase(), fc.double({ min: 0, max: 200, noNaN: true }), (matchCase, dearer) => {
      const { costEurPerMwh, emissionKgPerMwh } = matchCase.demand.alternative;
      const cheap = evaluateMatch(matchCase).detail.options.map(npvOf);
      const dear = evaluateMatch(withDemand(matchCase, {
        alternative: { costEurPerMwh: costEurPerMwh + dearer, emissionKgPerMwh },
      })).detail.options.map(npvOf);
      [...cheap, Math.max(...cheap)].forEach((npv, index) => {
        const now = [...dear, Math.max(...dear)][index] as number;
        expect(now).to.be.at.least(Number.isFinite(npv) ? npv - slack(npv) : npv);
      });
    }), { numRuns: 100, seed: 20260203 });
  });

  it('more heat on offer never lowers what a given way to connect delivers when the whole peak is built', () => {
    const delivered = (installedItKw: number): number[] => evaluateMatch(aCase()
      .source({ installedItKw }).site({ assumptions: { capacityCandidates: 1 } }).build())
      .detail.options.map((option) => (option.feasible ? option.deliveredMwh : 0));
    const offers = [10, 100, 1000, 3000, 10_000, 100_000].map(delivered);
    offers.slice(1).forEach((more, index) => {
      more.forEach((mwh, option) => expect(mwh).to.be.at.least(offers[index]?.[option] as number));
    });
  });
});

describe('scaling', () => {
  it('next door, twice the demand and twice the offer give twice the heat, at the same COP and shares', () => {
    const sized = (factor: number) => evaluateMatch(aCase().nextDoor()
      .source({ installedItKw: 3000 * factor, utilisation: hours((hour) => 0.5 + 0.4 * Math.sin(hour)) })
      .demand({ annualDemandMwh: 20_000 * factor, profile: { archetype: 'residential-multi-family' } })
      .site({ assumptions: { capacityCandidates: 1 } }).build()).detail.options;
    const [single, double] = [sized(1), sized(2)];
    single.forEach((one, index) => {
      const two = double[index];
      expect(two?.feasible).to.equal(one.feasible);
      if (!one.feasible || !two?.feasible) return;
      for (const key of ['capacityKw', 'deliveredMwh', 'fromSourceMwh', 'electricityMwh'] as const) {
        expect(two[key] / one[key]).to.be.closeTo(2, 1e-9);
      }
      expect(two.cop).to.equal(one.cop);
      expect(two.coverage).to.be.closeTo(one.coverage, 1e-12);
    });
  });

  it('the NPV of a given design is a straight line in the partner\'s heat cost', () => {
    const npvAt = (costEurPerMwh: number): number => npvOf(evaluateMatch(aCase()
      .demand({ alternative: { costEurPerMwh, emissionKgPerMwh: 0 } }).site({ assumptions: { capacityCandidates: 1 } }).build())
      .detail.options[1]);
    expect(npvAt(100) - npvAt(50)).to.be.closeTo(npvAt(50) - npvAt(0), 1e-3);
  });
});
