import { UNCERTAINTY_TABLE, type TornadoBar, type UncertainInput } from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';

/** Figures of the site that it does not publish: a partner reads how far they may move, not from where. */
const OF_THE_SITE: readonly UncertainInput[] = ['electricityPrice', 'utilisation'];
export const isWithheld = (input: UncertainInput, role: Role): boolean => role === 'partner' && OF_THE_SITE.includes(input);

function inUnit({ t, money, percent, heat, unit: withUnit }: Localised, value: number, unit: string): string {
  switch (unit) {
    case 'EUR': return money(value);
    case '-': return percent(value);
    case 'MWh/a': return t('review:certainty.aYear', { heat: heat(value) });
    default: return withUnit(value, unit, 1);
  }
}
const change = ({ percent }: Localised, factor: number): string => `${factor < 1 ? '-' : '+'}${percent(Math.abs(factor - 1))}`;

/** An input at its low end, as assumed and at its high end. */
export function inputWords(localised: Localised, { input, unit, assumed, low, high }: TornadoBar, role: Role) {
  if (isWithheld(input, role)) {
    const [least, most] = UNCERTAINTY_TABLE[input].range;
    return { low: change(localised, least), assumed: localised.t('review:certainty.siteAssumes'), high: change(localised, most) };
  }
  return { low: inUnit(localised, low, unit), assumed: inUnit(localised, assumed, unit), high: inUnit(localised, high, unit) };
}
