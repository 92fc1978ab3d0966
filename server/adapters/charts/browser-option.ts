import type { ChartPaper } from '../../shared/ports.js';
import { CHART_COLOURS, PALE } from './palette.js';

const PALE_ON_DARK = 'rgba(25,26,24,0.45)';

const fromLight: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.values(CHART_COLOURS).map(({ light, dark }): [string, string] => [light, dark]), [PALE, PALE_ON_DARK],
]);

/** An option as JSON: colours of the paper it is drawn on; functions stay behind, the browser has its own. */
export const browserOption = (option: object, paper: ChartPaper): string =>
  JSON.stringify(option, (_key, value: unknown) => (paper === 'dark' && typeof value === 'string' ? fromLight.get(value) ?? value : value));
