import i18next, { type i18n } from 'i18next';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFormats, type Formats } from './format.js';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './language.js';
import type { Message, MessageValues, Said } from './message.js';

/** `key` is the file, a colon and the path in it: `accounts:login.title`. */
export type Translate = (key: string, values?: MessageValues) => string;

/** A language and everything that is written differently in it; handlers hand it to presenters as their first argument. */
export interface Localised extends Formats {
  readonly language: Language;
  readonly t: Translate;
  /** The text of what services and schemas have said. */
  readonly text: (said: Said) => string;
}

export interface Translations {
  localised(language: Language): Localised;
}

export interface TranslationOptions {
  /** Told of a text or value that is missing; then English is shown. Tests throw here. */
  readonly onMissing: (what: string) => void;
  /** Changes every text, so that a test sees which words of a page come from here. */
  readonly change?: (text: string) => string;
}

/** Beside the templates, so that the package carries them and the development server starts anew when one changes. */
export const LOCALES = join(fileURLToPath(import.meta.url), '..', '..', '..', '..', 'views', 'locales');

type Texts = { readonly [name: string]: string | Texts };

const changed = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, typeof text === 'string' ? change(text) : changed(text, change)]));

/** The files of one language by name, read at the start: a file that cannot be read ends the start, not a request. */
export function readTexts(language: Language): Readonly<Record<string, Texts>> {
  const folder = join(LOCALES, language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(files.map((name) => [name.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Texts]));
}

const MISSING = '\u0000';

const MOST_DECIMALS = 6;
/** As many as somebody would write. */
const decimals = (value: number): number => Math.min(MOST_DECIMALS, /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0);

function createInstance({ onMissing, change = (text) => text }: TranslationOptions): i18n {
  const resources = Object.fromEntries(LANGUAGES.map((language) => [language, changed(readTexts(language), change)]));
  const instance = i18next.createInstance();
  void instance.init({
    resources, lng: DEFAULT_LANGUAGE, fallbackLng: false, initAsync: false, returnEmptyString: false,
    ns: Object.keys(resources[DEFAULT_LANGUAGE] ?? {}), interpolation: { escapeValue: false },
    parseMissingKeyHandler: () => MISSING, returnedObjectHandler: () => MISSING,
    missingInterpolationHandler: (text: string, [value]: RegExpExecArray) => { onMissing(`${value} for '${text}'`); },
  });
  return instance;
}

function createTranslate(instance: i18n, language: Language, formats: Formats, onMissing: (what: string) => void): Translate {
  const alternatives = new Intl.ListFormat(language, { type: 'disjunction' });
  const printed = (value: MessageValues[string]): string => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return formats.number(value, decimals(value));
    if ('digits' in value) return formats.number(value.value, value.digits);
    return 'key' in value ? translate(value.key, value.values) : alternatives.format(value.map((one: Message) => translate(one.key, one.values)));
  };
  // `nest: false`: the values are other people's words, and `$t(…)` in them must stay words.
  const find = (key: string, lng: Language, values: MessageValues): string => instance.t(key, {
    lng, nest: false, replace: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, printed(value)])),
    ...(typeof values['count'] === 'number' && { count: values['count'] }),
  });
  const translate: Translate = (key, values = {}) => {
    const text = find(key, language, values);
    if (text !== MISSING) return text;
    onMissing(`'${key}' in ${language}`);
    const english = find(key, DEFAULT_LANGUAGE, values);
    return english === MISSING ? key : english;
  };
  return translate;
}

export function createTranslations(options: TranslationOptions): Translations {
  const instance = createInstance(options);
  const all = new Map(LANGUAGES.map((language): [Language, Localised] => {
    const formats = createFormats(language);
    const t = createTranslate(instance, language, formats, options.onMissing);
    return [language, { ...formats, language, t, text: (said) => (typeof said === 'string' ? said : t(said.key, said.values)) }];
  }));
  return {
    localised(language) {
      const localised = all.get(language);
      if (localised === undefined) throw new RangeError(`no texts in ${language}`);
      return localised;
    },
  };
}

/** A gap is told once, not with every page that shows it. */
export function tellOnce(tell: (what: string) => void): (what: string) => void {
  const told = new Set<string>();
  return (what) => {
    if (told.has(what)) return;
    told.add(what);
    tell(what);
  };
}

declare global {
  // Express's own extension point for `res.locals`.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Locals {
      /** The request's language; set before any handler runs. */
      localised: Localised;
    }
  }
}
