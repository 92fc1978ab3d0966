import Handlebars from 'handlebars';
import type { Localised } from './i18n.js';
import type { MessageValues, Said } from './message.js';

interface HelperOptions {
  readonly hash: Readonly<Record<string, string | number>>;
  readonly data: { readonly root: { readonly localised: Localised } };
}

const localisedOf = (options: HelperOptions): Localised => options.data.root.localised;
const OPEN = '\u0002';
const CLOSE = '\u0003';

/** What is filled in may itself have square brackets, which must not become a link. */
const shielded = (text: string): string => text.replaceAll('[', OPEN).replaceAll(']', CLOSE);
const unshielded = (text: string): string => text.replaceAll(OPEN, '[').replaceAll(CLOSE, ']');

function linked(key: string, addresses: readonly string[], options: HelperOptions): string {
  const values: MessageValues = Object.fromEntries(Object.entries(options.hash)
    .map(([name, value]) => [name, typeof value === 'string' ? shielded(value) : value]));
  let used = 0;
  const html = Handlebars.escapeExpression(localisedOf(options).t(key, values))
    .replace(/\[([^\]]*)\]/g, (_whole, words: string) => `<a href="${Handlebars.escapeExpression(addresses[used++] ?? '')}">${words}</a>`);
  if (used !== addresses.length) throw new RangeError(`'${key}' has ${used} links, not ${addresses.length}`);
  return unshielded(html);
}

/** For pages and mails alike; the root of their data carries `localised`. */
export const translationHelpers = {
  /** `{{t "accounts:login.title" name=name}}` */
  t: (key: string, options: HelperOptions): string => localisedOf(options).t(key, options.hash),
  /** What a form, a flash or an error says. */
  say: (said: Said | null | undefined, options: HelperOptions): string => (said === null || said === undefined ? '' : localisedOf(options).text(said)),
  /** `{{links "accounts:login.noAccount" paths.signUp}}`: each part of the text in square brackets becomes a link, in order. */
  links: (key: string, ...rest: unknown[]): Handlebars.SafeString =>
    new Handlebars.SafeString(linked(key, rest.slice(0, -1) as string[], rest.at(-1) as HelperOptions)),
};
