import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Localised, Translations } from '../../shared/i18n.js';
import { translationHelpers } from '../../shared/translation-helpers.js';
import { SUBJECTS, TEMPLATE_NAMES, type Draft, type MailTemplates, type TemplateName } from './templates.js';

const FOLDER = join(fileURLToPath(import.meta.url), '..', '..', '..', '..', '..', 'views', 'emails');

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

type Print = (context: object) => string;

/** `strict`: a field that the data lacks is an error here, not a gap in somebody's mail. */
function compileAll(kind: 'html' | 'text'): ReadonlyMap<TemplateName, Print> {
  const engine = Handlebars.create();
  engine.registerHelper(translationHelpers);
  const read = (name: string): string => readFileSync(join(FOLDER, `${name}.${kind}.hbs`), 'utf8');
  engine.registerPartial('layout', read('layout'));
  if (kind === 'html') engine.registerPartial('button', read('button'));
  return new Map(TEMPLATE_NAMES.map((name) => [name, engine.compile(read(name), { strict: true, noEscape: kind === 'text' })]));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const tidy = (text: string): string => `${text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim()}\n`;

/** Each mail in the language of its recipient. */
export function createRenderer(baseUrl: string, translations: Translations): (mail: Draft) => Rendered {
  const html = compileAll('html');
  const text = compileAll('text');
  const print = (templates: ReadonlyMap<TemplateName, Print>, name: TemplateName, context: object): string => {
    const template = templates.get(name);
    if (template === undefined) throw new RangeError(`no mail template '${name}'`);
    return template(context);
  };
  return ({ template, to, data }) => {
    const localised = translations.localised(to.language);
    const subject = oneLine((SUBJECTS[template] as (data: MailTemplates[TemplateName], localised: Localised) => string)(data, localised));
    const context = { ...data, subject, baseUrl, localised, language: to.language };
    return { subject, html: print(html, template, context), text: tidy(print(text, template, context)) };
  };
}
