/** Figures in plain words: English, few digits, unit always named. */
const DIGITS = 3;

/** A figure with about three digits, never in exponent form for everyday sizes. */
export function figure(value: number, fractionDigits?: number): string {
  const digits = fractionDigits ?? Math.max(0, DIGITS - 1 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  const text = value.toFixed(digits);
  const short = text.endsWith('0') && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

export const percent = (fraction: number): string => `${figure(fraction * 100, 0)} %`;
export const celsius = (temperatureC: number): string => `${figure(temperatureC, 1)} °C`;
export const kelvin = (differenceK: number): string => `${figure(differenceK, 1)} K`;
export const eurPerMwh = (price: number): string => `${figure(price, 2)} EUR/MWh`;

const MILLION = 1e6;
/** Money in EUR or million EUR. */
export const eur = (amount: number): string =>
  Math.abs(amount) >= MILLION ? `${figure(amount / MILLION, 2)} million EUR` : `${figure(amount, 0)} EUR`;
