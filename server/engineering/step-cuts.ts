/** The sums of a load cut at each of some equal steps up to its maximum, from one pass over the hours: all that most matches need of a year. */
import { noLoad, type LoadSums } from './load-curve.js';
import { HOURS_PER_YEAR } from './units.js';

export interface Steps {
  readonly steps: number;
  readonly maximum: number;
  /** Loads up to this count as none. */
  readonly dust: number;
}

/** Sums of the hours whose load lies between two steps. */
const FIELDS = 6;
const [HOURS, HEAT, CUBES, PRICE, PRICED_HEAT, PRICED_CUBES] = [0, 1, 2, 3, 4, 5] as const;

/** For each step the hours that reach it and not the next. */
function sumsBetweenSteps(load: Float64Array, hourlyPrice: Float64Array | undefined, { steps, maximum, dust }: Steps): Float64Array {
  const between = new Float64Array((steps + 1) * FIELDS);
  const stepsPerLoad = steps / maximum;
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const value = load[hour] as number;
    if (!(value > dust)) continue;
    const at = Math.min(steps, Math.floor(value * stepsPerLoad)) * FIELDS;
    const cube = value * value * value;
    between[at + HOURS] = (between[at + HOURS] as number) + 1;
    between[at + HEAT] = (between[at + HEAT] as number) + value;
    between[at + CUBES] = (between[at + CUBES] as number) + cube;
    if (!hourlyPrice) continue;
    const price = hourlyPrice[hour] as number;
    between[at + PRICE] = (between[at + PRICE] as number) + price;
    between[at + PRICED_HEAT] = (between[at + PRICED_HEAT] as number) + value * price;
    between[at + PRICED_CUBES] = (between[at + PRICED_CUBES] as number) + cube * price;
  }
  return between;
}

function addBetween(sums: LoadSums, between: Float64Array, step: number): void {
  const at = step * FIELDS;
  sums.hours += between[at + HOURS] as number;
  sums.heat += between[at + HEAT] as number;
  sums.cubes += between[at + CUBES] as number;
  sums.price += between[at + PRICE] as number;
  sums.pricedHeat += between[at + PRICED_HEAT] as number;
  sums.pricedCubes += between[at + PRICED_CUBES] as number;
}

/** Sums of the load cut at `maximum * step / steps`, for step 0 to `steps`. Load 8760 values, `maximum` more than 0. */
export function stepCuts(load: Float64Array, hourlyPrice: Float64Array | undefined, { steps, maximum, dust }: Steps): readonly LoadSums[] {
  const between = sumsBetweenSteps(load, hourlyPrice, { steps, maximum, dust });
  return Array.from({ length: steps + 1 }, (_, step) => {
    const [sums, above] = [noLoad(), noLoad()];
    for (let each = 0; each < step; each++) addBetween(sums, between, each);
    for (let each = step; each <= steps; each++) addBetween(above, between, each);
    const height = (maximum * step) / steps;
    const cube = height * height * height;
    sums.hours += above.hours;
    sums.heat += above.hours * height;
    sums.cubes += above.hours * cube;
    sums.price += above.price;
    sums.pricedHeat += above.price * height;
    sums.pricedCubes += above.price * cube;
    return sums;
  });
}
