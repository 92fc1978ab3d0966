import type { FieldDefinition } from '../../shared/field.js';
import { message } from '../../shared/message.js';
import { WEIGHT_NAMES, weightField } from './schema-site.js';

interface More extends Partial<Omit<FieldDefinition, 'hint' | 'options'>> {
  /** Has a hint of its own in the texts. */
  readonly hinted?: boolean;
  readonly choices?: readonly string[];
}

/** A field whose texts are found by the form's name and its own. */
const fieldOf = (form: 'site' | 'building') => (name: string, type: FieldDefinition['type'], { hinted, choices, ...rest }: More = {}): FieldDefinition => ({
  name, type, required: true, label: message(`supply:form.${form}.label.${name}`),
  ...(hinted === true && { hint: message(`supply:form.${form}.hint.${name}`) }),
  ...(choices && { options: choices.map((value) => ({ value, label: message(`supply:form.${form}.${name}.${value}`) })) }), ...rest,
});

const ofSite = fieldOf('site');
const ofBuilding = fieldOf('building');

const CSV_TYPES = '.csv,text/csv,text/plain';
const FRACTION = message('supply:form.fraction');

type Groups<Name extends string> = Readonly<Record<Name, readonly FieldDefinition[]>>;
type SiteGroup = 'stores' | 'place' | 'energy' | 'price' | 'priceFile' | 'climate' | 'climateFile' | 'weights' | 'people' | 'example';
type BuildingGroup = 'name' | 'power' | 'constant' | 'hourly' | 'capture' | 'temperature' | 'start' | 'committed';

export const SITE_FIELDS: Groups<SiteGroup> = {
  place: [
    ofSite('name', 'text'), ofSite('address', 'text', { autocomplete: 'street-address' }),
    ofSite('latitude', 'number', { unit: message('supply:form.site.unit.degreesNorth'), hinted: true }),
    ofSite('longitude', 'number', { unit: message('supply:form.site.unit.degreesEast') }),
  ],
  energy: [
    ofSite('pue', 'number', { unit: message('supply:form.site.unit.ratio'), hinted: true }),
    ofSite('emissionKgPerMwh', 'number', { unit: 'kg CO2/MWh', hinted: true }), ofSite('priceKind', 'radios', { choices: ['constant', 'hourly'] }),
  ],
  price: [ofSite('priceEurPerMwh', 'number', { unit: 'EUR/MWh', hinted: true })],
  priceFile: [ofSite('priceFile', 'file', { accept: CSV_TYPES, hinted: true })],
  climate: [
    ofSite('groundTemperatureC', 'number', { unit: '°C', hinted: true }), ofSite('climateKind', 'radios', { choices: ['default', 'national', 'own'] }),
  ],
  climateFile: [ofSite('climateFile', 'file', { accept: `${CSV_TYPES},.epw`, hinted: true })],
  weights: WEIGHT_NAMES.map((name) => ofSite(weightField(name), 'number', { unit: FRACTION })),
  stores: [ofSite('considersHeatStores', 'checkbox', { hinted: true, required: false })],
  people: [
    ofSite('mailThreshold', 'number', { unit: message('supply:form.site.unit.ofHundred'), hinted: true }),
    ofSite('researchTopics', 'textarea', { rows: 2, hinted: true, required: false }),
  ],
  example: [ofSite('noExample', 'checkbox', { hinted: true, required: false })],
};

export const BUILDING_FIELDS: Groups<BuildingGroup> = {
  name: [ofBuilding('name', 'text')],
  power: [
    ofBuilding('installedItKw', 'number', { unit: 'kW' }), ofBuilding('utilisationKind', 'radios', { choices: ['constant', 'ramp', 'hourly'] }),
  ],
  constant: [ofBuilding('utilisationValue', 'number', { unit: FRACTION, hinted: true })],
  hourly: [ofBuilding('utilisationFile', 'file', { accept: CSV_TYPES, hinted: true })],
  capture: [ofBuilding('captureFraction', 'number', { unit: FRACTION, hinted: true })],
  temperature: [
    ofBuilding('supplyTemperatureC', 'number', { unit: '°C', hinted: true }), ofBuilding('returnTemperatureC', 'number', { unit: '°C' }),
  ],
  start: [ofBuilding('commissioningDate', 'date')],
  committed: [ofBuilding('committedKw', 'number', { unit: 'kW', hinted: true })],
};

const ofRow = (row: number) => (name: string, type: FieldDefinition['type'], more: More = {}): FieldDefinition =>
  ofBuilding(`${name}${row}`, type, { label: message(`supply:form.building.rowLabel.${name}`, { row: row + 1 }), ...more });

export const rampFields = (row: number): readonly FieldDefinition[] =>
  [ofRow(row)('rampYear', 'number'), ofRow(row)('rampValue', 'number', { unit: FRACTION })];

export const maintenanceFields = (row: number): readonly FieldDefinition[] =>
  [ofRow(row)('maintenanceFrom', 'date'), ofRow(row)('maintenanceTo', 'date')];
