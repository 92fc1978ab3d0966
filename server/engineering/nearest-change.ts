/**
 * The nearest change of the case that would let a way to connect pass its hard limits. A change is tried before it is told: it is
 * found on a grid of round values by bisection, each value designed anew.
 */
import { gateFailure } from './connection-option.js';
import type { ConnectionTask, GateFailure } from './connection.js';
import type { Connection, ConnectionSituation, FieldChange } from './match-case.js';
import type { PreparedCase } from './prepared-case.js';

/** Fields of the case that a change may touch. */
const TASK_FIELDS = {
  sourceSupplyC: 'source.supplyTemperatureC',
  sourceReturnC: 'source.returnTemperatureC',
  demandFlowC: 'demand.flowTemperatureC',
  demandReturnC: 'demand.returnTemperatureC',
  routeLengthM: 'demand.routeLengthM',
} as const satisfies Record<keyof ConnectionSituation, string>;
type Situation = ConnectionSituation;

/** One quantity moved towards `end` in steps of `step`; what else must move with it follows. */
interface Move {
  readonly step: number;
  readonly start: (now: Situation) => number;
  readonly end: number;
  readonly apply: (now: Situation, value: number, minimumSpreadK: number) => Partial<Situation>;
}

const TENTH_C = 0.1;
const ONE_M = 1;
const HOTTEST_SOURCE_C = 200;
const COLDEST_FLOW_C = 5;
/** A tenth has no exact binary form: values are tidied to it so that they read and compare as written. */
const TIDY = 1e6;
const tidy = (value: number): number => Math.round(value * TIDY) / TIDY;

const MOVES = {
  lowerFlow: {
    step: TENTH_C, start: (now) => now.demandFlowC, end: COLDEST_FLOW_C,
    apply: (now, demandFlowC, spreadK) => ({
      demandFlowC, demandReturnC: Math.max(0, Math.min(now.demandReturnC, tidy(demandFlowC - spreadK))),
    }),
  },
  lowerReturn: {
    step: TENTH_C, start: (now) => now.demandReturnC, end: 0, apply: (_, demandReturnC) => ({ demandReturnC }),
  },
  hotterSource: {
    step: TENTH_C, start: (now) => now.sourceSupplyC, end: HOTTEST_SOURCE_C,
    apply: (now, sourceSupplyC) => ({
      sourceSupplyC, sourceReturnC: tidy(now.sourceReturnC + sourceSupplyC - now.sourceSupplyC),
    }),
  },
  lowerSourceReturn: {
    step: TENTH_C, start: (now) => now.sourceReturnC, end: 0, apply: (_, sourceReturnC) => ({ sourceReturnC }),
  },
  shorterRoute: {
    step: ONE_M, start: (now) => now.routeLengthM, end: 0, apply: (_, routeLengthM) => ({ routeLengthM }),
  },
} satisfies Record<string, Move>;

const MOVES_FOR_GATE: Readonly<Record<GateFailure['gate'], readonly Move[]>> = {
  'no-demand': [],
  arrival: [MOVES.lowerFlow, MOVES.shorterRoute, MOVES.hotterSource],
  'pipe-spread': [MOVES.lowerReturn, MOVES.lowerSourceReturn, MOVES.lowerFlow, MOVES.hotterSource],
  'heat-pump-temperature': [MOVES.lowerFlow, MOVES.shorterRoute],
  cop: [MOVES.lowerFlow, MOVES.hotterSource],
  'no-heat': [MOVES.shorterRoute],
};

/** Grid values from the present value (not included) to the end of the move. */
function gridOf(move: Move, now: Situation): { readonly count: number; readonly at: (index: number) => number } {
  const start = move.start(now);
  const direction = Math.sign(move.end - start);
  const first = direction < 0 ? Math.ceil(start / move.step) - 1 : Math.floor(start / move.step) + 1;
  const last = Math.round(move.end / move.step);
  return { count: Math.max(0, (last - first) * direction + 1), at: (index) => tidy((first + direction * index) * move.step) };
}

/** Smallest index that passes, when the last one does. */
function firstPassing(count: number, passes: (index: number) => boolean): number | undefined {
  if (count === 0 || !passes(count - 1)) return undefined;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

interface TriedMove { readonly changes: readonly FieldChange[]; readonly task: ConnectionTask }

function tryMove(move: Move, task: ConnectionTask, passes: (changed: ConnectionTask) => boolean): TriedMove | undefined {
  const { count, at } = gridOf(move, task);
  const changed = (index: number): Partial<Situation> => move.apply(task, at(index), task.assumptions.minimumPipeSpreadK);
  const index = firstPassing(count, (each) => passes({ ...task, ...changed(each) }));
  if (index === undefined) return undefined;
  const changes = Object.entries(changed(index))
    .filter(([key, value]) => value !== task[key as keyof Situation])
    .map(([key, value]) => ({ field: TASK_FIELDS[key as keyof Situation], value }));
  return { changes, task: { ...task, ...changed(index) } };
}

export interface NearestChange {
  readonly changes: readonly FieldChange[];
  /** The limit that stands in the way once the changes are made; left out when the connection then works. */
  readonly next?: { readonly failure: GateFailure; readonly task: ConnectionTask };
}

/**
 * Changes that pass every hard limit of this connection, else those that pass the one it fails, with the limit that comes next; no
 * changes when no single move does.
 */
export function nearestChange(connection: Connection, failure: GateFailure, prepared: PreparedCase): NearestChange {
  const remaining = (task: ConnectionTask): GateFailure | undefined => gateFailure(connection, task, prepared);
  const goals: readonly ((task: ConnectionTask) => boolean)[] = [
    (task) => remaining(task) === undefined,
    (task) => remaining(task)?.gate !== failure.gate,
  ];
  for (const reached of goals) {
    for (const move of MOVES_FOR_GATE[failure.gate]) {
      const found = tryMove(move, prepared.task, reached);
      if (!found) continue;
      const next = remaining(found.task);
      return { changes: found.changes, ...(next && { next: { failure: next, task: found.task } }) };
    }
  }
  return { changes: [] };
}
