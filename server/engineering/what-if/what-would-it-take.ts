/** What would it take: for each input the smallest change, of it alone, that makes a match work or break even. */
import type { MatchCase } from '../match-case.js';
import { prepareCase } from '../prepared-case.js';
import { validateMatchCase } from '../validation.js';
import type { WhatIfChanges } from './apply-what-if.js';
import { worthOf, worthWhenChanged, type Worth } from './case-worth.js';
import { gridBetween, nearestPassing } from './grid-search.js';
import { LEVERS, type Lever, type LeverField } from './lever.js';

export type WhatItTakesTarget = 'feasible' | 'break-even';

export interface WhatItTakes {
  readonly field: LeverField;
  readonly label: string;
  readonly unit: string;
  readonly from: number;
  /** null when no value that was looked at would do. */
  readonly to: number | null;
  readonly target: WhatItTakesTarget;
  /** Lowest and highest value that was looked at, the present one among them; null where no value could do. */
  readonly searched: readonly [lowest: number, highest: number] | null;
  /** One sentence. */
  readonly text: string;
  /** For `applyWhatIf`: the change and what follows from it; null without one, and for the investment, which is no field of a case. */
  readonly changes: WhatIfChanges | null;
}

const REACHED: Readonly<Record<WhatItTakesTarget, (worth: Worth) => boolean>> = {
  feasible: (worth) => worth !== undefined,
  'break-even': (worth) => worth !== undefined && worth >= 0,
};
const OUTCOME: Readonly<Record<WhatItTakesTarget, string>> = { feasible: 'work', 'break-even': 'break even' };

interface Search {
  readonly matchCase: MatchCase;
  readonly target: WhatItTakesTarget;
  readonly worth: ReturnType<typeof worthWhenChanged>;
}

/** The nearest value towards an end that reaches the target; by the plain calculation at last, whatever the search went by. */
function nearestTowards(end: number, lever: Lever, { matchCase, target, worth }: Search): number | undefined {
  const present = lever.present(matchCase);
  if (end === present) return undefined;
  const { count, at } = gridBetween(present, end, lever.step(present));
  const caseAt = (index: number): MatchCase => lever.change(matchCase, at(index));
  let index = nearestPassing(count, (each) => REACHED[target](worth[lever.touches](caseAt(each))));
  if (index === undefined) return undefined;
  while (index < count && !REACHED[target](worthOf(prepareCase(caseAt(index))))) index += 1;
  return index < count ? at(index) : undefined;
}

function notFound(lever: Lever, searched: WhatItTakes['searched'], { target }: Search): string {
  if (searched === null) return `No change of ${lever.noun} makes it work: heat cannot flow at any price.`;
  const [lowest, highest] = searched;
  const range = lowest === highest ? '' : `, from ${lever.shown(lowest)} to ${lever.shown(highest)},`;
  return `No change of ${lever.noun} alone${range} was found to make it ${OUTCOME[target]}.`;
}

function whatItTakes(lever: Lever, search: Search): WhatItTakes {
  const { matchCase, target } = search;
  const from = lever.present(matchCase);
  const isHopeless = target === 'feasible' && lever.touches === 'money';
  const ends = isHopeless ? [] : lever.ends(matchCase, from);
  const searched = isHopeless ? null : [Math.min(from, ...ends), Math.max(from, ...ends)] as const;
  const [to] = ends.flatMap((end) => nearestTowards(end, lever, search) ?? [])
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  const { field, label, unit } = lever;
  const common = { field, label, unit, from, target, searched };
  if (to === undefined) return { ...common, to: null, changes: null, text: notFound(lever, searched, search) };
  return {
    ...common, to, changes: lever.changes(matchCase, to),
    text: `If ${lever.clause(matchCase, to)}, it would ${OUTCOME[target]}.`,
  };
}

/**
 * The smallest single changes: of an infeasible match to one that works, of one with an NPV below 0 to one that breaks even; empty
 * when nothing is missing. The best way to connect and capacity are chosen anew at each value, unless the case settles the capacity.
 * What is named was evaluated and does it. Throws InvalidInputError on a case it cannot trust.
 */
export function whatWouldItTake(matchCase: MatchCase): readonly WhatItTakes[] {
  validateMatchCase(matchCase);
  const now = worthOf(prepareCase(matchCase));
  if (now !== undefined && now >= 0) return [];
  const search = { matchCase, target: now === undefined ? 'feasible' : 'break-even', worth: worthWhenChanged(matchCase) } as const;
  return LEVERS.map((lever) => whatItTakes(lever, search));
}
