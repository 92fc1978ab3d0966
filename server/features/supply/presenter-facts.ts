import { NATIONAL_CLIMATE, type ScoreWeights } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { Building, HourlyFile, Maintenance, Site, UtilisationPlan } from './index.js';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** As few decimals as the number needs, at most three. */
const digitsOf = (value: number): number => [0, 1, 2].find((digits) => Math.abs(value * 10 ** digits - Math.round(value * 10 ** digits)) < 1e-6) ?? 3;
const plain = ({ number }: Localised, value: number): string => number(value, digitsOf(value));
const unit = (localised: Localised, value: number, text: string): string => localised.unit(value, text, digitsOf(value));
const percent = (localised: Localised, value: number): string => localised.percent(value, digitsOf(value * 100));
const file = ({ t }: Localised, { name, mean, max }: HourlyFile, print: (value: number) => string): string =>
  t('supply:value.hourlyFile', { name, mean: print(mean), max: print(max) });
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function utilisationText(localised: Localised, plan: UtilisationPlan, utilisationFile: HourlyFile | null | undefined): string {
  const { t } = localised;
  const share = (value: number): string => percent(localised, value);
  if (plan.kind === 'constant') return t('supply:value.allYear', { share: share(plan.value) });
  if (plan.kind === 'ramp') return plan.byYear.map(({ year, value }) => t('supply:value.inYear', { year: String(year), share: share(value) })).join(', ');
  return utilisationFile ? file(localised, utilisationFile, (value) => share(rounded(value))) : t('supply:value.hourly');
}

const maintenanceText = ({ t, date }: Localised, periods: readonly Maintenance[]): string => (periods.length === 0 ? t('supply:value.none')
  : periods.map(({ from, to }) => t('supply:value.period', { from: date(from), to: date(to) })).join('; '));

export function buildingFacts(localised: Localised, building: Building['current']): readonly Fact[] {
  const { t, date } = localised;
  return [
    { label: t('supply:fact.name'), text: building.name },
    { label: t('supply:fact.itPower'), text: unit(localised, building.installedItKw, 'kW') },
    { label: t('supply:fact.utilisation'), text: utilisationText(localised, building.utilisation, building.utilisationFile) },
    { label: t('supply:fact.capture'), text: percent(localised, building.captureFraction) },
    { label: t('supply:fact.supplyTemperature'), text: unit(localised, building.supplyTemperatureC, '°C') },
    { label: t('supply:fact.returnTemperature'), text: unit(localised, building.returnTemperatureC, '°C') },
    { label: t('supply:fact.heatFrom'), text: date(building.commissioningDate) },
    { label: t('supply:fact.maintenance'), text: maintenanceText(localised, building.maintenance) },
    { label: t('supply:fact.committed'), text: unit(localised, building.committedKw, 'kW') },
  ];
}

const weightsText = (localised: Localised, weights: ScoreWeights): string => Object.entries(weights)
  .map(([name, weight]) => localised.t('supply:value.weight', { name: localised.t(`supply:weight.${name}`), share: percent(localised, rounded(weight)) }))
  .join(', ');

function climateText({ t, unit: withUnit }: Localised, { hourlyTemperatureC, climateName, climateFile }: Site['current']): string {
  if (hourlyTemperatureC === null) return t('supply:climate.default');
  if (climateName === NATIONAL_CLIMATE.name) return t('supply:climate.national');
  return climateFile ? t('supply:value.ownFile', { name: climateFile.name, mean: withUnit(climateFile.mean, '°C', 1) }) : climateName;
}

function priceText(localised: Localised, { electricity: { priceEurPerMwh }, priceFile }: Site['current']): string {
  if (typeof priceEurPerMwh === 'number') return unit(localised, priceEurPerMwh, 'EUR/MWh');
  return priceFile ? file(localised, priceFile, (value) => localised.unit(value, 'EUR/MWh', 1)) : localised.t('supply:value.hourly');
}

export function siteFacts(localised: Localised, site: Site['current']): readonly Fact[] {
  const { t } = localised;
  const { place: { address, latitude, longitude } } = site;
  return [
    { label: t('supply:fact.name'), text: site.name },
    { label: t('supply:fact.address'), text: address },
    { label: t('supply:fact.coordinates'), text: t('supply:value.place', { latitude: localised.number(latitude, 4), longitude: localised.number(longitude, 4) }) },
    { label: t('supply:fact.pue'), text: plain(localised, site.pue) },
    { label: t('supply:fact.price'), text: priceText(localised, site) },
    { label: t('supply:fact.emission'), text: unit(localised, site.electricity.emissionKgPerMwh, 'kg CO2/MWh') },
    { label: t('supply:fact.ground'), text: unit(localised, site.groundTemperatureC, '°C') },
    { label: t('supply:fact.climate'), text: climateText(localised, site) },
    { label: t('supply:fact.stores'), text: t(site.considersHeatStores === true ? 'supply:value.storesTried' : 'supply:value.storesNot') },
    { label: t('supply:fact.weights'), text: weightsText(localised, site.scoreWeights) },
    { label: t('supply:fact.mail'), text: t('supply:value.score', { score: plain(localised, site.mailThreshold) }) },
    { label: t('supply:fact.topics'), text: site.researchTopics.length === 0 ? t('supply:value.none') : site.researchTopics.join(', ') },
    ...(site.example ? [{ label: t('supply:fact.mark'), text: t('supply:value.example') }] : []),
  ];
}

/** What differs, in one line each. */
export function factChanges({ t }: Localised, before: readonly Fact[], after: readonly Fact[]): readonly string[] {
  const labels = [...new Set([...before, ...after].map(({ label }) => label))];
  const textOf = (facts: readonly Fact[], wanted: string): string => facts.find(({ label }) => label === wanted)?.text ?? t('supply:value.absent');
  return labels.filter((label) => textOf(before, label) !== textOf(after, label))
    .map((label) => `${label}: ${textOf(before, label)} → ${textOf(after, label)}`);
}
