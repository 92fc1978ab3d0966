import { z } from 'zod';
import { paths } from '../../web/paths.js';
import { backToQueue, ticked } from './schema.js';

export const LEAST_COMPARED = 2;
export const MOST_COMPARED = 4;

/** What is ticked in the list: one id or several of the same name. */
export const sideBySideSchema = z.object({
  id: ticked,
  back: backToQueue.transform((back) => back ?? paths.matches),
});
