import { readTexts } from '../../server/shared/i18n.js';
import type { Language } from '../../server/shared/language.js';

type Texts = { readonly [name: string]: string | Texts };

function flat(texts: Texts, prefix: string): [string, string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] =>
    (typeof text === 'string' ? [[`${prefix}${name}`, text]] : flat(text, `${prefix}${name}.`)));
}

/** Every text of a language by its key, `accounts:login.title`. */
export const textsOf = (language: Language): ReadonlyMap<string, string> =>
  new Map(Object.entries(readTexts(language)).flatMap(([file, texts]) => flat(texts, `${file}:`)));

/** As the program asks for it: i18next picks the plural form itself. */
export const asked = (key: string): string => key.replace(/_(?:one|other)$/, '');

export const placeholders = (text: string): string => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort().join(' ');
