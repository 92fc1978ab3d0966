import type { Language } from '../../shared/ports.js';

/** The colours of every picture, as tokens.css has them: on light paper and on dark. A test keeps the two in step. */
export const CHART_COLOURS = {
  spruce: { token: '--chart-spruce', light: '#1f4d3f', dark: '#8fc9b2' },
  ochre: { token: '--chart-ochre', light: '#a0832a', dark: '#dec26d' },
  plum: { token: '--chart-plum', light: '#8c467e', dark: '#cc81bc' },
  sage: { token: '--chart-sage', light: '#6f8f7d', dark: '#4f6c5d' },
  cold: { token: '--heat-1', light: '#6f8ea4', dark: '#5d788d' },
  cool: { token: '--heat-2', light: '#85785c', dark: '#948a73' },
  warm: { token: '--heat-3', light: '#95581f', dark: '#d0a05a' },
  hot: { token: '--heat-4', light: '#922c13', dark: '#ffa98a' },
  ink: { token: '--ink', light: '#1c1b18', dark: '#ece8de' },
  hairline: { token: '--hairline', light: '#d9d3c6', dark: '#3b3d37' },
  paper: { token: '--paper', light: '#faf7f0', dark: '#191a18' },
} as const;

export const SPRUCE = CHART_COLOURS.spruce.light;
export const OCHRE = CHART_COLOURS.ochre.light;
export const PLUM = CHART_COLOURS.plum.light;
export const SAGE = CHART_COLOURS.sage.light;
export const INK = CHART_COLOURS.ink.light;
export const HAIRLINE = CHART_COLOURS.hairline.light;
export const PAPER = CHART_COLOURS.paper.light;
/** The cold-to-hot scale: it always means temperature or heat, and no picture uses it for anything else. */
export const TONES = {
  cold: CHART_COLOURS.cold.light, cool: CHART_COLOURS.cool.light, warm: CHART_COLOURS.warm.light, hot: CHART_COLOURS.hot.light,
} as const;
export const BLUE_GREY = TONES.cold;
export const EMBER = TONES.hot;
/** No name that would need quotes: they would end the SVG's attribute. */
export const FONT_FAMILY = 'Segoe UI, system-ui, -apple-system, Noto Sans, Roboto, Arial, sans-serif';

/** Apart in lightness or hue for colour-blind readers too; a texture comes on top. None of them says hot or cold. */
export const SERIES_COLOURS = [SPRUCE, OCHRE, PLUM, SAGE] as const;

const LINES = 'rect';
export const PALE = 'rgba(255,255,255,0.45)';

export const HATCHING = { symbol: LINES, color: PALE, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 };

/** A texture for each series colour, so that areas can be told apart in print and by colour-blind readers. */
export const SERIES_TEXTURES = [
  null,
  HATCHING,
  { symbol: 'circle', color: PALE, symbolSize: 0.7, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0] },
  { symbol: LINES, color: PALE, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  { symbol: LINES, color: PALE, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: 0 },
];

export const TEXT_STYLE = { fontFamily: FONT_FAMILY, color: INK, fontSize: 13 };
export const LEGEND = {
  bottom: 0, left: 'center', itemWidth: 26, itemHeight: 12, itemGap: 18, textStyle: TEXT_STYLE, selectedMode: false,
};
/** The drawing library guesses the width of letters; with long names the guess needs room. */
export const ROOMY_LEGEND = { ...LEGEND, itemGap: 32 };
export const GRID = { left: 12, right: 12, top: 44, bottom: 40, outerBoundsMode: 'same' as const, outerBoundsContain: 'axisLabel' as const };

export const titleOf = (text: string, unit: string) => ({
  text: `${text}, ${unit}`, left: 0, top: 0, textStyle: { ...TEXT_STYLE, fontSize: 14, fontWeight: 600 as const },
});
export const categoryAxis = (data: readonly string[]) => ({
  type: 'category' as const, data: [...data], axisTick: { show: false }, axisLine: { lineStyle: { color: INK } }, axisLabel: TEXT_STYLE,
});
export const valueAxis = (language: Language | undefined, max?: number) => ({
  type: 'value' as const, ...(max !== undefined && { max }), splitNumber: 4, splitLine: { lineStyle: { color: HAIRLINE } },
  axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language) },
});

/** 12 500,5 or 12 500.5 with a narrow space between thousands, as the tables print it. */
export const figuresIn = (language: Language | undefined) => (value: number): string => {
  const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value).replaceAll(',', '\u202f');
  return language === 'nb' ? grouped.replace('.', ',').replace('-', '\u2212') : grouped;
};
