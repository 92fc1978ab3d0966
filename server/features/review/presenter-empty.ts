import type { CurrentUser } from '../../shared/current-user.js';
import { paths } from '../../web/paths.js';
import { isFiltered } from './presenter-queue.js';
import type { RecalculationView } from './presenter-recalculation.js';
import type { QueueFilter } from './schema.js';

interface EmptyView {
  readonly heading: string;
  readonly text: string;
  readonly action: { readonly href: string; readonly label: string } | null;
}

const NOTHING_PUBLISHED: EmptyView = {
  heading: 'No surplus heat is published', text: 'Matches appear as soon as a building is published.', action: null,
};
const STILL_SCORING: EmptyView = {
  heading: 'Scoring is under way', text: 'The first matches appear here in a moment.', action: { href: paths.matches, label: 'Refresh' },
};
const NOTHING_FOUND: EmptyView = {
  heading: 'No match fits these filters', text: 'Take one away, or start over.', action: { href: paths.matches, label: 'Show the list without filters' },
};

/** Why the list is empty, and what to do about it. */
export function presentEmpty(
  there: { readonly publishedBuildings: number; readonly submittedDemands: number }, filter: QueueFilter,
  recalculation: RecalculationView, { role }: CurrentUser,
): EmptyView {
  if (there.publishedBuildings === 0) {
    return role === 'partner' ? NOTHING_PUBLISHED : { ...NOTHING_PUBLISHED, action: { href: paths.sites, label: 'Go to the sites' } };
  }
  if (there.submittedDemands === 0) {
    return role === 'partner'
      ? { heading: 'You have not submitted a heat demand', text: 'Describe what heat you need; the matches appear here.', action: { href: paths.demands, label: 'Go to my heat demands' } }
      : { heading: 'No heat demand is submitted', text: 'Matches appear as soon as a partner submits one.', action: { href: paths.demands, label: 'Go to the demands' } };
  }
  if (recalculation.running) return STILL_SCORING;
  if (isFiltered(filter)) return NOTHING_FOUND;
  return {
    heading: 'Nothing is open', text: 'Every match is decided or withdrawn.', action: { href: `${paths.matches}?state=all`, label: 'Show all matches' },
  };
}
