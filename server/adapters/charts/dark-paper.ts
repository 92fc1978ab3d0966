import { CHART_COLOURS } from './palette.js';

/** Textures over a colour, as the drawing library prints them: pale lines over the dark colours of light paper and the other way round. */
const TEXTURES = [
  { light: 'rgb(255,255,255)', dark: CHART_COLOURS.paper.dark },
  { light: 'rgb(28,27,24)', dark: CHART_COLOURS.ink.dark },
] as const;

const rules = [...Object.values(CHART_COLOURS), ...TEXTURES]
  .map(({ light, dark }) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`).join('');

const STYLE = `<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${rules}}</style>`;

/** A picture that is shown on dark paper takes the dark colours by itself: as an image it follows the theme of the page it stands in. */
export const onEitherPaper = (svg: string): string => svg.replace(/<\/svg>\s*$/, `${STYLE}</svg>`);
