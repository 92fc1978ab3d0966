import type { Localised } from '../../shared/i18n.js';
import type { Building, Site, VersionInHistory } from './index.js';
import { buildingFacts, factChanges, siteFacts, type Fact } from './presenter-facts.js';

export type SiteHistory = readonly VersionInHistory<Site['current']>[];
export type BuildingHistory = readonly VersionInHistory<Building['current']>[];

type FactsOf<Version> = (localised: Localised, version: Version) => readonly Fact[];

function present<Version>(localised: Localised, history: readonly VersionInHistory<Version>[], facts: FactsOf<Version>) {
  const { t, dateTime } = localised;
  return history.map(({ entry, version }, index) => {
    const before = history[index - 1];
    return {
      text: t(`supply:history.entry.${entry.action}`, { version: String(entry.version), who: entry.actor.label }), when: dateTime(entry.at),
      isoAt: entry.at.toISOString(), changes: before === undefined ? [] : factChanges(localised, facts(localised, before.version), facts(localised, version)),
    };
  }).reverse();
}

export const presentSiteHistory = (localised: Localised, history: SiteHistory) => present(localised, history, siteFacts);
export const presentBuildingHistory = (localised: Localised, history: BuildingHistory) => present(localised, history, buildingFacts);

/** What happened after a revision, which is the number of entries there were then: one write, one entry. */
function since<Version>(localised: Localised, history: readonly VersionInHistory<Version>[], revision: number, facts: FactsOf<Version>) {
  const [seen, latest] = [history[revision - 1], history.at(-1)];
  if (seen === undefined || latest === undefined) return [];
  const actions = history.slice(revision).filter(({ entry }) => entry.action !== 'changed')
    .map(({ entry }) => localised.t(`supply:history.since.${entry.action}`, { who: entry.actor.label, when: localised.dateTime(entry.at) }));
  return [...actions, ...factChanges(localised, facts(localised, seen.version), facts(localised, latest.version))];
}

export const siteChangesSince = (localised: Localised, history: SiteHistory, revision: number) => since(localised, history, revision, siteFacts);
export const buildingChangesSince = (localised: Localised, history: BuildingHistory, revision: number) => since(localised, history, revision, buildingFacts);
