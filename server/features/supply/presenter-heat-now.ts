import type { Localised } from '../../shared/i18n.js';
import { presentTemperatures, stateText, total } from './presenter-surplus-words.js';
import type { BuildingSurplus, SiteSurplus } from './surplus.js';

const KW_PER_MW = 1000;
/** From here on a column of kW is harder to compare than one of MW. */
const IN_MW_FROM_KW = 10_000;
const FULL_BAR = 100;

/** What is free at this moment: of all sites together, and by building of one of them, each bar in the tone of its temperature. */
export function presentHeatNow(localised: Localised, counted: readonly BuildingSurplus[], { site, buildings }: SiteSurplus) {
  const { number, power } = localised;
  const freeKw = total(counted.map(({ nowKw }) => nowKw)).free;
  const mostKw = Math.max(...buildings.map(({ nowKw }) => nowKw.free));
  const inMw = mostKw >= IN_MW_FROM_KW;
  return {
    free: power(freeKw), site: site.name, unit: inMw ? 'MW' : 'kW',
    buildings: buildings.map((surplus) => ({
      name: surplus.building.name, stateText: stateText(localised, surplus), temperatures: presentTemperatures(localised, surplus.building),
      free: inMw ? number(surplus.nowKw.free / KW_PER_MW, 1) : number(surplus.nowKw.free),
      share: mostKw === 0 ? '0' : String(Math.round((surplus.nowKw.free / mostKw) * FULL_BAR)),
    })),
  };
}
