import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHART_COLOURS, SERIES_COLOURS, TONES } from '../../server/adapters/charts/palette.js';
import { COLOUR_VISION, contrast, distance, oklab } from '../support/colour.js';

const FOLDER = join(process.cwd(), 'public', 'css');
const sheets = readdirSync(FOLDER).filter((name) => name.endsWith('.css')).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const tokens = new Map([...(sheets.find(({ name }) => name === 'tokens.css')?.text ?? '').matchAll(/(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)]
  .map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));

const THEMES = ['light', 'dark'] as const;
function colour(name: string, theme: (typeof THEMES)[number]): string {
  const token = tokens.get(`--${name}`);
  if (token === undefined) throw new RangeError(`no token --${name}`);
  return token[theme];
}

const PAPERS = ['paper', 'paper-raised', 'paper-sunk'];
const TEXT_ON_PAPER = ['ink', 'ink-soft', 'link', 'action', 'action-hover', 'danger', 'success', 'warning'];
const TEXT = [
  ...TEXT_ON_PAPER.flatMap((ink) => PAPERS.map((paper) => [ink, paper])),
  ['on-action', 'action'], ['on-action', 'action-hover'], ['on-danger', 'danger'], ['paper', 'ink'], ['paper', 'chart-spruce'], ['ink', 'chart-sage'],
] as const;
const SHAPES = [
  ...['hairline-strong', 'focus'].flatMap((edge) => PAPERS.map((paper) => [edge, paper])),
  ...['heat-1', 'heat-2', 'heat-3', 'heat-4', 'chart-spruce', 'chart-ochre', 'chart-plum', 'chart-sage'].map((fill) => [fill, 'paper']),
] as const;

describe('the design tokens', () => {
  for (const theme of THEMES) {
    context(theme, () => {
      it('have a contrast of 4.5 at least wherever text is set', () => {
        const weak = TEXT.map(([ink = '', paper = '']) => ({ pair: `${ink} on ${paper}`, ratio: contrast(colour(ink, theme), colour(paper, theme)) }));
        expect(weak.filter(({ ratio }) => !(ratio >= 4.5))).to.deep.equal([]);
      });
      it('have a contrast of 3 at least for edges of controls, the focus and every fill of a chart', () => {
        const weak = SHAPES.map(([shape = '', paper = '']) => ({ pair: `${shape} on ${paper}`, ratio: contrast(colour(shape, theme), colour(paper, theme)) }));
        expect(weak.filter(({ ratio }) => !(ratio >= 3))).to.deep.equal([]);
      });
      it('go from cold to hot in steps of lightness, further from the paper with each', () => {
        const lightness = ['heat-1', 'heat-2', 'heat-3', 'heat-4'].map((name) => oklab(colour(name, theme))[0]);
        const steps = lightness.slice(1).map((value, index) => (value - (lightness[index] as number)) * (theme === 'light' ? -1 : 1));
        for (const step of steps) expect(step).to.be.within(0.045, 0.11);
      });
      for (const [vision, matrix] of Object.entries(COLOUR_VISION)) {
        it(`stay apart with ${vision} colour vision, within the heat scale and among the series`, () => {
          const sets = [['heat-1', 'heat-2', 'heat-3', 'heat-4'], ['chart-spruce', 'chart-ochre', 'chart-plum', 'chart-sage']];
          const close = sets.flatMap((names) => names.flatMap((one, index) => names.slice(index + 1).map((other) => (
            { pair: `${one}, ${other}`, apart: distance(colour(one, theme), colour(other, theme), matrix) }))));
          expect(close.filter(({ apart }) => !(apart >= 0.06))).to.deep.equal([]);
        });
      }
    });
  }

  it('are the colours of the charts', () => {
    for (const { token, light, dark } of Object.values(CHART_COLOURS)) expect({ token, ...tokens.get(token) }).to.deep.equal({ token, light, dark });
    const heat: readonly string[] = Object.values(TONES);
    expect(SERIES_COLOURS.filter((series) => heat.includes(series)), 'a series that would read as hot or cold').to.deep.equal([]);
  });
  it('are the only colours: no style sheet names another, and none has a shadow or a gradient', () => {
    const others = sheets.filter(({ name }) => name !== 'tokens.css' && name !== 'print.css');
    expect(others).to.have.length.above(5);
    for (const { name, text } of others) expect(text.replace(/\/\*[\s\S]*?\*\//g, ''), name).to.not.match(/:[^;{}]*#[0-9a-f]{3,8}\b|rgba?\(|gradient\(|(box|text)-shadow:(?! none)/i);
  });
  it('are all defined that a style sheet uses, and every sheet stands in a layer that is ordered', () => {
    const defined = new Set(sheets.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)));
    const order = /@layer ([\w, ]+);/.exec(sheets.find(({ name }) => name === 'tokens.css')?.text ?? '')?.[1]?.split(', ') ?? [];
    for (const { name, text } of sheets) {
      expect([...text.matchAll(/var\((--[\w-]+)/g)].map(([, used]) => used).filter((used) => !defined.has(used)), name).to.deep.equal([]);
      expect([...text.matchAll(/@layer ([\w-]+) \{/g)].map(([, layer]) => layer).filter((layer) => !order.includes(layer ?? '')), name).to.deep.equal([]);
    }
  });
});
