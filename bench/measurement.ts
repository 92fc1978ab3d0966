/** How a figure is measured and printed, the same for every bench. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same by the plain hourly code (`naive-evaluate.ts`: as a textbook writes it), in the same run and unit. */
  readonly plain?: number;
  /** The same by the library's own hour by hour, the reference in the tests: one pass a capacity, tuned. */
  readonly byHour?: number;
  /** What it should be at most or, where the unit is a rate or a number of times, at least. */
  readonly target?: string;
}

/** A bench measures on this machine, now, and throws when what it measures is not right. */
export interface Bench {
  readonly title: string;
  readonly run: () => Figure[] | Promise<Figure[]>;
}

const MILLISECONDS_PER_SECOND = 1000;

/** Runs per second on one core: warmed up first, then as often as fits into the time. */
export function runsPerSecond(run: () => void, seconds: number): number {
  const warmUpEnd = performance.now() + (seconds * MILLISECONDS_PER_SECOND) / 4;
  while (performance.now() < warmUpEnd) run();
  const start = performance.now();
  const end = start + seconds * MILLISECONDS_PER_SECOND;
  let runs = 0;
  while (performance.now() < end) {
    run();
    runs += 1;
  }
  return (runs * MILLISECONDS_PER_SECOND) / (performance.now() - start);
}

/** Microseconds of this process's processor for each pair: what others do on the machine is not in it. */
export function microsecondsOfPair(pairs: number, run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / pairs;
}

const WIDTHS = [66, 10, 8, 12, 8, 12, 8] as const;
const shown = (value: number | undefined): string => (value === undefined ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 }));
const times = (slow: number | undefined, { value }: Figure): string => (slow === undefined ? '' : `${shown(slow / value)} x`);
const row = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at === 0 || at === 2 ? cell.padEnd(WIDTHS[at] ?? 0) : cell.padStart(WIDTHS[at] ?? 0))).join(' ').trimEnd();

export const HEADER = row(['', 'measured', '', 'plain hourly', 'faster', 'hour by hour', 'faster', '  target']);
export const figureRow = (figure: Figure): string => row([
  figure.name, shown(figure.value), figure.unit, shown(figure.plain), times(figure.plain, figure), shown(figure.byHour), times(figure.byHour, figure),
  figure.target === undefined ? '' : `  ${figure.target}`,
]);
