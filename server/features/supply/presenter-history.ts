import { formatDateTime } from '../../shared/format.js';
import type { Building, Site, SupplyAction, VersionInHistory } from './index.js';
import { buildingFacts, factChanges, siteFacts, type Fact } from './presenter-facts.js';

export const ACTION_LABELS: Readonly<Record<SupplyAction, string>> = {
  created: 'Created', changed: 'Changed', published: 'Published', unpublished: 'Unpublished',
};

export type SiteHistory = readonly VersionInHistory<Site['current']>[];
export type BuildingHistory = readonly VersionInHistory<Building['current']>[];

function present<Version>(history: readonly VersionInHistory<Version>[], facts: (version: Version) => readonly Fact[]) {
  return history.map(({ entry, version }, index) => {
    const before = history[index - 1];
    return {
      version: String(entry.version), action: ACTION_LABELS[entry.action], who: entry.actor.label, when: formatDateTime(entry.at),
      isoAt: entry.at.toISOString(), changes: before === undefined ? [] : factChanges(facts(before.version), facts(version)),
    };
  }).reverse();
}

export const presentSiteHistory = (history: SiteHistory) => present(history, siteFacts);
export const presentBuildingHistory = (history: BuildingHistory) => present(history, buildingFacts);

/** What happened after a revision, which is the number of entries there were then: one write, one entry. */
function since<Version>(history: readonly VersionInHistory<Version>[], revision: number, facts: (version: Version) => readonly Fact[]) {
  const [seen, latest] = [history[revision - 1], history.at(-1)];
  if (seen === undefined || latest === undefined) return [];
  const actions = history.slice(revision).filter(({ entry }) => entry.action !== 'changed')
    .map(({ entry }) => `${ACTION_LABELS[entry.action]} by ${entry.actor.label}, ${formatDateTime(entry.at)}`);
  return [...actions, ...factChanges(facts(seen.version), facts(latest.version))];
}

export const siteChangesSince = (history: SiteHistory, revision: number) => since(history, revision, siteFacts);
export const buildingChangesSince = (history: BuildingHistory, revision: number) => since(history, revision, buildingFacts);
