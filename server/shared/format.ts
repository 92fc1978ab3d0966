/** Numbers and dates as people read them; only presenters call these. */
const LOCALE = 'en-GB';
/** A narrow no-break space keeps a number and its unit on one line and never reads as a decimal separator. */
const group = (text: string): string => text.replaceAll(',', '\u202f');

export function formatNumber(value: number, digits = 0): string {
  return group(new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value));
}

export const formatUnit = (value: number, unit: string, digits = 0): string => `${formatNumber(value, digits)}\u00a0${unit}`;
export const formatPercent = (fraction: number, digits = 0): string => `${formatNumber(fraction * 100, digits)}\u00a0%`;

/** kW up to 10 MW, then MW: what a reader compares. */
export function formatPower(powerKw: number): string {
  return Math.abs(powerKw) >= 10_000 ? formatUnit(powerKw / 1000, 'MW', 1) : formatUnit(powerKw, 'kW');
}

export function formatHeat(heatMwh: number): string {
  return Math.abs(heatMwh) >= 10_000 ? formatUnit(heatMwh / 1000, 'GWh', 1) : formatUnit(heatMwh, 'MWh');
}

export function formatMoney(amountEur: number): string {
  return Math.abs(amountEur) >= 1e6 ? formatUnit(amountEur / 1e6, 'MEUR', 2) : formatUnit(amountEur, 'EUR');
}

export function formatDate(date: Date | string): string {
  const value = typeof date === 'string' ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : date;
  return new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(value);
}

/** For a column of dates. */
export const formatShortDate = (date: Date): string =>
  new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: '2-digit', timeZone: 'UTC' }).format(date).replaceAll(' ', '\u00a0');

export function formatDateTime(date: Date): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Oslo' }).format(date);
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
