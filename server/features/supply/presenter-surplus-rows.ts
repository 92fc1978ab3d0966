import type { Localised } from '../../shared/i18n.js';
import { mwh, presentTemperatures, stateText, total } from './presenter-surplus-words.js';
import type { SurplusOverview } from './surplus.js';

const KW_PER_MW = 1000;

/** Every building's free heat, now and over the year, for who looks after all sites; `now` is in MW. */
export function presentSurplusRows(localised: Localised, { at, sites, year }: SurplusOverview) {
  const { number, dateTime } = localised;
  const rows = sites.flatMap(({ site, buildings }) => buildings.map((surplus) => ({
    name: surplus.building.name, siteName: sites.length > 1 ? site.name : null, state: stateText(localised, surplus),
    temperatures: presentTemperatures(localised, surplus.building), now: number(surplus.nowKw.free / KW_PER_MW, 1),
    year: mwh(localised, surplus.yearMwh.free),
  })));
  const freeKw = total(sites.flatMap(({ buildings }) => buildings.map(({ nowKw }) => nowKw))).free;
  return { rows, year: String(year), freeKw, at: dateTime(at), isoAt: at.toISOString() };
}
