/** Units in which hourly values are metered, and how a header names them. Pure. */
export const HOURLY_UNITS = ['kW', 'MW', 'kWh/h', 'MWh/h', 'W'] as const;
export type HourlyUnit = (typeof HOURLY_UNITS)[number];

/** Energy of an hour is its mean power. Divisors where the factor is no binary number: 1500 W are 1.5 kW to the last bit. */
const CONVERSIONS: Readonly<Record<HourlyUnit, { readonly times: number; readonly over: number }>> = {
  'kW': { times: 1, over: 1 }, 'kWh/h': { times: 1, over: 1 },
  'MW': { times: 1000, over: 1 }, 'MWh/h': { times: 1000, over: 1 },
  'W': { times: 1, over: 1000 },
};

export const toKw = (value: number, unit: HourlyUnit): number => (value * CONVERSIONS[unit].times) / CONVERSIONS[unit].over;
export const fromKw = (powerKw: number, unit: HourlyUnit): number => (powerKw * CONVERSIONS[unit].over) / CONVERSIONS[unit].times;

const NAMED: Readonly<Record<string, HourlyUnit>> = { kw: 'kW', mw: 'MW', kwh: 'kWh/h', mwh: 'MWh/h', wh: 'W', w: 'W' };
// Not within a word, not what something else is counted by (EUR/MWh), and not per anything but the hour: kWh/m² says nothing about
// the whole building.
const NOT_PER_AREA = String.raw`(?![a-z\d])(?!\s*\/(?!\s*(?:h|t|hr|hour|time)(?![a-z])))`;
const BY_NAME = new RegExp(String.raw`(?<![a-z\d]|\/\s?)(kwh|mwh|kw|mw)${NOT_PER_AREA}`, 'i');
// One letter is a unit only in brackets, after a comma or an underscore, or alone.
const WATT = new RegExp(String.raw`(?:^|[([,_])\s*(wh?)${NOT_PER_AREA}\s*(?:\/\s*\w+\s*)?(?:[)\]]|$)`, 'i');

/** 'Heat (kW)', 'varme_mwh', 'MWh/h'; null where the header names none. */
export function unitOf(header: string): HourlyUnit | null {
  const found = BY_NAME.exec(header)?.[1] ?? WATT.exec(header)?.[1];
  return found === undefined ? null : NAMED[found.toLowerCase()] ?? null;
}

export const isHourlyUnit = (text: unknown): text is HourlyUnit => HOURLY_UNITS.some((unit) => unit === text);
