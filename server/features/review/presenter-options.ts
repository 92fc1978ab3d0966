import type { OptionDetail } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { Match } from '../matching/index.js';
import { chosenOption, type FailedOption, type WorkingOption } from './presenter-verdict.js';
import { failureWords } from './presenter-why.js';
import { few, NONE } from './wording.js';

type Print = (option: WorkingOption) => string;
type Line = readonly [key: string, print: Print, hint?: string];

function plantLines({ t, number, unit, power }: Localised): readonly Line[] {
  const celsius = (value: number): string => unit(value, '°C', 1);
  return [
    ['water', (one) => t('match:cell.water', { flow: celsius(one.pipeFlowTemperatureC), return: celsius(one.pipeReturnTemperatureC) })],
    ['cooling', (one) => unit(one.temperatureDropK, 'K', 1)],
    ['capacity', (one) => power(one.capacityKw)],
    ['pipe', ({ dn, parallelPairs }) => (parallelPairs === 1 ? t('match:cell.pipe', { dn: String(dn) })
      : t('match:cell.pairs', { pairs: parallelPairs, dn: String(dn) })), t('match:hint.pipe')],
    ['cop', ({ cop }) => (cop === null ? t('match:cell.noPump') : number(cop, 1)), t('match:hint.cop')],
  ];
}

const heatLines = ({ heat, percent }: Localised): readonly Line[] => [
  ['delivered', (one) => heat(one.deliveredMwh)], ['taken', (one) => heat(one.fromSourceMwh)], ['electricity', (one) => heat(one.electricityMwh)],
  ['lost', (one) => heat(one.lossMwh)], ['covers', (one) => percent(one.coverage)],
];

const moneyLines = ({ t, unit, money }: Localised): readonly Line[] => [
  ['investment', ({ investmentEur }) => money(investmentEur.total)], ['investmentPipe', ({ investmentEur }) => money(investmentEur.pipe)],
  ['investmentExchangers', ({ investmentEur }) => money(investmentEur.heatExchangers)],
  ['investmentPump', ({ investmentEur }) => (investmentEur.heatPump === 0 ? NONE : money(investmentEur.heatPump))],
  ['investmentUnforeseen', ({ investmentEur }) => money(investmentEur.contingency)],
  ['npv', (one) => money(one.npvEur), t('match:hint.npv')],
  ['lcoh', (one) => unit(one.lcohEurPerMwh, 'EUR/MWh', 1), t('match:hint.lcoh')],
];

/** Only where the site has stores tried: elsewhere the line would raise a question that nobody has asked. */
const storeLines = ({ t, unit }: Localised, options: readonly OptionDetail[]): readonly Line[] =>
  (!options.some((one) => one.feasible && one.storeMwh !== undefined) ? [] : [['store', ({ storeMwh = 0, storeKind }) =>
    (storeMwh === 0 ? NONE : t(storeKind === 'pit' ? 'match:cell.pit' : 'match:cell.tank', { size: unit(storeMwh, 'MWh', 1) })), t('match:hint.store')]]);

const MILLION = 1e6;

/** Why a way that works is the one, or is not: the library's `reason` in the reader's language. */
function workingWords(localised: Localised, option: WorkingOption, match: Match): string {
  const { t } = localised;
  const best = chosenOption(match);
  if (!match.result.feasible || best === undefined) return '';
  const less = best.npvEur - option.npvEur;
  if (option !== best) {
    return Math.abs(less) >= MILLION ? t('match:options.lessMillions', { value: few(localised, less / MILLION, 2) })
      : t('match:options.less', { value: few(localised, less, 0) });
  }
  const { priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling } = match.result.economics;
  if (floor <= ceiling) return t('match:options.best');
  const price = (value: number): string => few(localised, value, 2);
  return t('match:options.bestNoDeal', { floor: price(floor), more: price(floor - ceiling), ceiling: price(ceiling) });
}

/** The three ways side by side: one column a way, one line a quantity. */
export function presentOptions(localised: Localised, match: Match) {
  const { t } = localised;
  const { result, detail: { options } } = match;
  const chosen = result.feasible ? result.design.connection : null;
  const failed = options.filter((one): one is FailedOption => !one.feasible);
  const lines = [...plantLines(localised), ...heatLines(localised), ...moneyLines(localised), ...storeLines(localised, options)];
  return {
    columns: options.map((one) => ({
      name: t(`review:connection.${one.connection}`), chosen: one.connection === chosen, works: one.feasible,
      reason: one.feasible ? workingWords(localised, one, match) : failureWords(localised, one).reason,
    })),
    lines: failed.length === options.length ? [] : lines.map(([key, print, hint]) => ({
      label: t(`match:line.${key}`), hint, cells: options.map((one) => (one.feasible ? print(one) : NONE)),
    })),
    failed: failed.map((one) => ({ name: t(`review:connection.${one.connection}`), ...failureWords(localised, one) })),
  };
}
