import { decodeEntities } from './html-form.js';

/** What a visitor sees, hears or gets read of our own pages: text, and the attributes that are shown or spoken. */
const SPOKEN = /\s(?:aria-label|alt|title|placeholder|data-label|content)="([^"]*)"/g;

const withoutHidden = (html: string): string => html.replace(/<!--[\s\S]*?-->/g, '').replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
  .replace(/<meta (?:charset|name="(?:viewport|color-scheme)")[^>]*>/g, '');

export function pageTexts(html: string): readonly string[] {
  const visible = withoutHidden(html);
  const texts = visible.split(/<[^>]*>/);
  const attributes = [...visible.matchAll(SPOKEN)].map(([, text = '']) => text);
  return [...texts, ...attributes].map((text) => decodeEntities(text).replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
}
