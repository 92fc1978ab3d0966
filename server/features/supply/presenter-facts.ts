import { DEFAULT_CLIMATE, NATIONAL_CLIMATE, type ScoreWeights } from '../../engineering/index.js';
import { formatDate, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import { WEIGHT_LABELS } from './form-fields.js';
import type { Building, HourlyFile, Maintenance, Site, UtilisationPlan } from './index.js';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** As few decimals as the number needs, at most three. */
const digitsOf = (value: number): number => [0, 1, 2].find((digits) => Math.abs(value * 10 ** digits - Math.round(value * 10 ** digits)) < 1e-6) ?? 3;
const plain = (value: number): string => formatNumber(value, digitsOf(value));
const unit = (value: number, text: string): string => formatUnit(value, text, digitsOf(value));
const percent = (value: number): string => formatPercent(value, digitsOf(value * 100));
const file = ({ name, mean, max }: HourlyFile, print: (value: number) => string): string =>
  `Hourly, ${name}: mean ${print(mean)}, highest ${print(max)}`;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function utilisationText(plan: UtilisationPlan, utilisationFile: HourlyFile | null | undefined): string {
  if (plan.kind === 'constant') return `${percent(plan.value)} all year`;
  if (plan.kind === 'ramp') return plan.byYear.map(({ year, value }) => `${year}: ${percent(value)}`).join(', ');
  return utilisationFile ? file(utilisationFile, (value) => percent(rounded(value))) : 'Hourly';
}

const maintenanceText = (periods: readonly Maintenance[]): string => (periods.length === 0 ? 'None'
  : periods.map(({ from, to }) => `${formatDate(from)}, heat back on ${formatDate(to)}`).join('; '));

export const buildingFacts = (building: Building['current']): readonly Fact[] => [
  { label: 'Name', text: building.name },
  { label: 'Installed IT power', text: unit(building.installedItKw, 'kW') },
  { label: 'Utilisation', text: utilisationText(building.utilisation, building.utilisationFile) },
  { label: 'Caught as heat', text: percent(building.captureFraction) },
  { label: 'Supply temperature', text: unit(building.supplyTemperatureC, '°C') },
  { label: 'Return temperature', text: unit(building.returnTemperatureC, '°C') },
  { label: 'Heat is there from', text: formatDate(building.commissioningDate) },
  { label: 'Planned maintenance', text: maintenanceText(building.maintenance) },
  { label: 'Promised to running projects', text: unit(building.committedKw, 'kW') },
];

const weightsText = (weights: ScoreWeights): string => Object.entries(weights)
  .map(([name, weight]) => `${WEIGHT_LABELS[name as keyof ScoreWeights]} ${percent(rounded(weight))}`).join(', ');

function climateText({ hourlyTemperatureC, climateName, climateFile }: Site['current']): string {
  if (hourlyTemperatureC === null) return `${DEFAULT_CLIMATE.name}, ${DEFAULT_CLIMATE.note}. ${DEFAULT_CLIMATE.licence}`;
  if (climateName === NATIONAL_CLIMATE.name) return `${NATIONAL_CLIMATE.name}: ${NATIONAL_CLIMATE.note}. ${NATIONAL_CLIMATE.licence}`;
  return climateFile ? `Own file, ${climateFile.name}: mean ${formatUnit(climateFile.mean, '°C', 1)}` : climateName;
}

export const siteFacts = (site: Site['current']): readonly Fact[] => [
  { label: 'Name', text: site.name },
  { label: 'Address', text: site.place.address },
  { label: 'Coordinates', text: `${formatUnit(site.place.latitude, '°N', 4)}, ${formatUnit(site.place.longitude, '°E', 4)}` },
  { label: 'PUE', text: plain(site.pue) },
  {
    label: 'Price of electricity',
    text: typeof site.electricity.priceEurPerMwh === 'number' ? unit(site.electricity.priceEurPerMwh, 'EUR/MWh')
      : site.priceFile ? file(site.priceFile, (value) => formatUnit(value, 'EUR/MWh', 1)) : 'Hourly',
  },
  { label: 'Emission of the electricity', text: unit(site.electricity.emissionKgPerMwh, 'kg CO2/MWh') },
  { label: 'Ground temperature', text: unit(site.groundTemperatureC, '°C') },
  { label: 'Outdoor temperatures', text: climateText(site) },
  { label: 'Heat stores', text: site.considersHeatStores === true ? 'Tried with each way to connect' : 'Not considered' },
  { label: 'Weights of the score', text: weightsText(site.scoreWeights) },
  { label: 'Mail for new matches from', text: `Score ${plain(site.mailThreshold)}` },
  { label: 'Research topics', text: site.researchTopics.length === 0 ? 'None' : site.researchTopics.join(', ') },
  ...(site.example ? [{ label: 'Mark', text: 'Example site, assumed operating values' }] : []),
];

/** What differs, in one line each. */
export function factChanges(before: readonly Fact[], after: readonly Fact[]): readonly string[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  const textOf = (facts: readonly Fact[], wanted: string): string => facts.find(({ label }) => label === wanted)?.text ?? 'none';
  return labels.filter((label) => textOf(before, label) !== textOf(after, label))
    .map((label) => `${label}: ${textOf(before, label)} → ${textOf(after, label)}`);
}
