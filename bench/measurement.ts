/** How a figure is measured and printed, the same for every bench. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A bench measures on this machine, now, and throws when what it measures is not right. */
export type Bench = () => Figure[] | Promise<Figure[]>;

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

const WIDTH = 88;
const shown = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });
export const figureLine = ({ name, value, unit }: Figure): string => `${name.padEnd(WIDTH)} ${shown(value)} ${unit}`;
