/** Why a way to connect does not work, and what would make it work, for people who are not engineers. */
import type { GateFailure } from './connection.js';
import { NEGLIGIBLE_KW } from './dispatch.js';
import type { Connection } from './match-case.js';
import type { NearestChange } from './nearest-change.js';
import type { PreparedCase } from './prepared-case.js';
import { celsius, figure, kelvin } from './wording.js';

export const CONNECTION_LABELS: Readonly<Record<Connection, string>> = {
  direct: 'Direct, with heat exchangers',
  'heat-pump-at-source': 'Heat pump at the source',
  'heat-pump-at-sink': 'Heat pump at the demand',
};

type Reason = (failure: GateFailure, prepared: PreparedCase) => string;

const REASONS: Readonly<Record<Connection, Partial<Record<GateFailure['gate'], Reason>>>> = {
  direct: {
    arrival: ({ value, limit }) =>
      `water arrives at ${celsius(value)} at most, but a flow temperature of ${celsius(limit)} is needed.`,
    'pipe-spread': ({ value, limit }, { task }) =>
      `water leaves the source at ${celsius(task.sourceSupplyC)} and your return of ${celsius(task.demandReturnC)} `
      + `leaves ${kelvin(value)} between the flow and return of the pipe; at least ${kelvin(limit)} is needed.`,
  },
  'heat-pump-at-source': {
    'heat-pump-temperature': ({ value, limit }, { task }) =>
      `your flow temperature of ${celsius(task.demandFlowC)} needs ${celsius(value)} from the heat pump, `
      + `above the ${celsius(limit)} a heat pump can deliver.`,
    'pipe-spread': ({ value, limit }) =>
      `your flow and return are ${kelvin(value)} apart; a pipe needs at least ${kelvin(limit)} to carry heat.`,
  },
  'heat-pump-at-sink': {
    'heat-pump-temperature': ({ value, limit }) =>
      `your flow temperature of ${celsius(value)} is above the ${celsius(limit)} a heat pump can deliver.`,
    'pipe-spread': ({ value, limit }) =>
      `the source's supply and return are ${kelvin(value)} apart; a pipe needs at least ${kelvin(limit)} to carry heat.`,
  },
};

const COMMON_REASONS: Readonly<Record<GateFailure['gate'], Reason>> = {
  'no-demand': () => 'the demand is zero in every hour of the year in this climate.',
  arrival: REASONS.direct.arrival as Reason,
  'pipe-spread': REASONS['heat-pump-at-sink']['pipe-spread'] as Reason,
  'heat-pump-temperature': REASONS['heat-pump-at-sink']['heat-pump-temperature'] as Reason,
  cop: ({ value, limit }, { task }) =>
    `lifting the heat to ${celsius(task.demandFlowC)} gives only ${figure(value, 2)} units of heat for a unit of electricity; `
    + `at least ${figure(limit, 2)} are needed.`,
  'no-heat': ({ value, limit }, { task }) => (value <= NEGLIGIBLE_KW
    ? 'the source has no heat left in any hour in which heat is wanted.'
    : `the pipe of ${figure(task.routeLengthM, 0)} m loses all that is offered: at least ${figure(limit)} kW must leave the source, `
    + `the offer is ${figure(value)} kW at best when heat is wanted.`),
};

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const reasonOf = (connection: Connection, failure: GateFailure, prepared: PreparedCase): string =>
  (REASONS[connection][failure.gate] ?? COMMON_REASONS[failure.gate])(failure, prepared);

/** One sentence: which limit stands in the way, with its figures. */
export const explainFailure = (connection: Connection, failure: GateFailure, prepared: PreparedCase): string =>
  capitalised(reasonOf(connection, failure, prepared));

const CHANGE_WORDS: Readonly<Record<string, (value: number, now: PreparedCase['task']) => string>> = {
  'demand.flowTemperatureC': (value, now) =>
    `a flow temperature of ${celsius(value)} or less instead of ${celsius(now.demandFlowC)}`,
  'demand.returnTemperatureC': (value, now) =>
    `a return temperature of ${celsius(value)} or less instead of ${celsius(now.demandReturnC)}`,
  'source.supplyTemperatureC': (value, now) =>
    `a source of ${celsius(value)} or hotter instead of ${celsius(now.sourceSupplyC)}`,
  'source.returnTemperatureC': (value, now) =>
    `a source return of ${celsius(value)} instead of ${celsius(now.sourceReturnC)}`,
  'demand.routeLengthM': (value, now) =>
    `a route of ${figure(value, 0)} m or less instead of ${figure(now.routeLengthM, 0)} m`,
};

/** One sentence: what would have to be different and, where that is not enough, what stands in the way then. */
export function explainChange(connection: Connection, { changes, next }: NearestChange, prepared: PreparedCase): string {
  if (changes.length === 0) return 'No single change of temperature or distance makes this way work.';
  const words = changes.map(({ field, value }) => CHANGE_WORDS[field]?.(value, prepared.task) ?? `${field} ${value}`);
  if (!next) return `It would pass with ${words.join(' and ')}.`;
  const then = reasonOf(connection, next.failure, { ...prepared, task: next.task });
  return `It would get past this limit with ${words.join(' and ')}, but then ${then}`;
}
