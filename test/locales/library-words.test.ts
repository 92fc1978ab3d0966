import { expect } from 'chai';
import {
  ASSUMPTIONS, DEFAULT_ASSUMPTIONS, evaluateMatch, scoreMatch, UNCERTAINTY_TABLE, WHAT_IF_DESCRIPTIONS, type AssumptionOverrides, type MatchCase,
  type UncertainInput,
} from '../../server/engineering/index.js';
import { criterionWords, failureWords, reasonsWords } from '../../server/features/review/presenter-why.js';
import { fieldKey } from '../../server/features/review/what-if-field.js';
import { english } from '../support/translations.js';

const INPUTS = Object.entries(UNCERTAINTY_TABLE) as [UncertainInput, (typeof UNCERTAINTY_TABLE)[UncertainInput]][];

/** The pages group the digits of large numbers, the library does not. */
const ungrouped = (text: string): string => text.replaceAll('\u202f', '');

const aCase = (demand: Partial<MatchCase['demand']> = {}, source: Partial<MatchCase['source']> = {}, assumptions: AssumptionOverrides = {}): MatchCase => ({
  site: { pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 30 }, assumptions },
  source: { installedItKw: 1000, supplyTemperatureC: 35, returnTemperatureC: 25, ...source },
  demand: {
    annualDemandMwh: 2000, flowTemperatureC: 60, returnTemperatureC: 30, profile: { archetype: 'flat' }, routeLengthM: 900,
    alternative: { costEurPerMwh: 80, emissionKgPerMwh: 200 }, ...demand,
  },
});

/** Cases that every kind of limit stands in the way of. */
const HOPELESS: readonly MatchCase[] = [
  aCase(), aCase({ flowTemperatureC: 130, returnTemperatureC: 90 }), aCase({ flowTemperatureC: 60, returnTemperatureC: 57 }), aCase({ flowTemperatureC: 118, returnTemperatureC: 100 }),
  aCase({ annualDemandMwh: 0.5, routeLengthM: 900_000 }), aCase({ routeLengthM: 60_000, annualDemandMwh: 20 }), aCase({}, { supplyTemperatureC: 28, returnTemperatureC: 25 }),
  aCase({ flowTemperatureC: 25, returnTemperatureC: 22 }, { supplyTemperatureC: 36, returnTemperatureC: 30 }), aCase({}, { committedKw: 10_000 }), aCase({}, {}, { minimumCop: 4.9 }),
  aCase({ flowTemperatureC: 115, returnTemperatureC: 110 }, { supplyTemperatureC: 12, returnTemperatureC: 4 }),
  aCase({ profile: { hourlyKw: Array.from({ length: 8760 }, () => 0) } }),
];

/** The library names things in English; the pages name them by code. Neither may drift away from the other. */
describe('English texts for what the library names', () => {
  it('are its own for the inputs that may turn out otherwise, and for where their ranges come from', () => {
    for (const [input, { label, source }] of INPUTS) {
      expect(english.t(`matching:input.${input}`)).to.equal(label);
      expect(english.t(`review:certainty.source.${input}`)).to.equal(source);
    }
  });

  it('are its own for the fields that a what-if may change', () => {
    for (const { field, label } of WHAT_IF_DESCRIPTIONS) expect(english.t(`review:field.${fieldKey(field)}`)).to.equal(label);
  });

  it('are its own for the assumptions, their units and sources', () => {
    for (const { key, label, unit, source } of ASSUMPTIONS) {
      expect(english.t(`assumption:of.${key}.label`)).to.equal(label);
      expect(english.t(`assumption:of.${key}.source`)).to.equal(source);
      if (unit !== '-') expect(english.t(`assumption:of.${key}.unit`)).to.equal(unit);
    }
  });

  it('are its own for why a criterion got its marks', () => {
    for (const value of [-1.234, -0.2, 0, 0.0456, 0.31, 0.999, 1, 7.25, 88.88, 150]) {
      const figures = { cost: value, climate: value, coverage: value, use: value, efficiency: value, readiness: value, research: value };
      for (const criterion of scoreMatch(figures).criteria) {
        if (value < 0 && criterion.name !== 'cost' && criterion.name !== 'climate') continue;
        expect(ungrouped(criterionWords(english, criterion, DEFAULT_ASSUMPTIONS))).to.equal(criterion.explanation);
      }
    }
  });

  it('are its own for why a way to connect does not work, and what would change that', () => {
    const reasons = new Set<string>();
    for (const matchCase of HOPELESS) {
      const { result, detail: { options } } = evaluateMatch(matchCase);
      if (!result.feasible) expect(reasonsWords(english, options).map(ungrouped)).to.deep.equal(result.reasons);
      for (const option of options) {
        if (option.feasible) continue;
        const { reason, nearestChange, failure } = option;
        const words = failureWords(english, option);
        expect([ungrouped(words.reason), ungrouped(words.nearestChange)]).to.deep.equal([reason, nearestChange]);
        reasons.add(failure.gate);
      }
    }
    expect([...reasons].sort()).to.deep.equal(['arrival', 'cop', 'heat-pump-temperature', 'no-demand', 'no-heat', 'pipe-spread']);
  });
});
