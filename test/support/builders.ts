import { DEFAULT_SCORE_WEIGHTS } from '../../server/engineering/index.js';
import type { DemandAnswers, DemandVersion, HourlyUpload } from '../../server/features/demand/index.js';
import type { BuildingVersion, SiteVersion } from '../../server/features/supply/index.js';
import type { CurrentUser } from '../../server/shared/current-user.js';
import type { TestFields } from './agent.js';
import type { TestApp } from './app.js';

/** Same seed, same values; another seed moves the place and the size a little. */
const spread = (seed: number, width: number): number => ((seed * 0.618_034) % 1) * width;
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export const HOURS = 8760;
/** A year in kW: `winterKw` in the first and last quarter, half of it between. */
export const hoursOf = (winterKw: number): number[] =>
  Array.from({ length: HOURS }, (_, hour) => (hour < HOURS / 4 || hour >= (3 * HOURS) / 4 ? winterKw : winterKw / 2));
export const csvOf = (valuesKw: readonly number[]): string => `heat_kw\n${valuesKw.join('\n')}\n`;

export interface DemandBuilder {
  readonly answers: DemandAnswers;
  readonly hourly: HourlyUpload | null;
  with(answers: DemandAnswers): DemandBuilder;
  troutFarm(): DemandBuilder;
  districtHeating(): DemandBuilder;
  researchCampaign(): DemandBuilder;
  /** By its highest power in place of the heat of a year. */
  fromPeak(peakKw: number): DemandBuilder;
  withHours(valuesKw: readonly number[], fileName?: string): DemandBuilder;
  /** As somebody would type it into the form. */
  fields(): TestFields;
  /** Saved through the service, not submitted. */
  drafted(app: TestApp, user: CurrentUser): Promise<string>;
  submitted(app: TestApp, user: CurrentUser): Promise<DemandVersion>;
}

function demandBuilder(answers: DemandAnswers, hourly: HourlyUpload | null): DemandBuilder {
  const having = (changes: DemandAnswers): DemandBuilder => demandBuilder({ ...answers, ...changes }, hourly);
  const drafted: DemandBuilder['drafted'] = async (app, user) =>
    (await app.services.demand.saveDraft(user, app.services.demand.newReference(), answers, hourly ?? 'keep')).id;
  return {
    answers, hourly, with: having, drafted,
    troutFarm: () => having({ use: 'trout', name: 'Trout farm', archetype: 'fish-farm', flowTemperatureC: 22, returnTemperatureC: 12, heatSource: 'oil' }),
    districtHeating: () => having({
      use: 'district-heating-4g', name: 'Low-temperature network', archetype: 'residential-multi-family', flowTemperatureC: 55,
      returnTemperatureC: 25, heatSource: 'biomass', annualDemandMwh: 20_000,
    }),
    researchCampaign: () => having({
      use: 'research-campaign', name: 'Campaign', archetype: 'research-campaign', startDate: '2028-02-01', endDate: '2028-05-31',
      topics: 'heat pumps, thermal storage', readinessLevel: 5, dataNeeds: 'Supply temperature every minute', offersData: true, budgetEur: 120_000,
    }),
    fromPeak: (peakKw) => having({ annualDemandMwh: undefined, peakKw }),
    withHours: (valuesKw, fileName = 'hours.csv') =>
      demandBuilder({ ...answers, profileKind: 'hourly', annualDemandMwh: undefined, peakKw: undefined }, { fileName, valuesKw }),
    fields: () => Object.fromEntries(Object.entries(answers)
      .map(([name, value]) => [name, value === undefined || value === false ? '' : String(value)])),
    submitted: async (app, user) => {
      const demandId = await drafted(app, user);
      const { version } = await app.services.demand.submit(user, { demandId, revision: 1 });
      return app.services.demand.demandAtVersion(demandId, version ?? 0);
    },
  };
}

/** A complete, valid demand: a greenhouse near Hamar. */
export const aDemand = (seed = 1): DemandBuilder => demandBuilder({
  use: 'greenhouse', name: `Greenhouse ${seed}`, address: 'Vangsvegen 1, 2317 Hamar',
  latitude: rounded(60.79 + spread(seed, 0.1), 4), longitude: rounded(11.05 + spread(seed, 0.1), 4),
  annualDemandMwh: 3000 + Math.round(spread(seed, 1000)), flowTemperatureC: 45, returnTemperatureC: 30,
  profileKind: 'archetype', archetype: 'greenhouse', startDate: '2028-01-01',
  heatSource: 'lpg', heatCostEurPerMwh: 90, offersData: false,
}, null);

/** A site as its first version stands. */
export const aSite = (changes: Partial<SiteVersion> = {}): SiteVersion => ({
  siteId: '64b000000000000000000001', version: 1, name: 'Test site', place: { latitude: 60.83, longitude: 11.17, address: 'Hamar' },
  pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 }, groundTemperatureC: 6, hourlyTemperatureC: null,
  climateName: 'Skien 2018', scoreWeights: DEFAULT_SCORE_WEIGHTS, researchTopics: ['heat pumps'], mailThreshold: 60, example: false, ...changes,
});

/** A published building with 10 MW of air-cooled IT. */
export const aBuilding = (changes: Partial<BuildingVersion> = {}): BuildingVersion => ({
  buildingId: '64b000000000000000000002', siteId: '64b000000000000000000001', version: 1, name: 'Hall A', installedItKw: 10_000,
  utilisation: { kind: 'constant', value: 0.8 }, captureFraction: 0.9, supplyTemperatureC: 45, returnTemperatureC: 35,
  commissioningDate: '2027-01-01', maintenance: [], committedKw: 0, published: true, ...changes,
});
