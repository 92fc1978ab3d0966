import { DEFAULT_CLIMATE, NATIONAL_CLIMATE, type ScoreWeights } from '../../engineering/index.js';
import type { FieldDefinition } from '../../shared/field.js';
import { WEIGHT_NAMES, weightField } from './schema-site.js';

const number = (name: string, label: string, unit: string | undefined, rest: Partial<FieldDefinition> = {}): FieldDefinition =>
  ({ name, label, type: 'number', required: true, ...(unit !== undefined && { unit }), ...rest });

const CSV_TYPES = '.csv,text/csv,text/plain';
const FRACTION = '0 to 1';

export const WEIGHT_LABELS: Readonly<Record<keyof ScoreWeights, string>> = {
  cost: 'Cost', climate: 'Climate', coverage: 'Coverage', use: 'Use of heat', efficiency: 'Efficiency', readiness: 'Readiness',
};

export const WEIGHT_MEANINGS: Readonly<Record<keyof ScoreWeights, string>> = {
  cost: 'what the partner saves', climate: 'emission avoided', coverage: 'share of the demand that is met',
  use: 'share of the offer that is taken', efficiency: 'little electricity', readiness: 'both ready at the same time',
};

type Groups<Name extends string> = Readonly<Record<Name, readonly FieldDefinition[]>>;
type SiteGroup = 'stores' | 'place' | 'energy' | 'price' | 'priceFile' | 'climate' | 'climateFile' | 'weights' | 'people' | 'example';
type BuildingGroup = 'name' | 'power' | 'constant' | 'hourly' | 'capture' | 'temperature' | 'start' | 'committed';

export const SITE_FIELDS: Groups<SiteGroup> = {
  place: [
    { name: 'name', label: 'Name of the site', type: 'text', required: true },
    { name: 'address', label: 'Address', type: 'text', required: true, autocomplete: 'street-address' },
    number('latitude', 'Latitude', '°N', { hint: 'In degrees, like 60.83. Distances to partners follow from it.' }),
    number('longitude', 'Longitude', '°E'),
  ],
  energy: [
    number('pue', 'PUE', 'ratio', { hint: 'Power usage effectiveness: all electricity of the site over that of its IT. 1.2 is usual for a new site.' }),
    number('emissionKgPerMwh', 'Emission of the grid electricity', 'kg CO2/MWh', { hint: '17 for the Norwegian grid.' }),
    {
      name: 'priceKind', label: 'Price of electricity', type: 'radios', required: true,
      options: [{ value: 'constant', label: 'One price all year' }, { value: 'hourly', label: 'A price for each hour' }],
    },
  ],
  price: [number('priceEurPerMwh', 'Price all year', 'EUR/MWh', { hint: 'With grid fee and taxes: what a heat pump would pay.' })],
  priceFile: [{
    name: 'priceFile', label: 'Hourly prices (CSV file)', type: 'file', required: true, accept: CSV_TYPES,
    hint: '8,760 rows, one for each hour from 1 January 00:00, in EUR/MWh, in the last column. A header row is fine.',
  }],
  climate: [
    number('groundTemperatureC', 'Ground temperature', '°C', { hint: 'Around buried pipes, as a mean of the year.' }),
    {
      name: 'climateKind', label: 'Outdoor temperatures', type: 'radios', required: true,
      options: [
        { value: 'default', label: `${DEFAULT_CLIMATE.name}: hourly, observed; ${DEFAULT_CLIMATE.note}. ${DEFAULT_CLIMATE.licence}.` },
        { value: 'national', label: `${NATIONAL_CLIMATE.name}: ${NATIONAL_CLIMATE.note}. ${NATIONAL_CLIMATE.licence}.` },
        { value: 'own', label: 'A file of our own' },
      ],
    },
  ],
  climateFile: [{
    name: 'climateFile', label: 'Outdoor temperatures (CSV or EPW file)', type: 'file', required: true, accept: `${CSV_TYPES},.epw`,
    hint: 'CSV: 8,760 rows in °C, in the last column. EPW: the dry-bulb temperature in column 7 is taken.',
  }],
  weights: WEIGHT_NAMES.map((name) => number(weightField(name), `${WEIGHT_LABELS[name]}: ${WEIGHT_MEANINGS[name]}`, FRACTION)),
  stores: [{
    name: 'considersHeatStores', label: 'Also try a heat store with each way to connect', type: 'checkbox',
    hint: 'A tank or pit of 2, 4 or 8 hours beside the partner. The match names it where it is worth more than none. Scoring takes longer.',
  }],
  people: [
    number('mailThreshold', 'Send mail for new matches from this score on', 'of 100', { hint: 'Managers get one mail for several new matches.' }),
    {
      name: 'researchTopics', label: 'Topics of the research programme', type: 'textarea', rows: 2,
      hint: 'Keywords with commas between them, like: heat pumps, thermal storage. Research demands with the same topics score higher.',
    },
  ],
  example: [{
    name: 'noExample', label: 'These are the real values of a real site', type: 'checkbox',
    hint: 'Takes the mark "Example site" off, which says that the operating values are assumed.',
  }],
};

export const BUILDING_FIELDS: Groups<BuildingGroup> = {
  name: [{ name: 'name', label: 'Name of the building', type: 'text', required: true }],
  power: [
    number('installedItKw', 'Installed IT power', 'kW'),
    {
      name: 'utilisationKind', label: 'How much of it is used', type: 'radios', required: true,
      options: [
        { value: 'constant', label: 'The same all year' }, { value: 'ramp', label: 'A ramp: one value a year' },
        { value: 'hourly', label: 'Hour by hour, from a file' },
      ],
    },
  ],
  constant: [number('utilisationValue', 'Utilisation', FRACTION, { hint: '0.75 where three quarters of the installed IT power is used.' })],
  hourly: [{
    name: 'utilisationFile', label: 'Hourly utilisation (CSV file)', type: 'file', required: true, accept: CSV_TYPES,
    hint: '8,760 rows, one for each hour from 1 January 00:00, as fractions from 0 to 1, in the last column. A header row is fine.',
  }],
  capture: [number('captureFraction', 'Share of the IT power that is caught as heat', FRACTION, {
    hint: '0.9 is usual; the rest is lost on the way to the heat exchanger.',
  })],
  temperature: [
    number('supplyTemperatureC', 'Supply: how warm the heat leaves the building', '°C', {
      hint: 'About 30 °C from air-cooled halls, 45 °C and more with liquid cooling.',
    }),
    number('returnTemperatureC', 'Return: how cold the water must come back', '°C'),
  ],
  start: [{ name: 'commissioningDate', label: 'Heat is there from', type: 'date', required: true }],
  committed: [number('committedKw', 'Heat promised to running projects', 'kW', { hint: 'Nobody else is offered this part.' })],
};

export const rampFields = (row: number): readonly FieldDefinition[] => [
  number(`rampYear${row}`, `Year, row ${row + 1}`, undefined), number(`rampValue${row}`, `Utilisation, row ${row + 1}`, FRACTION),
];

export const maintenanceFields = (row: number): readonly FieldDefinition[] => [
  { name: `maintenanceFrom${row}`, label: `First day without heat, row ${row + 1}`, type: 'date', required: true },
  { name: `maintenanceTo${row}`, label: `Heat is back on, row ${row + 1}`, type: 'date', required: true },
];
