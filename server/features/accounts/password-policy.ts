import { message, type Message } from '../../shared/message.js';

export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 200;

/** Characters that must be left once everything is taken out that a guesser tries first. */
const UNGUESSED_MIN = 6;
const SHORTEST_PERSONAL_PART = 4;
const SHORTEST_RUN = 3;

/** What long passwords of the published lists of most common ones are made of, here and abroad. */
const COMMON_WORDS = [
  'password', 'passord', 'passwort', 'passphrase', 'welcome', 'velkommen', 'willkommen', 'letmein', 'iloveyou', 'trustno1', 'football', 'baseball',
  'basketball', 'fotball', 'sunshine', 'princess', 'superman', 'batman', 'starwars', 'dragon', 'monkey', 'shadow', 'master', 'michael', 'jordan',
  'charlie', 'liverpool', 'computer', 'internet', 'changeme', 'default', 'secret', 'hemmelig', 'administrator', 'admin', 'guest', 'login',
  'summer', 'sommer', 'winter', 'vinter', 'spring', 'autumn', 'norway', 'norge', 'heatmatch', 'test',
].sort((one, other) => other.length - one.length);

/** Runs along these, forwards or backwards, are one step of guessing. */
const SEQUENCES = [
  '01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'zaq1xsw2cde3vfr4bgt5', '1q2w3e4r5t6y7u8i9o0p',
];
const NEXT = new Set(SEQUENCES.flatMap((line) => [...line].slice(1).flatMap((next, index) => [`${line[index]}${next}`, `${next}${line[index]}`])));
const LOOKALIKES: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };

/** A year is the first thing that is put behind a word. */
const YEAR = /(?:19|20)\d\d/g;
const takeOut = (text: string, parts: readonly string[]): string => parts.reduce((left, part) => left.replaceAll(part, ''), text).replace(YEAR, '');

/** "abcabcabc" is "abc" to a guesser. */
const withoutRepeats = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

function withoutRuns(text: string): string {
  const characters = [...text];
  let kept = '';
  for (let start = 0; start < characters.length;) {
    let end = start + 1;
    while (end < characters.length && (characters[end] === characters[end - 1] || NEXT.has(`${characters[end - 1]}${characters[end]}`))) end += 1;
    kept += characters.slice(start, end - start >= SHORTEST_RUN ? start + 1 : end).join('');
    start = end;
  }
  return kept;
}

function personalParts(personal: readonly string[]): readonly string[] {
  const whole = personal.map((text) => text.trim().toLowerCase());
  const pieces = whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...whole, ...pieces].filter((part) => part.length >= SHORTEST_PERSONAL_PART).sort((one, other) => other.length - one.length);
}

function unguessed(password: string, personal: readonly string[]): number {
  const known = [...personalParts(personal), ...COMMON_WORDS];
  const typed = password.normalize('NFKC').toLowerCase();
  const meant = [...typed].map((character) => LOOKALIKES[character] ?? character).join('');
  return Math.min(...[typed, meant].map((text) => [...withoutRuns(takeOut(withoutRepeats(text), known))].length));
}

/** What is wrong with a password, or null. `personal`: what others know of its owner, such as address, name, organisation. */
export function passwordFault(password: string, personal: readonly string[]): Message | null {
  const { length } = [...password];
  if (length < PASSWORD_MIN_LENGTH) return message('accounts:fault.passwordShort', { length, least: PASSWORD_MIN_LENGTH });
  if (length > PASSWORD_MAX_LENGTH) return message('accounts:fault.passwordLong', { length, most: PASSWORD_MAX_LENGTH });
  if (unguessed(password, personal) >= UNGUESSED_MIN) return null;
  return message('accounts:fault.passwordGuessed');
}
