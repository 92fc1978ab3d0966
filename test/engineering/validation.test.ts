import { expect } from 'chai';
import { ASSUMPTIONS, evaluateCase, InvalidInputError, validateMatchCase, type MatchCase } from '../../server/engineering/index.js';
import { aCase, hours } from './case-builder.js';

const research = { topics: ['aquaculture'], readinessLevel: 6, offersData: true, budgetEur: 100_000 };
const everyFieldSet = (): MatchCase => ({
  ...aCase()
    .site({
      groundTemperatureC: 6, coolingElectricityPerHeat: 0.05, hourlyTemperatureC: hours(() => 5), researchTopics: ['aquaculture'],
      scoreWeights: { cost: 0.3, climate: 0.2, coverage: 0.15, use: 0.15, efficiency: 0.1, readiness: 0.1 },
      assumptions: { pumpEfficiency: 0.6 },
    })
    .source({
      name: 'Building 1', captureFraction: 0.9, availableFrom: '2027-01-01', committedKw: 10, maintenanceHours: [[0, 24]],
    })
    .demand({ name: 'Network', use: 'trout', startDate: '2027-06-01', endDate: '2047-06-01', research, setPointTemperatureC: 14 })
    .economics({
      discountRate: 0.05, lifetimeYears: 25, approachK: 3, contingency: 0.1, fixedOandM: 0.01, heatPumpModel: 'carnot',
    })
    .build(),
  name: 'everything given',
});

/** The case with one field, given by its path, set to another value or, with `undefined`, left out. */
function altered(path: string, value: unknown): MatchCase {
  const matchCase = structuredClone(everyFieldSet()) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((object, key) => object[key] as Record<string, unknown>, matchCase);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return matchCase as unknown as MatchCase;
}

function expectRefused(path: string, value: unknown, field = path): void {
  const attempt = (): unknown => evaluateCase(altered(path, value));
  expect(attempt, `${path} = ${String(value)}`).to.throw(InvalidInputError).that.has.property('field', field);
  expect(attempt).to.throw(RangeError, field);
}

const REQUIRED_NUMBERS = [
  'site.pue', 'site.electricity.emissionKgPerMwh', 'source.installedItKw', 'source.supplyTemperatureC',
  'source.returnTemperatureC', 'demand.flowTemperatureC', 'demand.returnTemperatureC', 'demand.annualDemandMwh',
  'demand.routeLengthM', 'demand.alternative.costEurPerMwh', 'demand.alternative.emissionKgPerMwh',
  'demand.research.readinessLevel', 'demand.research.budgetEur',
  ...['cost', 'climate', 'coverage', 'use', 'efficiency', 'readiness'].map((name) => `site.scoreWeights.${name}`),
];
const OPTIONAL_NUMBERS = [
  'site.coolingElectricityPerHeat', 'source.captureFraction', 'demand.setPointTemperatureC', 'economics.discountRate',
  'economics.lifetimeYears', 'economics.approachK', 'economics.contingency', 'economics.fixedOandM', 'site.assumptions.pumpEfficiency',
];
const CONSTANT_OR_HOURLY = ['site.electricity.priceEurPerMwh', 'source.utilisation', 'source.committedKw'];
const NOT_NUMBERS = [NaN, Infinity, -Infinity, '5', null, true];
const FAR_BELOW_ANY_LIMIT = -1e6;

