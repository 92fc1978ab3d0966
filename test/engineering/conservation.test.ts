import { expect } from 'chai';
import fc from 'fast-check';
import { evaluateCase, evaluateMatch, CONNECTIONS, type MatchCase } from '../../server/engineering/index.js';
import { evaluateOption } from '../../server/engineering/connection-option.js';
import { dispatchHours, dispatchTotals } from '../../server/engineering/dispatch.js';
import { seriesSum } from '../../server/engineering/hourly-series.js';
import { prepareCase } from '../../server/engineering/prepared-case.js';
import { aCase, hours } from './case-builder.js';
import { arbitraryCase } from './arbitrary-case.js';

const RELATIVE = 1e-9;
/** Below this a double has no digits left to compare. */
const NOTHING = 1e-200;

function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => numbersIn(each, `${path}.${key}`));
}

/** Every way to connect that works, with its hours. */
const workingOptions = (matchCase: MatchCase) => {
  const prepared = prepareCase(matchCase);
  return CONNECTIONS.map((connection) => evaluateOption(connection, prepared))
    .flatMap((option) => (option.feasible ? [{ option, prepared, year: dispatchHours(option.lines, prepared.hours) }] : []));
};

/** Throws at the first hour that does not hold; gives the number of options looked at. */
function expectHoursToHold(matchCase: MatchCase): number {
  const options = workingOptions(matchCase);
  for (const { option, prepared, year } of options) {
    const { demandKw, offeredKw } = prepared.hours;
    for (let hour = 0; hour < 8760; hour++) {
      const [delivered, fromSource, loss, heatPump] = [
        year.deliveredKw, year.fromSourceKw, year.lossKw, year.heatPumpElectricityKw,
      ].map((series) => series[hour] as number) as [number, number, number, number];
      const scale = delivered + loss;
      const tolerance = RELATIVE * Math.max(scale, offeredKw[hour] as number);
      const imbalance = Math.abs(fromSource + heatPump - delivered - loss);
      const holds = imbalance <= RELATIVE * scale && delivered >= 0 && delivered <= (demandKw[hour] as number)
        && delivered <= option.design.capacityKw && fromSource <= (offeredKw[hour] as number) + tolerance
        && (delivered > 0 || (fromSource === 0 && heatPump === 0 && loss === 0 && year.pumpElectricityKw[hour] === 0));
      if (!holds) {
        expect.fail(`${option.connection}, hour ${hour}: ${JSON.stringify({ delivered, fromSource, loss, heatPump })}`);
      }
    }
  }
  return options.length;
}

describe('dispatch', () => {
  it('balances every hour to 1e-9: from source + heat-pump electricity = delivered + loss; never more than is wanted or offered', () => {
    let options = 0;
    fc.assert(fc.property(arbitraryCase(), (matchCase) => { options += expectHoursToHold(matchCase); }),
      { numRuns: 150, seed: 20260101 });
    expect(options, 'ways to connect that work among the cases').to.be.greaterThan(100);
  });

  it('has the sums of its hours as the sums of its year, electricity priced hour by hour', () => {
    fc.assert(fc.property(arbitraryCase(), (matchCase) => {
      for (const { option, prepared, year } of workingOptions(matchCase)) {
        const totals = dispatchTotals(option.lines, prepared.hours);
        const price = prepared.hours.priceEurPerMwh;
        const priceAt = (hour: number): number => (typeof price === 'number' ? price : price[hour] as number);
        const electricityKw = year.heatPumpElectricityKw.map((kw, hour) => kw + (year.pumpElectricityKw[hour] as number));
        const sumOfMagnitudes = seriesSum(electricityKw.map((kw, hour) => Math.abs(kw * priceAt(hour)))) / 1000;
        const close = (actual: number, expected: number, scale = expected): void => {
          expect(actual).to.be.closeTo(expected, RELATIVE * scale + NOTHING);
        };
        close(totals.deliveredMwh, seriesSum(year.deliveredKw) / 1000);
        close(totals.fromSourceMwh, seriesSum(year.fromSourceKw) / 1000);
        close(totals.lossMwh, seriesSum(year.lossKw) / 1000);
        close(totals.heatPumpElectricityMwh + totals.pumpElectricityMwh, seriesSum(electricityKw) / 1000);
        close(totals.electricityEur, seriesSum(electricityKw.map((kw, hour) => kw * priceAt(hour))) / 1000, sumOfMagnitudes);
      }
    }), { numRuns: 60, seed: 20260102 });
  });

  it('stops in an hour whose offer does not cover the loss of the pipe, and takes no electricity in it', () => {
    const matchCase = aCase().source({ utilisation: hours((hour) => (hour < 100 ? 0.001 : 0.75)) })
      .demand({ routeLengthM: 5000 }).build();
    for (const { year } of workingOptions(matchCase)) {
      expect(seriesSum(year.deliveredKw.slice(0, 100))).to.equal(0);
      expect(seriesSum(year.heatPumpElectricityKw.slice(0, 100))).to.equal(0);
      expect(year.deliveredKw[100]).to.be.greaterThan(0);
    }
  });
});

describe('evaluateMatch on any valid case', () => {
  it('gives finite numbers only, shares within 0..1 and a score within 0..100', () => {
    fc.assert(fc.property(arbitraryCase(), (matchCase) => {
      const { result, detail } = evaluateMatch(matchCase);
      for (const [path, value] of [...numbersIn(result), ...numbersIn(detail)]) {
        if (!Number.isFinite(value)) expect.fail(`${path} is ${value}`);
      }
      if (!result.feasible) return;
      const { coverage, utilisation } = result.annual;
      for (const share of [coverage, utilisation]) expect(share).to.be.within(0, 1 + RELATIVE);
      expect(result.energyReuse.erf).to.be.within(0, 1 + RELATIVE);
      expect(result.score.total).to.be.within(0, 100 + RELATIVE);
      expect(result.score.criteria.reduce((sum, { weight }) => sum + weight, 0)).to.be.closeTo(1, RELATIVE);
    }), { numRuns: 250, seed: 20260103 });
  });

  it('survives JSON unchanged: nothing in a result is lost on the way to another program', () => {
    const result = evaluateCase(aCase().build());
    expect(JSON.parse(JSON.stringify(result))).to.deep.equal(result);
  });

  it('does not change the case it is given', () => {
    const matchCase = aCase().source({ utilisation: hours(() => 0.5), maintenanceHours: [[0, 100]] }).build();
    const before = structuredClone(matchCase);
    evaluateMatch(matchCase);
    expect(matchCase).to.deep.equal(before);
  });
});
