import { DEFAULT_SCORE_WEIGHTS } from '../engineering/index.js';
import type { BuildingDraft, SiteDraft } from '../features/supply/index.js';

/** Three buildings of 30 MW each near Hamar. Operating values are assumptions; a real site states its own. */
export const EXAMPLE_SITE: SiteDraft = {
  name: 'Example site near Hamar',
  place: { latitude: 60.83, longitude: 11.17, address: 'Campus near Hamar, Norway' },
  pue: 1.2,
  electricity: { priceEurPerMwh: 55, emissionKgPerMwh: 17 },
  groundTemperatureC: 6,
  hourlyTemperatureC: null,
  climateName: 'Skien 2018',
  scoreWeights: DEFAULT_SCORE_WEIGHTS,
  researchTopics: ['heat pumps', 'thermal storage', 'low-temperature district heating', 'aquaculture'],
  mailThreshold: 60,
};

const INSTALLED_IT_KW = 30_000;
const building = (name: string, fields: Pick<BuildingDraft, 'utilisation' | 'supplyTemperatureC' | 'returnTemperatureC' | 'commissioningDate' | 'maintenance'>): BuildingDraft => ({
  name, installedItKw: INSTALLED_IT_KW, captureFraction: 0.9, committedKw: 0, ...fields,
});

/** Commissioned one after another around `year`, the calendar year of the first start, so that heat is there and more will come. */
export const exampleBuildings = (year: number): readonly BuildingDraft[] => [
  building('Building 1, air-cooled', {
    utilisation: { kind: 'ramp', byYear: [{ year: year - 1, value: 0.45 }, { year, value: 0.6 }, { year: year + 1, value: 0.75 }] },
    supplyTemperatureC: 30, returnTemperatureC: 20, commissioningDate: `${year - 1}-09-01`,
    maintenance: [{ from: `${year + 1}-07-06`, to: `${year + 1}-07-12` }],
  }),
  building('Building 2, liquid-cooled', {
    utilisation: { kind: 'ramp', byYear: [{ year: year + 1, value: 0.5 }, { year: year + 2, value: 0.7 }, { year: year + 3, value: 0.8 }] },
    supplyTemperatureC: 45, returnTemperatureC: 35, commissioningDate: `${year + 1}-03-01`, maintenance: [],
  }),
  building('Building 3, liquid-cooled, hot', {
    utilisation: { kind: 'ramp', byYear: [{ year: year + 2, value: 0.5 }, { year: year + 3, value: 0.7 }, { year: year + 4, value: 0.8 }] },
    supplyTemperatureC: 55, returnTemperatureC: 45, commissioningDate: `${year + 2}-03-01`, maintenance: [],
  }),
];
