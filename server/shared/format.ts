import { DEFAULT_LANGUAGE, type Language } from './language.js';

/** Numbers and dates as people read them; only presenters call these. */
export interface Formats {
  readonly number: (value: number, digits?: number) => string;
  /** A no-break space keeps a number and its unit on one line. */
  readonly unit: (value: number, unit: string, digits?: number) => string;
  readonly percent: (fraction: number, digits?: number) => string;
  /** kW up to 10 MW, then MW: what a reader compares. */
  readonly power: (powerKw: number) => string;
  readonly heat: (heatMwh: number) => string;
  readonly money: (amountEur: number) => string;
  readonly date: (date: Date | string) => string;
  /** For a column of dates. */
  readonly shortDate: (date: Date) => string;
  readonly dateTime: (date: Date) => string;
  /** Twelve short names, January first. */
  readonly months: readonly string[];
  /** The same in full, as in a sentence. */
  readonly monthNames: readonly string[];
}

interface Customs {
  readonly locale: string;
  readonly groupSeparator: string;
  readonly millionEur: string;
  /** CLDR's short names differ in length and dots from what stands under a column. */
  readonly months: readonly string[];
}

/** English writes a narrow no-break space between thousands, which never reads as a decimal separator. */
const CUSTOMS: Readonly<Record<Language, Customs>> = {
  en: {
    locale: 'en-GB', groupSeparator: '\u202f', millionEur: 'MEUR',
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  },
  nb: {
    locale: 'nb-NO', groupSeparator: '\u00a0', millionEur: 'mill. EUR',
    months: ['jan', 'feb', 'mar', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'des'],
  },
};

type Numbers = Pick<Formats, 'number' | 'unit' | 'percent' | 'power' | 'heat' | 'money'>;
type Dates = Pick<Formats, 'date' | 'shortDate' | 'dateTime' | 'monthNames'>;

function createNumbers({ locale, groupSeparator, millionEur }: Customs): Numbers {
  const number = (value: number, digits = 0): string => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .formatToParts(value).map(({ type, value: part }) => (type === 'group' ? groupSeparator : part)).join('');
  const unit = (value: number, name: string, digits = 0): string => `${number(value, digits)}\u00a0${name}`;
  return {
    number, unit,
    percent: (fraction, digits = 0) => unit(fraction * 100, '%', digits),
    power: (powerKw) => (Math.abs(powerKw) >= 10_000 ? unit(powerKw / 1000, 'MW', 1) : unit(powerKw, 'kW')),
    heat: (heatMwh) => (Math.abs(heatMwh) >= 10_000 ? unit(heatMwh / 1000, 'GWh', 1) : unit(heatMwh, 'MWh')),
    money: (amountEur) => (Math.abs(amountEur) >= 1e6 ? unit(amountEur / 1e6, millionEur, 2) : unit(amountEur, 'EUR')),
  };
}

function createDates({ locale }: Customs): Dates {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: '2-digit', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Oslo' });
  return {
    date: (date) => day.format(typeof date === 'string' ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : date),
    shortDate: (date) => shortDay.format(date).replaceAll(' ', '\u00a0'),
    dateTime: (date) => time.format(date),
    monthNames: Array.from({ length: 12 }, (_, index) => month.format(Date.UTC(2026, index))),
  };
}

export function createFormats(language: Language): Formats {
  const customs = CUSTOMS[language];
  return { ...createNumbers(customs), ...createDates(customs), months: customs.months };
}

const english = createFormats(DEFAULT_LANGUAGE);

/** English whatever the reader's language: for features whose presenters are not given `Localised` yet. */
export const {
  number: formatNumber, unit: formatUnit, percent: formatPercent, power: formatPower, heat: formatHeat, money: formatMoney,
  date: formatDate, shortDate: formatShortDate, dateTime: formatDateTime, months: MONTHS,
} = english;
