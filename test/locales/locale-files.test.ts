import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/app.js';
import { LANGUAGES } from '../../server/shared/language.js';
import { asked, placeholders, textsOf } from './locale-texts.js';

const english = textsOf('en');
const norwegian = textsOf('nb');
const files = [...new Set([...english.keys()].map((key) => key.split(':', 1)[0] ?? ''))];

/** Keys as they stand in sources: whole ones, and those whose last part is put in (`accounts:kind.${kind}`), as patterns. */
const LITERAL = new RegExp(`(?<![\\w./-])(${files.join('|')}):([a-zA-Z][\\w.-]*(?:\\$\\{[^}]*\\}[\\w.-]*)*)`, 'g');
const readAll = (folder: string, extension: string): readonly string[] => readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith(extension)).map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));

/** A quote before the key tells it from other text with a colon. */
function keysIn(sources: readonly string[]): ReadonlySet<string> {
  const found = sources.flatMap((source) => [...source.matchAll(LITERAL)]
    .filter(({ index }) => ['\'', '"', '`'].includes(source[index - 1] ?? '')).map(([key]) => key));
  return new Set(found);
}

const used = keysIn([...readAll('server', '.ts'), ...readAll('views', '.hbs')]);
const patterns = [...used].filter((key) => key.includes('${'))
  .map((key) => ({ key, pattern: new RegExp(`^${key.replace(/[.-]/g, '\\$&').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`) }));
const known = new Set([...english.keys()].map(asked));

describe('the texts in two languages', () => {
  it('are there in both: the same keys', () => {
    expect([...english.keys()].filter((key) => !norwegian.has(key)), 'missing in nb').to.deep.equal([]);
    expect([...norwegian.keys()].filter((key) => !english.has(key)), 'missing in en').to.deep.equal([]);
  });

  it('fill in the same values', () => {
    const different = [...english].filter(([key, text]) => placeholders(text) !== placeholders(norwegian.get(key) ?? '')).map(([key]) => key);
    expect(different).to.deep.equal([]);
  });

  it('have as many links', () => {
    const links = (text: string): number => (text.match(/\[/g) ?? []).length;
    expect([...english].filter(([key, text]) => links(text) !== links(norwegian.get(key) ?? '')).map(([key]) => key)).to.deep.equal([]);
  });

  it('have a plural beside every singular', () => {
    const lonely = [...english.keys()].filter((key) => /_one$/.test(key) && !english.has(key.replace(/_one$/, '_other')));
    expect(lonely).to.deep.equal([]);
  });

  for (const language of LANGUAGES) {
    it(`are plain text in ${language}: no markup, nothing empty, no blanks at the ends`, () => {
      const wrong = [...textsOf(language)].filter(([, text]) => text === '' || text !== text.trim() || /[<>]|&\w+;/.test(text)).map(([key]) => key);
      expect(wrong).to.deep.equal([]);
    });
  }
});

describe('the keys in views and server', () => {
  it('are found at all', () => { expect(used.size).to.be.greaterThan(100); });

  it('all have a text', () => {
    const missing = [...used].filter((key) => !key.includes('${') && !known.has(key));
    const empty = patterns.filter(({ pattern }) => ![...known].some((key) => pattern.test(key))).map(({ key }) => key);
    expect([...missing, ...empty]).to.deep.equal([]);
  });

  it('leave no text unused', () => {
    const unused = [...known].filter((key) => !used.has(key) && !patterns.some(({ pattern }) => pattern.test(key)));
    expect(unused).to.deep.equal([]);
  });
});
