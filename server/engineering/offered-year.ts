/** The offered heat of a year, its hours grouped by how much is offered, so that only hours that a demand runs short in are looked at. */
import type { HourGroups } from './load-layout.js';
import { HOURS_PER_YEAR } from './units.js';

/** Hours in which about the same is offered; exactly the same where lowest and highest are one value. */
export interface OfferedGroup {
  readonly lowestKw: number;
  readonly highestKw: number;
}

export interface OfferedYear {
  /** 8760 values. */
  readonly offeredKw: Float64Array;
  readonly lowestKw: number;
  readonly highestKw: number;
  /** Least offered first. */
  readonly groups: readonly OfferedGroup[];
  readonly hours: HourGroups;
  /** Whether some group's hours are not all offered the same. */
  readonly differs: boolean;
}

/** Up to so many different values each get a group of their own; beyond, groups of equal size share the year. */
const MOST_GROUPS = 64;

const differentValues = (offeredKw: Float64Array): readonly number[] => {
  const seen = new Set<number>();
  for (let hour = 0; hour < HOURS_PER_YEAR && seen.size <= MOST_GROUPS; hour++) seen.add(offeredKw[hour] as number);
  return [...seen].sort((a, b) => a - b);
};

/** The first group whose highest offer is not below this one. */
function groupFor(offerKw: number, groups: readonly OfferedGroup[]): number {
  let [low, high] = [0, groups.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((groups[middle] as OfferedGroup).highestKw < offerKw) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hourGroups(offeredKw: Float64Array, groups: readonly OfferedGroup[]): HourGroups {
  const groupOf = new Uint8Array(HOURS_PER_YEAR);
  const sizes = groups.map(() => 0);
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const group = groupFor(offeredKw[hour] as number, groups);
    groupOf[hour] = group;
    sizes[group] = (sizes[group] as number) + 1;
  }
  return { groupOf, sizes };
}

/** Bounds that part the sorted offers into groups of about equal size; equal offers stay together. */
function groupsOfEqualSize(offeredKw: Float64Array): readonly OfferedGroup[] {
  const ascending = offeredKw.slice().sort();
  const groups: OfferedGroup[] = [];
  for (let first = 0; first < HOURS_PER_YEAR;) {
    let end = Math.max(first + 1, Math.ceil(((groups.length + 1) * HOURS_PER_YEAR) / MOST_GROUPS));
    const highestKw = ascending[end - 1] as number;
    while (end < HOURS_PER_YEAR && ascending[end] === highestKw) end += 1;
    groups.push({ lowestKw: ascending[first] as number, highestKw });
    first = end;
  }
  return groups;
}

/** Groups the hours of an offer, 8760 values in kW. */
export function offeredYear(offeredKw: Float64Array): OfferedYear {
  const values = differentValues(offeredKw);
  const groups = values.length > MOST_GROUPS ? groupsOfEqualSize(offeredKw) : values.map((value) => ({ lowestKw: value, highestKw: value }));
  return {
    offeredKw, groups, hours: hourGroups(offeredKw, groups), lowestKw: (groups[0] as OfferedGroup).lowestKw,
    highestKw: (groups.at(-1) as OfferedGroup).highestKw,
    differs: groups.some(({ lowestKw, highestKw }) => lowestKw < highestKw),
  };
}