describe('validateMatchCase', () => {
  it('accepts a case with every field set', () => {
    expect(() => { validateMatchCase(everyFieldSet()); }).not.to.throw();
  });

  for (const path of [...REQUIRED_NUMBERS, ...OPTIONAL_NUMBERS, 'site.groundTemperatureC']) {
    it(`refuses ${path} that is no number, not finite or far too low, with field and value`, () => {
      for (const value of [...NOT_NUMBERS, FAR_BELOW_ANY_LIMIT, [], {}]) expectRefused(path, value);
      expect(() => evaluateCase(altered(path, FAR_BELOW_ANY_LIMIT))).to.throw(InvalidInputError, String(FAR_BELOW_ANY_LIMIT));
    });
  }

  for (const path of [...REQUIRED_NUMBERS, ...OPTIONAL_NUMBERS].filter((name) => !name.includes('emperature'))) {
    it(`refuses ${path} below nought`, () => { expectRefused(path, -0.01); });
  }

  for (const path of [
    ...REQUIRED_NUMBERS, 'site', 'source', 'demand', 'site.electricity', 'site.electricity.priceEurPerMwh', 'demand.alternative',
    'demand.profile', 'demand.research.topics', 'demand.research.offersData',
  ]) {
    it(`refuses a case without ${path}`, () => {
      expectRefused(path, undefined);
      expect(() => evaluateCase(altered(path, undefined))).to.throw(InvalidInputError, `${path} is missing`);
    });
  }

  for (const path of CONSTANT_OR_HOURLY) {
    it(`refuses ${path} of a wrong kind, a wrong length, or with one bad hour, naming the hour`, () => {
      for (const value of NOT_NUMBERS) expectRefused(path, value);
      for (const length of [0, 24, 8759, 8761, 8784]) expectRefused(path, new Array(length).fill(0.5));
      for (const bad of [NaN, Infinity, -1e6, null]) expectRefused(path, hours((hour) => (hour === 17 ? bad as number : 0.5)), `${path}[17]`);
    });
  }

  it('refuses an outdoor temperature of wrong length or with a bad hour', () => {
    expectRefused('site.hourlyTemperatureC', [1, 2]);
    expectRefused('site.hourlyTemperatureC', hours((hour) => (hour === 8759 ? NaN : 1)), 'site.hourlyTemperatureC[8759]');
  });

  it('refuses an uploaded profile that is short, negative or not finite', () => {
    expectRefused('demand.profile', { hourlyKw: [1] }, 'demand.profile.hourlyKw');
    for (const bad of [NaN, Infinity, -1]) {
      expectRefused('demand.profile', { hourlyKw: hours((hour) => (hour === 3 ? bad : 1)) }, 'demand.profile.hourlyKw[3]');
    }
  });

  it('refuses a profile of an unknown archetype, of none, or of both kinds', () => {
    expectRefused('demand.profile', { archetype: 'sauna' }, 'demand.profile.archetype');
    expectRefused('demand.profile', {}, 'demand.profile.archetype');
    expectRefused('demand.profile', { archetype: 'flat', hourlyKw: hours(() => 1) }, 'demand.profile.hourlyKw');
  });

  it('refuses temperatures in the wrong order', () => {
    expectRefused('source.returnTemperatureC', 30);
    expectRefused('demand.returnTemperatureC', 70);
  });

  it('refuses dates that do not exist, and an end before the start', () => {
    for (const date of ['2027-02-30', '27-01-01', 'soon', '', 20270101]) {
      for (const path of ['source.availableFrom', 'demand.startDate', 'demand.endDate']) expectRefused(path, date);
    }
    expectRefused('demand.endDate', '2026-01-01');
  });

  it('asks a research campaign for both dates', () => {
    const dates = { startDate: '2027-01-01', endDate: '2027-02-01' };
    for (const missing of ['startDate', 'endDate'] as const) {
      const demand = { ...aCase().demand({ profile: { archetype: 'research-campaign' }, ...dates }).build().demand };
      delete (demand as { startDate?: string; endDate?: string })[missing];
      expect(() => evaluateCase({ ...aCase().build(), demand })).to.throw(InvalidInputError, `demand.${missing} is missing`);
    }
  });

  it('refuses maintenance that ends before it begins or lies outside the year', () => {
    expectRefused('source.maintenanceHours', [[24, 24]], 'source.maintenanceHours[0]');
    expectRefused('source.maintenanceHours', [[0, 8761]], 'source.maintenanceHours[0][1]');
    expectRefused('source.maintenanceHours', [[0, 1], [-1, 5]], 'source.maintenanceHours[1][0]');
    expectRefused('source.maintenanceHours', [[0.5, 3]], 'source.maintenanceHours[0][0]');
  });

  it('refuses weights that do not sum to 1, giving the sum', () => {
    expectRefused('site.scoreWeights.cost', 0.4, 'site.scoreWeights');
  });

  it('refuses an override of an unknown assumption', () => {
    expectRefused('site.assumptions', { speedOfLight: 3e8 }, 'site.assumptions.speedOfLight');
  });

  it('refuses a value just outside the range of every assumption and accepts both ends of it', () => {
    for (const { key, range: [low, high] } of ASSUMPTIONS) {
      const field = `site.assumptions.${key}`;
      for (const end of [low, high]) expect(() => { validateMatchCase(altered('site.assumptions', { [key]: end })); }).not.to.throw();
      const outside = (high - low) * 1e-3 + 1e-9;
      expectRefused('site.assumptions', { [key]: low - outside }, field);
      expectRefused('site.assumptions', { [key]: high + outside }, field);
    }
  });

  it('refuses names, topics and the heat pump model of a wrong kind', () => {
    for (const path of ['name', 'source.name', 'demand.name', 'demand.use']) expectRefused(path, 7);
    expectRefused('site.researchTopics', ['a', 1], 'site.researchTopics[1]');
    expectRefused('economics.heatPumpModel', 'perpetual');
    expectRefused('demand.research.offersData', 'yes');
  });

  it('refuses what is not a case at all', () => {
    for (const value of [undefined, null, 5, 'case', []]) {
      expect(() => { validateMatchCase(value as unknown as MatchCase); }).to.throw(InvalidInputError, 'case');
    }
  });
});
