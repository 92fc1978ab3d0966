import { UNCERTAINTY_TABLE, type TornadoBar, type UncertainInput } from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';
import { formatHeat, formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';

/** Figures of the site that it does not publish: a partner reads how far they may move, not from where. */
const OF_THE_SITE: readonly UncertainInput[] = ['electricityPrice', 'utilisation'];
export const isWithheld = (input: UncertainInput, role: Role): boolean => role === 'partner' && OF_THE_SITE.includes(input);

const inUnit: Readonly<Record<string, (value: number) => string>> = {
  EUR: formatMoney, '-': (value) => formatPercent(value), 'MWh/a': (value) => `${formatHeat(value)} a year`,
  'EUR/MWh': (value) => formatUnit(value, 'EUR/MWh', 1),
};
const change = (factor: number): string => `${factor < 1 ? '-' : '+'}${formatNumber(Math.abs(factor - 1) * 100)}\u00a0%`;

/** An input at its low end, as assumed and at its high end. */
export function inputWords({ input, unit, assumed, low, high }: TornadoBar, role: Role) {
  if (isWithheld(input, role)) {
    const [least, most] = UNCERTAINTY_TABLE[input].range;
    return { low: change(least), assumed: 'as the site assumes', high: change(most) };
  }
  const print = inUnit[unit] ?? ((value: number) => formatUnit(value, unit, 1));
  return { low: print(low), assumed: print(assumed), high: print(high) };
}
