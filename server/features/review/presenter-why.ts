import type { ConnectionSituation, FieldChange, GateFinding, OptionDetail, ScoredCriterion, ScoreScale } from '../../engineering/index.js';
import { NEGLIGIBLE_KW, type Connection } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { FailedOption } from './presenter-verdict.js';
import { fieldKey } from './what-if-field.js';
import { few } from './wording.js';

const HUNDRED = 100;
const DIGITS = 3;

/** About three digits, no decimals where they say nothing. */
const figure = (localised: Localised, value: number): string =>
  few(localised, value, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(Math.max(1, Math.abs(value))))));
const percent = (localised: Localised, fraction: number): string => few(localised, fraction * HUNDRED, 0);

/** Why a criterion got its marks: the library's `explanation` in the reader's language. */
export function criterionWords(localised: Localised, { name, value }: Pick<ScoredCriterion, 'name' | 'value'>, scale: ScoreScale): string {
  const { t } = localised;
  const share = { value: percent(localised, Math.abs(value)), full: percent(localised, scale.fullMarksSavedShare) };
  switch (name) {
    case 'cost': return value === 0 ? t('match:why.costNone', share) : t(value > 0 ? 'match:why.costLess' : 'match:why.costMore', share);
    case 'climate': return t(value >= 0 ? 'match:why.climateAvoids' : 'match:why.climateCauses',
      { value: figure(localised, Math.abs(value)), full: figure(localised, scale.fullMarksAvoidedKgPerMwh) });
    case 'efficiency': return t('match:why.efficiency', { value: figure(localised, value), none: figure(localised, scale.noMarksElectricityPerHeat) });
    case 'readiness': return value === 0 ? t('match:why.readinessTogether')
      : t('match:why.readinessApart', { value: figure(localised, value), none: figure(localised, scale.noMarksReadinessMonths) });
    default: return t(`match:why.${name}`, share);
  }
}

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

function gateKey(connection: Connection, { gate, value }: GateFinding): string {
  switch (gate) {
    case 'pipe-spread': return `match:gate.pipe-spread.${connection}`;
    case 'heat-pump-temperature': return `match:gate.heat-pump-temperature.${connection}`;
    case 'no-heat': return value <= NEGLIGIBLE_KW ? 'match:gate.noHeatLeft' : 'match:gate.noHeatArrives';
    default: return `match:gate.${gate}`;
  }
}

/** Digits of a limit's quantity: temperatures to a tenth, a COP to a hundredth, power as its size asks for. */
function quantity(localised: Localised, gate: GateFinding['gate'], value: number): string {
  if (gate === 'no-heat') return figure(localised, value);
  return few(localised, value, gate === 'cop' ? 2 : 1);
}

function gateWords(localised: Localised, connection: Connection, finding: GateFinding): string {
  const { gate, value, limit, situation } = finding;
  const celsius = (temperatureC: number): string => few(localised, temperatureC, 1);
  return localised.t(gateKey(connection, finding), {
    value: quantity(localised, gate, value), limit: quantity(localised, gate, limit), supply: celsius(situation.sourceSupplyC),
    return: celsius(situation.demandReturnC), flow: celsius(situation.demandFlowC), route: few(localised, situation.routeLengthM, 0),
  });
}

const NOW: Readonly<Record<string, keyof ConnectionSituation>> = {
  'demand.flowTemperatureC': 'demandFlowC', 'demand.returnTemperatureC': 'demandReturnC', 'source.supplyTemperatureC': 'sourceSupplyC',
  'source.returnTemperatureC': 'sourceReturnC', 'demand.routeLengthM': 'routeLengthM',
};

function changeWords(localised: Localised, { field, value }: FieldChange, situation: ConnectionSituation): string {
  const key = NOW[field];
  if (key === undefined) throw new RangeError(`no words for a change of ${field}`);
  const digits = key === 'routeLengthM' ? 0 : 1;
  return localised.t(`match:change.${fieldKey(field)}`, { value: few(localised, value, digits), now: few(localised, situation[key], digits) });
}

function changesWords(localised: Localised, { connection, changes, failure, next }: FailedOption): string {
  const { t } = localised;
  if (changes.length === 0) return t('match:change.none');
  const words = changes.map((change) => changeWords(localised, change, failure.situation)).reduce((one, other) => t('match:change.and', { one, other }));
  return next === null ? t('match:change.passes', { changes: words })
    : t('match:change.then', { changes: words, reason: gateWords(localised, connection, next) });
}

/** Why a way to connect does not work and what would make it work: the library's `reason` and `nearestChange` in the reader's language. */
export const failureWords = (localised: Localised, option: FailedOption) => ({
  reason: capitalised(gateWords(localised, option.connection, option.failure)), nearestChange: changesWords(localised, option),
});

/** One sentence for each way to connect that does not work: the library's `reasons` in the reader's language. */
export const reasonsWords = (localised: Localised, options: readonly OptionDetail[]): readonly string[] =>
  options.flatMap((one) => (one.feasible ? []
    : [localised.t('match:wayReason', { way: localised.t(`match:way.${one.connection}`), reason: failureWords(localised, one).reason })]));
