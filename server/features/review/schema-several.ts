import { z } from 'zod';
import { optionalFormText } from '../../shared/form.js';
import { issue } from '../../shared/message.js';
import { paths } from '../../web/paths.js';
import { backToQueue, decisionSchema, ticked } from './schema.js';
import type { ReviewAction } from './transitions.js';

export const MOST_DECIDED = 50;

/** Decisions that make sense on many at once; an agreement and an undo are each their own. */
export const SEVERAL_ACTIONS: readonly ReviewAction[] = ['shortlist', 'remove-from-shortlist', 'invite', 'withdraw-invitation', 'decline', 'reopen'];

const back = backToQueue.transform((address) => address ?? paths.matches);

/** What is ticked in the list. */
export const selectionSchema = z.object({ id: ticked, back });

const seen = ticked.transform((all) => all.map((one) => {
  const [id = '', revision = ''] = one.split(':');
  return { id, revision: Number(revision) };
})).refine((all) => all.length > 0 && all.length <= MOST_DECIDED && all.every(({ revision }) => Number.isInteger(revision) && revision > 0), {
  error: () => issue('selection:decide.none'),
});

/** Each match as `id:revision`. */
export const severalSchema = decisionSchema.omit({ revision: true, back: true }).extend({ match: seen, back });

/** The same from a form that came back: what is left of it decides which matches are shown again. */
export const sentSelectionSchema = z.object({ match: ticked.transform((all) => all.map((one) => one.split(':')[0] ?? '')), back });
/** Where the list stood, whatever else was sent. */
export const listSchema = z.object({ query: z.string().max(500).catch('') });

export const viewSchema = z.object({
  name: z.string({ error: () => issue('selection:view.needsName') }).trim().min(1, { error: () => issue('selection:view.needsName') }).max(60, { error: () => issue('selection:view.longName') }),
  query: optionalFormText(500).transform((query) => query ?? ''),
});
