/** What is said to a person before it is known in which language: a key of views/locales and what is filled into its text. */
export interface Message {
  readonly key: string;
  readonly values?: MessageValues;
}
/** With this many decimals, whatever the number. */
export interface Decimals {
  readonly value: number;
  readonly digits: number;
}

/** A number is written as the language writes numbers; `count` also chooses singular or plural. A list is joined with "or". */
export type MessageValues = Readonly<Record<string, string | number | Decimals | Message | readonly Message[]>>;

/** A text stands as it is, in whatever language it was written: names, and what no language changes. */
export type Said = Message | string;

export const message = (key: string, values?: MessageValues): Message => (values === undefined ? { key } : { key, values });

const MARK = '\u0001';

/** zod carries nothing but text in an issue: a message travels in it and is unpacked by `readIssue`. */
export const asIssue = (said: Said): string => (typeof said === 'string' ? said : MARK + JSON.stringify(said));
export const issue = (key: string, values?: MessageValues): string => asIssue(message(key, values));
export const readIssue = (text: string): Said => (text.startsWith(MARK) ? JSON.parse(text.slice(MARK.length)) as Message : text);
