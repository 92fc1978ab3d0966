import { encode } from 'fast-png';
import type { CarpetChart, ChartSize } from '../../shared/ports.js';
import { CHART_COLOURS, figuresIn, INK, TEXT_STYLE, titleOf } from './palette.js';

const DAYS = 365;
const HOURS = 24;
const HOURS_OF_A_MARK = 6;
const FIRST_DAYS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const HALF_A_MONTH = 15;

const LEFT = 56;
const RIGHT = 16;
const TOP = 44;
const BOTTOM = 84;
const RAMP = { width: 160, height: 12, steps: 64, fromBottom: 20, labelRoom: 8 };

type Theme = 'light' | 'dark';
type Colour = readonly [red: number, green: number, blue: number];

const channels = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;
const toneColours = (theme: Theme): readonly Colour[] =>
  [CHART_COLOURS.cold, CHART_COLOURS.cool, CHART_COLOURS.warm, CHART_COLOURS.hot].map((tone) => channels(tone[theme]));

/** The cold-to-hot scale without its steps; `fraction` 0 is the coldest. */
function colourAt(tones: readonly Colour[], fraction: number): Colour {
  const place = Math.min(Math.max(fraction, 0), 1) * (tones.length - 1);
  const step = Math.min(Math.floor(place), tones.length - 2);
  const [below, above] = [tones[step] as Colour, tones[step + 1] as Colour];
  return below.map((channel, index) => Math.round(channel + (place - step) * ((above[index] as number) - channel))) as unknown as Colour;
}

const dataUri = (width: number, height: number, data: Uint8Array): string =>
  `data:image/png;base64,${Buffer.from(encode({ width, height, data, channels: 3, depth: 8 })).toString('base64')}`;

/** The hot end of the scale; the cold one is 0. */
function mostOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let hour = 0; hour < values.length; hour++) most = Math.max(most, values[hour] ?? 0);
  return most;
}

/** One dot an hour: a day a column, midnight at the bottom. */
export function carpetPixels(values: ArrayLike<number>, theme: Theme): Uint8Array {
  const most = mostOf(values);
  const tones = toneColours(theme);
  const data = new Uint8Array(DAYS * HOURS * 3);
  for (let hour = 0; hour < DAYS * HOURS; hour++) {
    const [day, hourOfDay] = [Math.floor(hour / HOURS), hour % HOURS];
    const fraction = most > 0 ? (values[hour] ?? 0) / most : 0;
    data.set(colourAt(tones, fraction), ((HOURS - 1 - hourOfDay) * DAYS + day) * 3);
  }
  return data;
}

const lastStart = (day: number): number => FIRST_DAYS.findLastIndex((first) => first <= day);
/** `14 Mar`. */
const dayName = ({ months }: CarpetChart, day: number): string => `${day - (FIRST_DAYS[lastStart(day)] ?? 0) + 1} ${months[lastStart(day)] ?? ''}`;

function rampPixels(theme: Theme): Uint8Array {
  const tones = toneColours(theme);
  return Uint8Array.from(Array.from({ length: RAMP.steps }, (_, step) => [...colourAt(tones, step / (RAMP.steps - 1))]).flat());
}

