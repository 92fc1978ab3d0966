import { INVESTMENT_FACTOR, type WhatItTakes } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import { fieldKey } from './what-if-field.js';
import { few } from './wording.js';

const M_PER_KM = 1000;
const SIGNIFICANT_DIGITS = 5;

function shown(localised: Localised, { field, unit }: WhatItTakes, value: number): string {
  const { t } = localised;
  switch (unit) {
    case 'm': return value >= M_PER_KM ? `${few(localised, value / M_PER_KM, 2)}\u00a0km` : `${few(localised, value, 0)}\u00a0m`;
    case 'MWh': return t('review:takes.mwhYear', { value: few(localised, Number(value.toPrecision(SIGNIFICANT_DIGITS)), SIGNIFICANT_DIGITS) });
    case 'a': return t('review:takes.years', { value: few(localised, value, 0) });
    case '°C': return `${few(localised, value, 1)}\u00a0°C`;
    case 'EUR/MWh': return `${few(localised, value, 2)}\u00a0EUR/MWh`;
    default: return field === INVESTMENT_FACTOR ? percent(localised, 1 - value) : percent(localised, value);
  }
}
const percent = (localised: Localised, fraction: number): string => `${few(localised, fraction * 100, 1)}\u00a0%`;

/** What the case says of both temperatures of a pipe: one that is moved may take the other with it. */
function foundText(localised: Localised, takes: WhatItTakes, to: number): string {
  const { t } = localised;
  const goal = t(`review:takes.goal.${takes.target}`);
  if (takes.field === INVESTMENT_FACTOR) return t('review:takes.foundInvestment', { share: shown(localised, takes, to), goal });
  const values = { noun: t(`review:takes.noun.${fieldKey(takes.field)}`), to: shown(localised, takes, to), from: shown(localised, takes, takes.from), goal };
  const follows = takes.field === 'source.supplyTemperatureC' ? 'source.returnTemperatureC' : 'demand.returnTemperatureC';
  const aside = follows === takes.field ? undefined : takes.changes?.[follows];
  if (aside === undefined) return t('review:takes.found', values);
  return t(follows === 'source.returnTemperatureC' ? 'review:takes.foundSent' : 'review:takes.foundReturn', { ...values, aside: shown(localised, takes, aside) });
}

function notFoundText(localised: Localised, takes: WhatItTakes): string {
  const { t } = localised;
  const values = { noun: t(`review:takes.noun.${fieldKey(takes.field)}`), goal: t(`review:takes.goal.${takes.target}`) };
  if (takes.searched === null) return t('review:takes.noPrice', values);
  const [low, high] = takes.searched;
  return low === high ? t('review:takes.none', values)
    : t('review:takes.noneBetween', { ...values, low: shown(localised, takes, low), high: shown(localised, takes, high) });
}

/** One sentence: the smallest change that would do, or that none was found. */
export const takesText = (localised: Localised, takes: WhatItTakes): string =>
  (takes.to === null ? notFoundText(localised, takes) : foundText(localised, takes, takes.to));
