import { z } from 'zod';
import { optionalFormText } from '../../shared/form.js';
import { MAIL_STATES } from './mail.js';

export const MAILS_A_PAGE = 50;

/** A query that makes no sense shows the first page of everything: a list is not a form to be corrected. */
export const mailQuerySchema = z.object({
  state: z.enum(MAIL_STATES).optional().catch(undefined),
  text: optionalFormText(200).catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type MailListQuery = z.output<typeof mailQuerySchema>;
