/** One calm palette for every picture; hues differ in lightness too, so that they stay apart without colour. */
export const SPRUCE = '#1f4d3f';
export const EMBER = '#b5492b';
export const BLUE_GREY = '#5b7486';
export const OCHRE = '#c9a24b';
export const SAGE = '#8fb0a0';
export const INK = '#1c1b18';
export const HAIRLINE = '#d9d3c6';
export const PAPER = '#ffffff';
/** The cold-to-hot scale of the style sheet: it always means temperature or heat. */
export const TONES = { cold: BLUE_GREY, cool: '#8c8577', warm: '#c08a4a', hot: EMBER } as const;
/** No name that would need quotes: they would end the SVG's attribute. */
export const FONT_FAMILY = 'system-ui, -apple-system, Roboto, Arial, sans-serif';

export const SERIES_COLOURS = [SPRUCE, EMBER, BLUE_GREY, OCHRE, SAGE] as const;

const LINES = 'rect';
const PALE = 'rgba(255,255,255,0.45)';

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
export const valueAxis = (max?: number) => ({
  type: 'value' as const, ...(max !== undefined && { max }), splitNumber: 4, splitLine: { lineStyle: { color: HAIRLINE } },
  axisLabel: { ...TEXT_STYLE, formatter: groupThousands },
});

/** 12 500 with a narrow space, as the tables print it. */
export function groupThousands(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value).replaceAll(',', '\u202f');
}