/** The frame alone: title, axes, the ends of the scale. */
export function carpetOption({ title, unit, language, months, hourName, values }: CarpetChart, width: number, size: ChartSize = 'wide') {
  const print = figuresIn(language);
  const most = mostOf(values);
  const end = (text: string, at: object) => ({ text, bottom: RAMP.fromBottom - 6, textStyle: { ...TEXT_STYLE, fontWeight: 400 as const }, ...at });
  const axisLine = { show: true, lineStyle: { color: INK }, onZero: false };
  return {
    animation: false, textStyle: TEXT_STYLE,
    title: [
      titleOf(title, unit),
      end(print(0), { right: width / 2 + RAMP.width / 2 + RAMP.labelRoom }), end(print(Math.round(most)), { left: width / 2 + RAMP.width / 2 + RAMP.labelRoom }),
    ],
    grid: { left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM, outerBoundsMode: 'none' as const },
    xAxis: {
      type: 'value' as const, min: 0, max: DAYS, splitLine: { show: false }, axisLine, axisTick: { show: true, customValues: [...FIRST_DAYS, DAYS] },
      axisLabel: {
        ...TEXT_STYLE, customValues: FIRST_DAYS.filter((_, month) => size === 'wide' || month % 2 === 0).map((day) => day + HALF_A_MONTH),
        formatter: (day: number) => months[FIRST_DAYS.indexOf(day - HALF_A_MONTH)] ?? '',
      },
    },
    yAxis: {
      type: 'value' as const, min: 0, max: HOURS, interval: HOURS_OF_A_MARK, splitLine: { show: false }, axisLine, axisTick: { show: true },
      name: hourName, nameLocation: 'middle' as const, nameGap: 30, nameTextStyle: TEXT_STYLE, axisLabel: TEXT_STYLE,
    },
    series: [],
  };
}

/** For the browser, which draws 8760 cells on a canvas at once. */
export function carpetHeatmap(chart: CarpetChart, width: number, size: ChartSize) {
  const { title, xAxis, yAxis, ...frame } = carpetOption(chart, width, size);
  const most = mostOf(chart.values);
  const labels = { ...TEXT_STYLE };
  return {
    ...frame, title: title[0],
    xAxis: { type: 'category' as const, data: Array.from({ length: DAYS }, (_, day) => dayName(chart, day)), axisTick: { show: false }, axisLine: xAxis.axisLine, axisLabel: { ...labels, interval: 30 } },
    yAxis: { type: 'category' as const, data: Array.from({ length: HOURS }, (_, hour) => String(hour)), axisTick: { show: false }, axisLine: yAxis.axisLine, name: yAxis.name, nameLocation: yAxis.nameLocation, nameGap: yAxis.nameGap, nameTextStyle: labels, axisLabel: { ...labels, interval: HOURS_OF_A_MARK - 1 } },
    visualMap: {
      min: 0, max: most || 1, calculable: false, orient: 'horizontal' as const, left: 'center', bottom: 0, itemHeight: RAMP.width, itemWidth: RAMP.height, textStyle: labels,
      inRange: { color: [CHART_COLOURS.cold.light, CHART_COLOURS.cool.light, CHART_COLOURS.warm.light, CHART_COLOURS.hot.light] },
    },
    series: [{
      type: 'heatmap' as const, name: chart.unit, animation: false, progressive: 0,
      data: Array.from({ length: DAYS * HOURS }, (_, hour) => [Math.floor(hour / HOURS), hour % HOURS, Math.round(chart.values[hour] ?? 0)]),
    }],
  };
}

const STYLE = '<style>.on-dark{display:none}@media (prefers-color-scheme:dark){.on-light{display:none}.on-dark{display:inline}}</style>';

/** Cells and scale as pictures within the frame: 8760 rectangles would be 1.5 MB. */
export function withCarpet(svg: string, { values }: CarpetChart, { width, height }: Readonly<Record<'width' | 'height', number>>): string {
  const images = (['light', 'dark'] as const).map((theme) => {
    const image = (x: number, y: number, [wide, high]: readonly [number, number], uri: string): string =>
      `<image x="${x}" y="${y}" width="${wide}" height="${high}" preserveAspectRatio="none" image-rendering="pixelated" href="${uri}"/>`;
    const cells = image(LEFT, TOP, [width - LEFT - RIGHT, height - TOP - BOTTOM], dataUri(DAYS, HOURS, carpetPixels(values, theme)));
    const ramp = image((width - RAMP.width) / 2, height - RAMP.fromBottom - RAMP.height + 8, [RAMP.width, RAMP.height], dataUri(RAMP.steps, 1, rampPixels(theme)));
    return `<g class="on-${theme}">${cells}${ramp}</g>`;
  });
  return svg.replace(/<\/svg>\s*$/, `${images.join('')}${STYLE}</svg>`);
}
