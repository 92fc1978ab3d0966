import type { CurrentUser } from '../../shared/current-user.js';
import { NotFoundError, ValidationError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Clock } from '../../shared/ports.js';
import { queueViewRepository, type QueueView } from './repository-views.js';

export type { QueueView } from './repository-views.js';

/** More would be a list of its own to search. */
export const MOST_VIEWS = 20;

/** Lists as their owners have saved them; nobody sees another one's. */
export interface QueueViewService {
  of(user: CurrentUser): Promise<readonly QueueView[]>;
  /** A name that is there already is saved over. Throws ValidationError when there are too many. */
  save(user: CurrentUser, view: QueueView): Promise<void>;
  /** Throws NotFoundError. */
  remove(user: CurrentUser, name: string): Promise<void>;
}

export function createQueueViews({ connection, clock }: { readonly connection: Parameters<typeof queueViewRepository>[0]; readonly clock: Clock }): QueueViewService {
  const views = queueViewRepository(connection);
  return {
    of: (user) => views.of(user.id),
    async save(user, view) {
      const known = await views.of(user.id);
      const isNew = !known.some(({ name }) => name.toLowerCase() === view.name.toLowerCase());
      if (isNew && known.length >= MOST_VIEWS) throw new ValidationError({ name: message('selection:view.tooMany', { most: MOST_VIEWS }) });
      await views.save(user.id, view, clock.now());
    },
    async remove(user, name) {
      if (!(await views.remove(user.id, name))) throw new NotFoundError(message('selection:view.this'));
    },
  };
}
