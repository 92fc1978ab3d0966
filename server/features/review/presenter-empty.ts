import type { CurrentUser } from '../../shared/current-user.js';
import { message, type Message } from '../../shared/message.js';
import { paths } from '../../web/paths.js';
import { isFiltered } from './presenter-queue.js';
import type { RecalculationView } from './presenter-recalculation.js';
import type { QueueFilter } from './schema.js';

interface EmptyView {
  readonly heading: Message;
  readonly text: Message;
  readonly action: { readonly href: string; readonly label: Message } | null;
}

const NOTHING_PUBLISHED: EmptyView = {
  heading: message('queue:empty.nothingPublished'), text: message('queue:empty.nothingPublishedText'), action: null,
};
const NO_OWN_DEMAND: EmptyView = {
  heading: message('queue:empty.noOwnDemand'), text: message('queue:empty.noOwnDemandText'),
  action: { href: paths.demands, label: message('queue:empty.toOwnDemands') },
};
const NO_DEMAND: EmptyView = {
  heading: message('queue:empty.noDemand'), text: message('queue:empty.noDemandText'), action: { href: paths.demands, label: message('queue:empty.toDemands') },
};
const STILL_SCORING: EmptyView = {
  heading: message('queue:empty.scoring'), text: message('queue:empty.scoringText'), action: { href: paths.matches, label: message('queue:empty.refresh') },
};
const NOTHING_FOUND: EmptyView = {
  heading: message('queue:empty.nothingFound'), text: message('queue:empty.nothingFoundText'),
  action: { href: paths.matches, label: message('queue:empty.withoutFilters') },
};
const NOTHING_OPEN: EmptyView = {
  heading: message('queue:empty.nothingOpen'), text: message('queue:empty.nothingOpenText'),
  action: { href: `${paths.matches}?state=all`, label: message('queue:empty.showAll') },
};

/** Why the list is empty, and what to do about it. */
export function presentEmpty(
  there: { readonly publishedBuildings: number; readonly submittedDemands: number }, filter: QueueFilter,
  recalculation: RecalculationView, { role }: CurrentUser,
): EmptyView {
  if (there.publishedBuildings === 0) {
    return role === 'partner' ? NOTHING_PUBLISHED : { ...NOTHING_PUBLISHED, action: { href: paths.sites, label: message('queue:empty.toSites') } };
  }
  if (there.submittedDemands === 0) return role === 'partner' ? NO_OWN_DEMAND : NO_DEMAND;
  if (recalculation.running) return STILL_SCORING;
  return isFiltered(filter) ? NOTHING_FOUND : NOTHING_OPEN;
}
