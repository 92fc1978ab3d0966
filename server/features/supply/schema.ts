import { z } from 'zod';
import { issue } from '../../shared/message.js';

const LAST_YEAR = 2200;

/** Which one at which revision a form was made for; a form always carries both. */
export const referenceSchema = z.object({
  id: z.string().regex(/^[\da-f]{24}$/, issue('supply:form.incomplete')),
  revision: z.coerce.number().int().min(0).max(1e9),
});

export const surplusQuerySchema = z.object({
  year: z.coerce.number().int().min(2000).max(LAST_YEAR).optional().catch(undefined),
});

/** Coordinates as they are typed, readable or not. */
export const placeQuerySchema = z.object({
  latitude: z.string().max(100).catch(''), longitude: z.string().max(100).catch(''), except: z.string().max(40).optional().catch(undefined),
});

export const FORM_INTENTS = ['save', 'check', 'place', 'more-rows', 'scale-weights'] as const;
export type FormIntent = (typeof FORM_INTENTS)[number];

/** Return in a field sends the first button of the form: saving is what is meant unless a button says otherwise. */
export const intentSchema = z.object({ intent: z.enum(FORM_INTENTS).catch('save') });
