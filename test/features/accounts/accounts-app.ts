import type { Mail } from '../../../server/features/notify/index.js';
import type { TestResponse } from '../../support/agent.js';
import { TEST_PASSWORD, type TestApp } from '../../support/app.js';

export const SIGN_UP = {
  organisationName: 'Trout Farm', organisationKind: 'industry', name: 'Tor Troutmaker', email: 'tor@trout.example', password: TEST_PASSWORD,
} as const;

/** What was mailed to an address, the latest first. */
export async function mailsTo(app: TestApp, email: string): Promise<readonly Mail[]> {
  await app.settle();
  return (await app.services.notify.keptMails({ limit: 1000 })).mails.filter(({ to }) => to === email);
}

/** The path of the link in the latest mail made from this template. */
export async function mailedLink(app: TestApp, email: string, template: string): Promise<string> {
  const mails = await mailsTo(app, email);
  const mail = mails.find((each) => each.template === template);
  const link = mail === undefined ? undefined : /https?:\/\/[^/\s]+(\/(?:verify-email|reset-password|invitations)\/\S+)/.exec(mail.text)?.[1];
  if (link === undefined) throw new Error(`no link in a ${template} mail to ${email}; there are ${mails.map((each) => each.template).join(', ') || 'none'}`);
  return link;
}

export async function signUpAndConfirm(app: TestApp, fields: Readonly<Record<string, string>> = SIGN_UP): Promise<void> {
  const visitor = app.agent();
  await visitor.submit('/sign-up', fields);
  const answer = await visitor.submit(await mailedLink(app, fields['email'] ?? '', 'verify-email'));
  if (answer.status !== 303) throw new Error(`confirming ${fields['email']} answered ${answer.status}`);
}

/** What differs from visitor to visitor without telling anything: the form's token. */
export const comparable = ({ status, location, text }: TestResponse): object =>
  ({ status, location, text: text.replace(/(name="_csrf" value=")[^"]*/g, '$1') });

export const errorOf = (page: TestResponse, field: string): string | undefined =>
  new RegExp(`id="${field}-error">([^<]*)<`).exec(page.text)?.[1]?.replaceAll('&#x27;', '\'');

/** Everything that is stored, as text: to see that something is not. */
export async function storedText(app: TestApp, collections: readonly string[]): Promise<string> {
  const { db } = app.services.connection;
  if (db === undefined) throw new Error('the store is closed');
  const documents = await Promise.all(collections.map((name) => db.collection(name).find({}).toArray()));
  return JSON.stringify(documents);
}
