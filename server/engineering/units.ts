/** Unit conversions and calendar constants; the one place where such numbers stand. */
export const HOURS_PER_YEAR = 8760;
export const HOURS_PER_DAY = 24;
export const SECONDS_PER_HOUR = 3600;
export const DAYS_PER_YEAR = 365;
export const DAYS_PER_WEEK = 7;
export const WORKING_DAYS_PER_WEEK = 5;
export const MONTHS_PER_YEAR = 12;
export const MONTH_DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Mean length of a month in the Gregorian calendar. */
export const DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR;
export const MILLISECONDS_PER_DAY = 86_400_000;

export const KELVIN_AT_0_C = 273.15;
export const KW_PER_MW = 1000;
export const KWH_PER_MWH = 1000;
export const KG_PER_TONNE = 1000;
export const W_PER_KW = 1000;
export const MM_PER_M = 1000;
export const EUR_PER_MEUR = 1_000_000;

export const kelvinFromC = (temperatureC: number): number => temperatureC + KELVIN_AT_0_C;
