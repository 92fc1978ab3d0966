import { formatHeat, formatMoney, formatNumber, formatPercent, formatPower, formatUnit } from '../../shared/format.js';
import type { OptionDetail } from '../../engineering/index.js';
import type { Match } from '../matching/index.js';
import type { FailedOption, WorkingOption } from './presenter-verdict.js';
import { CONNECTION_NAMES, NONE } from './wording.js';

const celsius = (value: number): string => formatUnit(value, '°C', 1);

interface Line {
  readonly label: string;
  readonly hint?: string;
  readonly print: (option: WorkingOption) => string;
}

/** Only where the site has stores tried: elsewhere the line would raise a question that nobody has asked. */
const STORE_LINE: Line = {
  label: 'Heat store', hint: 'beside the partner, for hours in which more is needed than comes',
  print: ({ storeMwh = 0, storeKind }) => (storeMwh === 0 ? NONE : `${formatUnit(storeMwh, 'MWh', 1)}, ${storeKind === 'pit' ? 'pit' : 'tank'}`),
};

const LINES: readonly Line[] = [
  { label: 'Water in the pipe, out and back', print: (one) => `${celsius(one.pipeFlowTemperatureC)} and ${celsius(one.pipeReturnTemperatureC)}` },
  { label: 'Cooling down on the way', print: (one) => formatUnit(one.temperatureDropK, 'K', 1) },
  { label: 'Capacity', print: (one) => formatPower(one.capacityKw) },
  {
    label: 'Pipe size', hint: 'nominal diameter in mm, out and back side by side',
    print: (one) => (one.parallelPairs === 1 ? `DN ${one.dn}` : `${one.parallelPairs} pairs of DN ${one.dn}`),
  },
  {
    label: 'Heat for one unit of electricity', hint: 'of the heat pump (COP)',
    print: (one) => (one.cop === null ? 'no heat pump' : formatNumber(one.cop, 1)),
  },
  { label: 'Delivered a year', print: (one) => formatHeat(one.deliveredMwh) },
  { label: 'Taken from the building a year', print: (one) => formatHeat(one.fromSourceMwh) },
  { label: 'Electricity a year', print: (one) => formatHeat(one.electricityMwh) },
  { label: 'Lost from the pipe a year', print: (one) => formatHeat(one.lossMwh) },
  { label: 'Covers', print: (one) => formatPercent(one.coverage) },
  { label: 'Investment', print: (one) => formatMoney(one.investmentEur.total) },
  { label: '– pipe with trench', print: (one) => formatMoney(one.investmentEur.pipe) },
  { label: '– heat exchangers', print: (one) => formatMoney(one.investmentEur.heatExchangers) },
  { label: '– heat pump', print: (one) => (one.investmentEur.heatPump === 0 ? NONE : formatMoney(one.investmentEur.heatPump)) },
  { label: '– for the unforeseen', print: (one) => formatMoney(one.investmentEur.contingency) },
  {
    label: 'Net present value', hint: 'what is left over the whole life, in money of today',
    print: (one) => formatMoney(one.npvEur),
  },
  { label: 'Cost of heat', hint: 'all costs spread over the heat delivered', print: (one) => formatUnit(one.lcohEurPerMwh, 'EUR/MWh', 1) },
];

function heading(option: OptionDetail, chosen: string | null, reason: string) {
  const name = CONNECTION_NAMES[option.connection];
  return { name, chosen: option.connection === chosen, works: option.feasible, reason };
}

/** The three ways side by side: one column a way, one line a quantity. */
export function presentOptions({ result, detail }: Match) {
  const chosen = result.feasible ? result.design.connection : null;
  const reasons = new Map(result.feasible ? result.design.options.map(({ connection, reason }) => [connection, reason]) : []);
  const failed = detail.options.filter((one): one is FailedOption => !one.feasible);
  const storesWereTried = detail.options.some((one) => one.feasible && one.storeMwh !== undefined);
  return {
    columns: detail.options.map((one) => heading(one, chosen, one.feasible ? reasons.get(one.connection) ?? '' : one.reason)),
    lines: failed.length === detail.options.length ? [] : [...LINES, ...(storesWereTried ? [STORE_LINE] : [])].map(({ label, hint, print }) => ({
      label, hint, cells: detail.options.map((one) => (one.feasible ? print(one) : NONE)),
    })),
    failed: failed.map(({ connection, reason, nearestChange }) => ({ name: CONNECTION_NAMES[connection], reason, nearestChange })),
  };
}
