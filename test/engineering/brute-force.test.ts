import { expect } from 'chai';
import { naiveCandidates, naiveEvaluate, type NaiveMatch } from '../../bench/naive-evaluate.js';
import { evaluateMatch, type MatchCase } from '../../server/engineering/index.js';
import { aCase, hours } from './case-builder.js';

const windy = hours((hour) => 0.5 + 0.45 * Math.sin(hour / 7) * Math.cos(hour / 900));
const spotPrice = hours((hour) => 60 + 55 * Math.sin(hour / 4) - (hour % 97 === 0 ? 90 : 0));

const CASES: Readonly<Record<string, MatchCase>> = {
  'a flat demand, warm enough': aCase().coolEnoughForDirect().build(),
  'a town with hourly prices and an offer that swings': aCase()
    .demand({ profile: { archetype: 'residential-single-family' }, annualDemandMwh: 90_000 })
    .source({ utilisation: windy }).site({ electricity: { priceEurPerMwh: spotPrice, emissionKgPerMwh: 17 } }).build(),
  'more demand than heat': aCase().demand({ annualDemandMwh: 900_000, profile: { archetype: 'greenhouse' } }).build(),
  'a small demand far away': aCase().demand({ annualDemandMwh: 500, routeLengthM: 4000, profile: { archetype: 'commercial' } }).build(),
  'promised heat and maintenance': aCase().coolEnoughForDirect()
    .source({ committedKw: 19_000, maintenanceHours: [[3000, 3700]] }).demand({ profile: { archetype: 'two-shift' } }).build(),
  'warm liquid cooling': aCase().source({ supplyTemperatureC: 60, returnTemperatureC: 45 })
    .demand({ flowTemperatureC: 50, returnTemperatureC: 30, profile: { archetype: 'swimming-pool' } }).build(),
  'many parallel pipes': aCase().source({ installedItKw: 900_000 }).demand({ annualDemandMwh: 4e6 }).build(),
  'no way at all': aCase().demand({ flowTemperatureC: 130, returnTemperatureC: 90 }).build(),
};

function expectSame(actual: number, expected: number, what: string): void {
  expect(actual, what).to.be.closeTo(expected, 1e-9 * Math.max(1, Math.abs(expected)));
}

describe('the choice of capacity and connection, against full enumeration by independent naive code', () => {
  for (const [name, matchCase] of Object.entries(CASES)) {
    it(`is the same for ${name}`, () => {
      const { detail } = evaluateMatch(matchCase);
      const candidates = naiveCandidates(matchCase);
      for (const option of detail.options) {
        const own = candidates.filter(({ connection }) => connection === option.connection);
        expect(option.feasible, option.connection).to.equal(own.length > 0);
        if (!option.feasible) continue;
        const best = own.reduce<NaiveMatch | undefined>((top, each) => (top && top.npvEur >= each.npvEur ? top : each), undefined);
        if (!best) throw new Error('there is a best of a list that is not empty');
        expect(option).to.include({ dn: best.dn, parallelPairs: best.parallelPairs });
        for (const key of ['capacityKw', 'npvEur', 'deliveredMwh', 'fromSourceMwh', 'electricityMwh', 'lossMwh'] as const) {
          expectSame(option[key], best[key], `${option.connection} ${key}`);
        }
        expectSame(option.investmentEur.total, best.capexEur, `${option.connection} investment`);
      }
    });

    it(`picks the same connection for ${name}`, () => {
      const { result } = evaluateMatch(matchCase);
      expect(result.feasible ? result.design.connection : null).to.equal(naiveEvaluate(matchCase)?.connection ?? null);
    });
  }
});
