import { z } from 'zod';
import { optionalFormText } from '../../shared/form.js';
import { issue } from '../../shared/message.js';
import { MATCH_SORTS, MATCH_STATES, type MatchQuery, type MatchSort, type MatchState } from '../matching/index.js';
import { REVIEW_ACTIONS } from './transitions.js';

export const PAGE_SIZE = 50;
const TEXT_LIMIT = 100;
const REASON_LIMIT = 1000;
const LAST_PAGE = 10_000;

/** Still to be decided; what the queue shows unless asked for more. */
export const OPEN_STATES: readonly MatchState[] = ['proposed', 'shortlisted', 'invited', 'interested'];
const STATE_CHOICES = ['open', 'all', ...MATCH_STATES] as const;

/** '' and what is not understood count as not given: a filter narrows a list, it never refuses to show one. */
const choice = <T extends readonly [string, ...string[]]>(values: T) => z.enum(values).optional().catch(undefined);
const text = z.string().trim().max(TEXT_LIMIT).optional().catch(undefined).transform((value) => (value === '' ? undefined : value));
const points = text.transform((value) => {
  const number = value === undefined ? Number.NaN : Number(value.replace(',', '.'));
  return number >= 0 && number <= 100 ? number : undefined;
});

/** Columns that may be left out; the others say which match it is. */
export const CHOOSABLE_COLUMNS = ['score', 'delivered', 'price', 'lcoh', 'npv', 'co2', 'distance', 'updated'] as const;
export type ChoosableColumn = (typeof CHOOSABLE_COLUMNS)[number];

/** Ticked boxes of one name, or one text with commas; none and all are the same: every column. */
const columns = z.union([z.string(), z.array(z.string())]).optional().catch(undefined).transform((raw): readonly ChoosableColumn[] | undefined => {
  const asked = [raw ?? []].flat().join(',').split(',');
  const chosen = CHOOSABLE_COLUMNS.filter((column) => asked.includes(column));
  return chosen.length === 0 || chosen.length === CHOOSABLE_COLUMNS.length ? undefined : chosen;
});

export const queueSchema = z.object({
  col: columns,
  state: choice(STATE_CHOICES),
  building: text,
  use: text,
  feasible: choice(['yes', 'no']),
  min: points,
  q: text,
  sort: choice(MATCH_SORTS),
  dir: choice(['asc', 'desc']),
  page: z.coerce.number().int().min(1).max(LAST_PAGE).optional().catch(undefined),
});
export type QueueFilter = z.output<typeof queueSchema>;

/** Whether a column starts with its highest value. */
export const DESCENDING_FIRST: Readonly<Record<MatchSort, boolean>> = {
  score: true, npv: true, lcoh: false, delivered: true, co2: true, distance: false, updated: true,
};

function statesOf(state: QueueFilter['state'], fallback: 'open' | 'all'): readonly MatchState[] | undefined {
  const chosen = state ?? fallback;
  if (chosen === 'all') return undefined;
  return chosen === 'open' ? OPEN_STATES : [chosen];
}

/** `fallback`: a manager starts with what is to be decided, a partner with everything of the own organisation. */
export function queueQuery(filter: QueueFilter, fallback: 'open' | 'all'): MatchQuery {
  const sort = filter.sort ?? 'score';
  return {
    states: statesOf(filter.state, fallback), buildingId: filter.building, use: filter.use,
    feasible: filter.feasible === undefined ? undefined : filter.feasible === 'yes',
    minimumScore: filter.min, text: filter.q, sort, descending: filter.dir === undefined ? DESCENDING_FIRST[sort] : filter.dir === 'desc',
  };
}

/** Boxes of one name that are ticked: none, one text or several. */
export const ticked = z.union([z.string(), z.array(z.string())]).optional().catch(undefined).transform((ids): readonly string[] => [...new Set([ids ?? []].flat())]);

/** Where a form stood; nothing but the queue and a card of the board is accepted. */
const queueAddress = z.string().regex(/^\/matches(\?[^\s\\]*)?$/);
const cardAddress = z.string().regex(/^\/board(#match-[0-9a-f]{24})?$/);
export const backToQueue = queueAddress.optional().catch(undefined);

export const decisionSchema = z.object({
  action: z.enum(REVIEW_ACTIONS, { error: issue('match:refused.noAction') }),
  revision: z.coerce.number().int().positive().optional(),
  reason: optionalFormText(REASON_LIMIT),
  internalNote: optionalFormText(REASON_LIMIT),
  back: z.union([queueAddress, cardAddress]).optional().catch(undefined),
});
