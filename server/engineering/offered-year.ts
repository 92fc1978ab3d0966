/** The offered heat of a year, its hours grouped by how much is offered, so that only hours that a demand runs short in are looked at. */
import { ALL_HOURS } from './load-curve.js';
import { HOURS_PER_YEAR } from './units.js';

/** Hours in which about the same is offered; exactly the same where lowest and highest are one value. */
export interface OfferedGroup {
  readonly hours: Uint16Array;
  readonly lowestKw: number;
  readonly highestKw: number;
}

export interface OfferedYear {
  /** 8760 values. */
  readonly offeredKw: Float64Array;
  readonly lowestKw: number;
  /** Disjoint, least offered first, together the whole year. */
  readonly groups: readonly OfferedGroup[];
}

/** Up to so many different values each get a group of their own; beyond, groups of equal size share the year. */
const MOST_GROUPS = 64;

const differentValues = (offeredKw: Float64Array): readonly number[] => {
  const seen = new Set<number>();
  for (let hour = 0; hour < HOURS_PER_YEAR && seen.size <= MOST_GROUPS; hour++) seen.add(offeredKw[hour] as number);
  return [...seen].sort((a, b) => a - b);
};

function groupsOfEqualSize(offeredKw: Float64Array): readonly OfferedGroup[] {
  const order = ALL_HOURS.slice().sort((a, b) => (offeredKw[a] as number) - (offeredKw[b] as number));
  return Array.from({ length: MOST_GROUPS }, (_, group) => {
    const hours = order.slice((group * HOURS_PER_YEAR) / MOST_GROUPS, ((group + 1) * HOURS_PER_YEAR) / MOST_GROUPS);
    const [first, last] = [hours[0] as number, hours.at(-1) as number];
    return { hours, lowestKw: offeredKw[first] as number, highestKw: offeredKw[last] as number };
  });
}

/** Groups the hours of an offer, 8760 values in kW. */
export function offeredYear(offeredKw: Float64Array): OfferedYear {
  const values = differentValues(offeredKw);
  const groups = values.length > MOST_GROUPS ? groupsOfEqualSize(offeredKw) : values.map((value) => ({
    hours: values.length === 1 ? ALL_HOURS : ALL_HOURS.filter((hour) => offeredKw[hour] === value), lowestKw: value, highestKw: value,
  }));
  return { offeredKw, groups, lowestKw: Math.min(...groups.map((group) => group.lowestKw)) };
}
